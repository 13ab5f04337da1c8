package okr

import (
	"testing"

	"pgregory.net/rapid"
)

func TestMirrorCheck(t *testing.T) {
	good := Mirror{Kind: MirrorGitHub, Name: "Checkout", Place: "acme/checkout", TeamID: "t"}
	for name, c := range map[string]struct {
		change func(*Mirror)
		field  string
	}{
		"good":                  {func(*Mirror) {}, ""},
		"no name":               {func(m *Mirror) { m.Name = " " }, "name"},
		"no tool":               {func(m *Mirror) { m.Kind = "trello" }, "kind"},
		"no place":              {func(m *Mirror) { m.Place = "" }, "place"},
		"no team":               {func(m *Mirror) { m.TeamID = "" }, "team_id"},
		"Jira without address":  {func(m *Mirror) { m.Kind = MirrorJira }, "base_url"},
		"no web address":        {func(m *Mirror) { m.Base = "file:///etc/passwd" }, "base_url"},
		"token in the address":  {func(m *Mirror) { m.Base = "https://kim:secret@example.org" }, "base_url"},
		"all of Linear":         {func(m *Mirror) { m.Kind, m.Place = MirrorLinear, "" }, ""},
		"an uploaded file":      {func(m *Mirror) { m.Kind, m.Place = MirrorCSV, "" }, ""},
		"a rule":                {func(m *Mirror) { m.Rules = []MirrorRule{{By: ByLabel, Value: "q4", RoadmapItemID: "r"}} }, ""},
		"a rule without a goal": {func(m *Mirror) { m.Rules = []MirrorRule{{By: ByLabel, Value: "q4"}} }, "rules[0].roadmap_item_id"},
		"a rule with two goals": {func(m *Mirror) { m.Rules = []MirrorRule{{By: ByLabel, Value: "q4", RoadmapItemID: "r", Leave: true}} }, "rules[0].roadmap_item_id"},
		"a field without name":  {func(m *Mirror) { m.Rules = []MirrorRule{{By: ByField, Value: "q4", Leave: true}} }, "rules[0].field"},
		"a rule by the moon":    {func(m *Mirror) { m.Rules = []MirrorRule{{By: "moon", Value: "full", Leave: true}} }, "rules[0].by"},
	} {
		m := good
		c.change(&m)
		faults := FaultsOf(m.Check())
		if c.field == "" && faults != nil || c.field != "" && (len(faults) == 0 || faults[0].Field != c.field) {
			t.Errorf("%s: %v, want a fault at %q", name, faults, c.field)
		}
	}
}

func TestMirrorRules(t *testing.T) {
	m := Mirror{TeamID: "t", Epics: true, Rules: []MirrorRule{
		{By: ByKind, Value: "bug", Leave: true},
		{By: ByLabel, Value: "Q4-*", RoadmapItemID: "quarter"},
		{By: ByField, Field: "Component", Value: "web", RoadmapItemID: "site"},
		{By: ByEpic, Value: "PAY-3", RoadmapItemID: "checkout"},
		{By: ByEpic, Value: "one step", RoadmapItemID: "step"},
	}}
	roads := map[string]string{"e1": "road-1"}
	for name, c := range map[string]struct {
		it   OutsideItem
		want string // what it derives from; "road" for a roadmap item of its own, "left" for what is left out
		rule int
	}{
		"nothing matches":   {OutsideItem{}, "", -1},
		"a label":           {OutsideItem{Labels: []string{"x", "q4-pay"}}, "quarter", 1},
		"whole words":       {OutsideItem{Labels: []string{"q4"}}, "", -1},
		"the first wins":    {OutsideItem{Labels: []string{"Q4-"}, Fields: map[string]string{"component": "web"}}, "quarter", 1},
		"one of a list":     {OutsideItem{Fields: map[string]string{"component": "app, Web"}}, "site", 2},
		"the epic's key":    {OutsideItem{Fields: map[string]string{FieldEpicKey: "pay-3"}}, "checkout", 3},
		"the epic's title":  {OutsideItem{Parent: "e1", Fields: map[string]string{FieldEpic: "One step"}}, "step", 4},
		"its epic is here":  {OutsideItem{Parent: "e1"}, "road-1", -1},
		"its epic is not":   {OutsideItem{Parent: "e2"}, "", -1},
		"an epic":           {OutsideItem{Epic: true}, "road", -1},
		"left out":          {OutsideItem{Kind: "Bug", Labels: []string{"q4-x"}}, "left", 0},
		"an epic left out":  {OutsideItem{Kind: "Bug", Epic: true}, "left", 0},
		"an empty is not *": {OutsideItem{Labels: []string{""}}, "", -1},
	} {
		item, road, rule := m.Placed(c.it, roads)
		got := "left"
		switch {
		case item != nil && road != nil:
			t.Errorf("%s: it is both", name)
		case road != nil:
			got = "road"
		case item != nil:
			got = item.RoadmapItemID
		}
		if got != c.want || rule != c.rule {
			t.Errorf("%s: %q by rule %d, want %q by %d", name, got, rule, c.want, c.rule)
		}
	}
	m.Epics = false
	if item, road, _ := m.Placed(OutsideItem{Epic: true, Parent: "e1"}, roads); road != nil || item == nil || item.RoadmapItemID != "" {
		t.Errorf("where epics are no roadmap items: %+v, %+v", item, road)
	}
}

// However a reading goes, the next one is later; what the last good one knew stays until there is another.
func TestMirrorStateAfter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s MirrorState
		now, good, failed := Instant(1_000_000), Instant(0), 0
		for range rapid.IntRange(1, 40).Draw(t, "readings") {
			before := s
			wait := Instant(rapid.Int64Range(0, 24*60*60*1000).Draw(t, "wait"))
			if rapid.Bool().Draw(t, "fails") {
				s, failed = s.After(now, "lost", true, 0, "It broke.", wait), failed+1
				if s.Cursor != before.Cursor || s.Items != before.Items || s.Error == "" || s.Failures != failed || s.Read != good || s.Whole != before.Whole {
					t.Fatalf("after a failure: %+v", s)
				}
				if before.Failures > 0 && s.Since != before.Since {
					t.Fatalf("it fails since %d, not %d", s.Since, before.Since)
				}
			} else {
				s, failed, good = s.After(now, "next", false, 7, "", wait), 0, now
				if s.Cursor != "next" || s.Items != 7 || s.Error != "" || s.Failures != 0 || s.Since != 0 || s.Read != now {
					t.Fatalf("after it went well: %+v", s)
				}
			}
			if pause := s.Next - now; pause < MirrorEvery || pause < wait || pause > max(mirrorLonger, wait) {
				t.Fatalf("the pause is %d ms, asked %d", pause, wait)
			}
			now = s.Next
		}
	})
}

// What a mirror shows is old after a day, and after a fortnight where somebody has to upload it.
func TestMirrorStale(t *testing.T) {
	const day = 24 * 60 * 60 * 1000
	for name, c := range map[string]struct {
		m    Mirror
		old  Instant
		want bool
	}{
		"an hour old":                {Mirror{Kind: MirrorGitHub}, day / 24, false},
		"two days old":               {Mirror{Kind: MirrorGitHub}, 2 * day, true},
		"paused two days ago":        {Mirror{Kind: MirrorGitHub, Paused: 1}, 2 * day, true},
		"removed":                    {Mirror{Kind: MirrorGitHub, Removed: 1}, 2 * day, false},
		"uploaded a week ago":        {Mirror{Kind: MirrorCSV}, 7 * day, false},
		"uploaded three weeks ago":   {Mirror{Kind: MirrorCSV}, 21 * day, true},
		"read by itself, a week ago": {Mirror{Kind: MirrorCSV, Base: "https://example.org/x.csv"}, 7 * day, true},
	} {
		now := Instant(100 * day)
		c.m.State.Read = now - c.old
		if got := c.m.Stale(now); got != c.want {
			t.Errorf("%s: stale is %t", name, got)
		}
	}
	if (Mirror{Kind: MirrorCSV}).Stale(100 * day) {
		t.Error("one that waits for its first file is no old copy")
	}
}
