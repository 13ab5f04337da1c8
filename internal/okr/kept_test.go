package okr

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestImage(t *testing.T) {
	for name, c := range map[string]struct {
		objectiveID string
		v           any
		want        EventRow
	}{
		"versioned":               {"", Win{ID: "w", Version: 3}, EventRow{Thing: ThingWin, ID: "w", Version: 3}},
		"of an objective":         {"", Comment{ID: "c", ObjectiveID: "o", Version: 1}, EventRow{Thing: ThingComment, ID: "c", ObjectiveID: "o", Version: 1}},
		"an objective":            {"", Objective{ID: "o", Version: 2}, EventRow{Thing: ThingObjective, ID: "o", ObjectiveID: "o", Version: 2}},
		"of what does not say so": {"o", CheckIn{ID: "c", KeyResultID: "k", Version: 1}, EventRow{Thing: ThingCheckIn, ID: "c", ObjectiveID: "o", Version: 1}},
		"without versions":        {"", Nudge{ID: "n", KeyResultID: "k"}, EventRow{Thing: ThingNudge, ID: "n", Version: 1}},
	} {
		got, err := Image(c.objectiveID, c.v)
		after, _ := json.Marshal(c.v)
		c.want.After = after
		if err != nil || got.Thing != c.want.Thing || got.ID != c.want.ID || got.ObjectiveID != c.want.ObjectiveID || got.Version != c.want.Version || string(got.After) != string(after) {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, c.want)
		}
	}
	if _, err := Image("", ImportCount{}); err == nil {
		t.Error("what no archive holds has an image")
	}
}

func TestBump(t *testing.T) {
	w, v := Win{Version: 4}, Nudge{}
	Bump(&w)
	Bump(&v)
	if w.Version != 5 {
		t.Errorf("version %d", w.Version)
	}
}

func TestArchiveCheck(t *testing.T) {
	archive := func() *Archive {
		return &Archive{
			Organization: Organization{ID: "org", Slug: "acme", Name: "Acme", Set: Settings{FiscalStart: 1}},
			Cycles:       []Cycle{{ID: "c"}},
			Objectives:   []Objective{{ID: "o", CycleID: "c"}},
			KeyResults:   []KeyResult{{ID: "k", ObjectiveID: "o"}},
			Roadmap:      []RoadmapItem{{ID: "r", Serves: []Serve{{KeyResultID: "k"}}}},
			Commitments:  []Commitment{{ID: "m", TeamID: "t"}},
			Teams:        []Team{{ID: "t"}},
		}
	}
	for name, c := range map[string]struct {
		spoil func(*Archive)
		says  string
	}{
		"good":                    {func(*Archive) {}, ""},
		"twice":                   {func(a *Archive) { a.KeyResults = append(a.KeyResults, a.KeyResults[0]) }, "key result “k” is in this export twice"},
		"no id":                   {func(a *Archive) { a.Teams[0].ID = "" }, "team “” is in this export twice, or has no id"},
		"two events":              {func(a *Archive) { a.Events = []Event{{ID: "e"}, {ID: "e"}} }, "event “e”"},
		"of nothing":              {func(a *Archive) { a.KeyResults[0].ObjectiveID = "" }, "names the objective “”"},
		"of one that is not here": {func(a *Archive) { a.Objectives[0].CycleID = "x" }, "names the cycle “x”"},
		"in a list":               {func(a *Archive) { a.Roadmap[0].Serves[0].KeyResultID = "x" }, "names the key result “x”"},
		"optional":                {func(a *Archive) { a.Commitments[0].KeyResultID = "x" }, "names the key result “x”"},
	} {
		a := archive()
		c.spoil(a)
		switch err := a.Check(); {
		case c.says == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)):
			t.Errorf("%s: %v; want %q", name, err, c.says)
		}
	}
}

// TestPieces: every thing comes once, in the order of the archive, in pieces of at most n.
func TestPieces(t *testing.T) {
	a := &Archive{Teams: []Team{{ID: "1"}, {ID: "2"}, {ID: "3"}}, Vision: &Vision{ID: "v"}, Wins: []Win{{ID: "w"}}}
	var got []string
	for thing, piece := range a.Pieces(2) {
		got = append(got, string(thing)+":"+strings.Repeat("x", len(piece)))
	}
	if s := strings.Join(got, " "); s != "team:xx team:x vision:x win:x" {
		t.Error(s)
	}
}
