package okr

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func faultsAt(err error) string {
	var at []string
	for _, f := range FaultsOf(err) {
		at = append(at, f.Field)
	}
	return strings.Join(at, " ")
}

func TestRoadmapItemCheck(t *testing.T) {
	good := func() RoadmapItem {
		return RoadmapItem{Title: "One form", TeamIDs: []string{"a"}, Horizon: HorizonNow, Status: WorkOpen, Serves: []Serve{{KeyResultID: "k", Effect: Effect{num(0.1), num(0.2), num(0.4)}}}}
	}
	low := -1
	for name, c := range map[string]struct {
		change func(*RoadmapItem)
		at     string
	}{
		"right":              {func(*RoadmapItem) {}, ""},
		"serves nothing yet": {func(r *RoadmapItem) { r.Serves = nil }, ""},
		"no title":           {func(r *RoadmapItem) { r.Title = " " }, "title"},
		"no team":            {func(r *RoadmapItem) { r.TeamIDs = nil }, "team_ids"},
		"team twice":         {func(r *RoadmapItem) { r.TeamIDs = []string{"a", "a"} }, "team_ids"},
		"other horizon":      {func(r *RoadmapItem) { r.Horizon = "soon" }, "horizon"},
		"other status":       {func(r *RoadmapItem) { r.Status = "begun" }, "status"},
		"ends before":        {func(r *RoadmapItem) { r.Start, r.End = "2026-12-01", "2026-11-01" }, "end"},
		"no date":            {func(r *RoadmapItem) { r.Critical = "soon" }, "critical_by"},
		"negative effort":    {func(r *RoadmapItem) { r.Effort = num(-1) }, "effort"},
		"no number":          {func(r *RoadmapItem) { r.Effort = num(math.NaN()) }, "effort"},
		"confidence":         {func(r *RoadmapItem) { r.Confidence = &low }, "confidence"},
		"effect falls":       {func(r *RoadmapItem) { r.Serves[0].Effect = Effect{num(0.5), num(0.2), nil} }, "serves[0].effect.likely"},
		"effect too large":   {func(r *RoadmapItem) { r.Serves[0].Effect.High = num(3) }, "serves[0].effect.high"},
		"served twice":       {func(r *RoadmapItem) { r.Serves = append(r.Serves, r.Serves[0]) }, "serves[1].key_result_id"},
		"no reason":          {func(r *RoadmapItem) { r.Override = &Override{Factor: 2} }, "override.reason"},
		"factor":             {func(r *RoadmapItem) { r.Override = &Override{Factor: 0, Reason: "so"} }, "override.factor"},
		"mirror without id":  {func(r *RoadmapItem) { r.Origin = WorkOrigin{MirrorID: "m"} }, "origin.external_id"},
		"script for a link":  {func(r *RoadmapItem) { r.Origin.URL = "javascript:alert(1)" }, "origin.url"},
	} {
		r := good()
		c.change(&r)
		if got := faultsAt(r.Check()); got != c.at {
			t.Errorf("%s: faults at %q, want %q", name, got, c.at)
		}
	}
}

func TestExpectedEffect(t *testing.T) {
	for _, c := range []struct {
		e    Effect
		want *float64
	}{{Effect{}, nil}, {Effect{Likely: num(0.3)}, num(0.3)}, {Effect{num(0), num(0.3), num(0.6)}, num(0.3)}, {Effect{num(0.3), num(0.3), num(0.9)}, num(0.4)},
		{Effect{Low: num(0.2), High: num(0.4)}, num(0.3)}, {Effect{High: num(0.4)}, num(0.4)}} {
		got := c.e.Expected()
		if (got == nil) != (c.want == nil) || got != nil && math.Abs(*got-*c.want) > 1e-9 {
			t.Errorf("%v: %v, want %v", c.e, got, c.want)
		}
	}
}

// An expected effect lies between the ends of its range.
func TestExpectedEffectInRange(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		v := rapid.SliceOfN(rapid.Float64Range(0, 2), 3, 3).Draw(r, "effect")
		slices.Sort(v)
		if got := *(Effect{&v[0], &v[1], &v[2]}).Expected(); got < v[0]-1e-9 || got > v[2]+1e-9 {
			r.Fatalf("%v is expected to do %v", v, got)
		}
	})
}

// A priority is finite and not negative, grows with gap, effect, confidence and factor, falls with effort, and explains every input.
func TestPriorityMoves(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		value, effect := rapid.Float64Range(0, 100).Draw(r, "value"), rapid.Float64Range(0, 1).Draw(r, "effect")
		effort, confidence := rapid.Float64Range(0, 520).Draw(r, "effort"), rapid.IntRange(0, 10).Draw(r, "confidence")
		factor := rapid.Float64Range(MinFactor, MaxFactor).Draw(r, "factor")
		score := func(value, effect, effort float64, confidence int, factor float64) float64 {
			k := KeyResult{Title: "Orders", Kind: Number, Direction: Increase, Baseline: num(0), Target: num(100), Value: &value}
			i := RoadmapItem{ID: "i", Effort: &effort, Confidence: &confidence, Override: &Override{Factor: factor, Reason: "so"}}
			p := i.Prioritize([]Claim{{KeyResult: k, Effect: Effect{Likely: &effect}}}, "2026-11-09")
			if math.IsNaN(p.Score) || math.IsInf(p.Score, 0) || p.Score < 0 || p.Why.Value == nil || len(p.Why.Inputs) != 4 || len(p.Assumed) != 0 {
				r.Fatalf("a priority of %+v", p)
			}
			return p.Score
		}
		is := score(value, effect, effort, confidence, factor)
		for what, more := range map[string]float64{
			"a nearer target": score(min(value+10, 100), effect, effort, confidence, factor), "less effect": score(value, effect/2, effort, confidence, factor),
			"more effort": score(value, effect, min(effort+5, 520), confidence, factor), "less confidence": score(value, effect, effort, max(confidence-1, 0), factor),
			"a smaller factor": score(value, effect, effort, confidence, max(factor/2, MinFactor)),
		} {
			if more > is+1e-9 {
				r.Fatalf("%s raises the priority from %v to %v", what, is, more)
			}
		}
		if score(100, effect, effort, confidence, factor) != 0 {
			r.Fatal("nothing is left to close, and it has a priority")
		}
	})
}

func TestRank(t *testing.T) {
	list := Rank([]Priority{{RoadmapItemID: "blocked", Score: 9, Serving: 1, Blocked: true}, {RoadmapItemID: "small", Score: 1, Serving: 1}, {RoadmapItemID: "nothing"}, {RoadmapItemID: "large", Score: 5, Serving: 2}})
	var got []string
	for _, p := range list {
		got = append(got, p.RoadmapItemID+" "+strings.Repeat("I", p.Rank))
	}
	if want := []string{"large I", "small II", "blocked ", "nothing "}; !slices.Equal(got, want) {
		t.Errorf("ranked %q, want %q", got, want)
	}
}

func TestBack(t *testing.T) {
	items := []RoadmapItem{
		{ID: "a", Status: WorkOpen, Serves: []Serve{{KeyResultID: "x", Effect: Effect{Likely: num(0.6)}}}},
		{ID: "b", Status: WorkDoing, Serves: []Serve{{KeyResultID: "x"}, {KeyResultID: "y"}}},
		{ID: "c", Status: WorkDone, Serves: []Serve{{KeyResultID: "y"}}},
	}
	got := Back(items, "b")
	if len(got) != 2 || math.Abs(got[0].Expected-0.4) > 1e-9 || math.Abs(got[0].Without-0.3) > 1e-9 || got[1].Without != 0 || len(got[1].Items) != 0 {
		t.Errorf("without b: %+v", got)
	}
}

func TestLoads(t *testing.T) {
	items := []RoadmapItem{
		{ID: "a", Status: WorkOpen, Horizon: HorizonNow, TeamIDs: []string{"x", "y"}, Effort: num(20)},
		{ID: "b", Status: WorkOpen, Horizon: HorizonNow, TeamIDs: []string{"x"}},
		{ID: "c", Status: WorkOpen, Horizon: HorizonLater, TeamIDs: []string{"x"}, Effort: num(100)},
	}
	got := Loads(items, map[string]int{"x": 1, "y": 5, "z": 3}, "2026-11-02", "2026-11-29") // four weeks
	if len(got) != 2 || got[0].TeamID != "x" || !got[0].Over || got[0].Took != 10 || got[0].Has != 3.2 || got[0].Unknown != 1 || got[1].Over {
		t.Errorf("loads %+v", got)
	}
}

func TestRoadmapPatch(t *testing.T) {
	five := 5
	r := RoadmapItem{Title: "Now", Horizon: HorizonNow, Confidence: &five, Effort: num(3), Version: 4}
	title, was := "Then", "Before"
	_, err := (RoadmapPatch{Title: &title, Base: &RoadmapPatch{Title: &was}}).Apply(r)
	var e *Error
	if !errors.As(err, &e) || e.Kind != Conflict || e.Field != "title" || e.Theirs != "Now" {
		t.Errorf("somebody else's title is overwritten: %v", err)
	}
	got, err := (RoadmapPatch{Title: &title, Clear: []string{"confidence", "effort"}}).Apply(r)
	if err != nil || got.Title != "Then" || got.Confidence != nil || got.Effort != nil {
		t.Errorf("%+v, %v", got, err)
	}
}

// What another tool says fits, whatever it says, and what people did here stays.
func TestMirroredOnto(t *testing.T) {
	m := MirroredItem{External: "A-1", Title: strings.Repeat("x", 500) + "\x00", TeamID: "t", Labels: []string{"a", "a", ""}, URL: "javascript:1", Fields: map[string]string{"c": "\xff"}, RoadmapItemID: "rule"}
	got := m.Onto(BacklogItem{}, "mirror")
	if err := got.Check(); err != nil {
		t.Errorf("a mirrored item does not fit: %v", err)
	}
	if len([]rune(got.Title)) != MaxTitle || got.Origin.URL != "" || !reflect.DeepEqual(got.Labels, []string{"a"}) || got.RoadmapItemID != "rule" || got.Status != WorkOpen {
		t.Errorf("%+v", got)
	}
	kept := BacklogItem{ID: "id", ByHand: true, RoadmapItemID: "hand", Dropped: 5, DropReason: "no", Gone: 9, Version: 3}
	got = m.Onto(kept, "mirror")
	if got.RoadmapItemID != "hand" || got.Dropped != 5 || got.Gone != 0 || got.Version != 3 || got.State() != WorkDropped || got.Live() {
		t.Errorf("what was done here is lost: %+v", got)
	}
	if again := m.Onto(got, "mirror"); !reflect.DeepEqual(again, got) {
		t.Errorf("the same again changes it: %+v", again)
	}
}
