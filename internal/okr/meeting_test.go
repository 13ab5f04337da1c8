package okr

import "testing"

func TestTopic(t *testing.T) {
	said := func(list ...any) []CheckIn {
		var out []CheckIn
		for _, v := range list {
			c := CheckIn{Health: OnCourse}
			switch v := v.(type) {
			case int:
				c.Confidence = &v
			case Health:
				c.Health = v
			}
			out = append(out, c)
		}
		return out
	}
	for name, c := range map[string]struct {
		health  Judged
		history []CheckIn
		want    Reason
		fell    int
	}{
		"confidence fell":                {Judged{Health: OnCourse}, said(8, 5), ConfidenceFell, 3},
		"it fell, a word came between":   {Judged{Health: OnCourse}, said(8, OnCourse, 5), ConfidenceFell, 3},
		"it rose":                        {Judged{Health: OnCourse}, said(5, 8), NoReason, 0},
		"it fell before, not now":        {Judged{Health: OnCourse}, said(9, 5, 5), NoReason, 0},
		"blocked":                        {Judged{Health: OnCourse, Blocked: true}, nil, IsBlocked, 0},
		"silent, whatever it said":       {Judged{Health: Silent}, said(8, 5), IsSilent, 3},
		"in trouble":                     {Judged{Health: InTrouble}, nil, IsInTrouble, 0},
		"it changed":                     {Judged{Health: OnCourse}, said(Drifting, OnCourse), HasChanged, 0},
		"it began, which is no change":   {Judged{Health: OnCourse}, said(NotStarted, OnCourse), NoReason, 0},
		"drifting":                       {Judged{Health: Drifting}, said(Drifting, Drifting), IsDrifting, 0},
		"closed, however sure they were": {Judged{Health: HealthDone}, said(8, 5), NoReason, 3},
	} {
		if got, fell := (KeyResult{}).Topic(c.health, c.history); got != c.want || fell != c.fell {
			t.Errorf("%s: reason %d, fell by %d; want %d, %d", name, got, fell, c.want, c.fell)
		}
	}
}

func TestSortTopics(t *testing.T) {
	type topic struct {
		name string
		why  Reason
		fell int
	}
	list := []topic{{"calm", NoReason, 0}, {"fell by 1", ConfidenceFell, 1}, {"blocked", IsBlocked, 0}, {"fell by 4", ConfidenceFell, 4}, {"also calm", NoReason, 0}}
	SortTopics(list, func(x topic) (Reason, int) { return x.why, x.fell })
	for i, want := range []string{"fell by 4", "fell by 1", "blocked", "calm", "also calm"} {
		if list[i].name != want {
			t.Errorf("at %d is %s, want %s", i, list[i].name, want)
		}
	}
}

func TestWorthIsShownFromFive(t *testing.T) {
	if (Worth{Yes: 3, No: 1}).Shown() != nil {
		t.Error("four answers are shown")
	}
	if w := (Worth{Yes: 3, No: 2}).Shown(); w == nil || w.Yes != 3 {
		t.Errorf("five answers: %v", w)
	}
}
