package okr

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func image(t interface{ Fatal(...any) }, v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDiff(t *testing.T) {
	before := KeyResult{ID: "k", Title: "Second visits", Target: num(60), Version: 3, Value: num(10), Progress: num(0.2), Checks: 2}
	after := before
	after.Version, after.Value, after.Checks, after.CheckedAs = 4, num(12), 3, "2026-11-09"
	if got := Diff(ThingKeyResult, image(t, before), image(t, after)); got != nil {
		t.Errorf("a check-in changes the plan: %v", got)
	}
	after.Target, after.Due, after.OwnerID, after.Weight = num(40), "2026-12-01", "m", nil
	after.Plan = []Point{{"2026-11-01", 3}}
	var got []string
	for _, c := range Diff(ThingKeyResult, image(t, before), image(t, after)) {
		got = append(got, c.Label()+": "+string(c.Old)+" → "+string(c.New))
	}
	want := []string{"due date:  → \"2026-12-01\"", "owner:  → \"m\"", `plan:  → [{"date":"2026-11-01","value":3}]`, "target: 60 → 40"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	c := CheckIn{ID: "c", AsOf: "2026-11-09", Value: num(10), Confidence: intp(7), Progress: num(0.1), Health: OnCourse}
	mended := c
	mended.Value, mended.Confidence, mended.Progress, mended.Health, mended.Amended = num(12), nil, num(0.2), Drifting, 5
	got = nil
	for _, c := range Diff(ThingCheckIn, image(t, c), image(t, mended)) {
		got = append(got, c.Field+" "+string(c.Old)+" → "+string(c.New))
	}
	if diff := cmp.Diff([]string{"confidence 7 → ", "value 10 → 12"}, got); diff != "" {
		t.Errorf("a check-in that was mended (-want +got):\n%s", diff)
	}
	if got := Diff(ThingTeam, nil, image(t, Team{Name: "Apps", Slug: "apps"})); len(got) != 2 || got[0].Old != nil {
		t.Errorf("a new team has the changes %v", got)
	}
	if got := Diff(ThingTeam, json.RawMessage("not JSON"), nil); got != nil {
		t.Errorf("of what cannot be read there are changes: %v", got)
	}
}

// Nothing differs from itself, and what differs one way differs the other way round.
func TestDiffIsSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := image(t, drawKR(t)), image(t, drawKR(t))
		if got := Diff(ThingKeyResult, a, a); got != nil {
			t.Fatalf("it differs from itself: %v", got)
		}
		there, back := Diff(ThingKeyResult, a, b), Diff(ThingKeyResult, b, a)
		for i := range back {
			back[i].Old, back[i].New = back[i].New, back[i].Old
		}
		if diff := cmp.Diff(there, back); diff != "" {
			t.Fatalf("there and back differ:\n%s", diff)
		}
	})
}
