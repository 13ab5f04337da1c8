package okr

import "testing"

func TestReadTrapCauses(t *testing.T) {
	got := ReadTrapCauses(map[string]TrapCount{
		"pressure-numbers": {Yes: 3, No: 1}, "pressure-done": {Partly: 4}, // (3 + 2) of 8
		"concrete-known": {Partly: 2, No: 2}, "concrete-open": {Yes: 1, No: 3}, // 2 of 8
		"vision-heart": {No: 5},
	})
	for i, want := range []struct {
		share float64
		acts  bool
	}{{0.625, true}, {0.25, false}, {0, false}, {0, false}} {
		if got[i].Share != want.share || got[i].Acts != want.acts || got[i].Says == "" {
			t.Errorf("%s: %v, acts %v", got[i].Name, got[i].Share, got[i].Acts)
		}
	}
	if got[1].Says == got[2].Says || got[0].Says != TrapCauses[0].Says {
		t.Error("a little, not at all and much sound alike")
	}
}

func TestCheckTrapReplies(t *testing.T) {
	all := map[string]TrapReply{}
	for _, c := range TrapCauses {
		for _, a := range c.Asks {
			all[a.ID] = TrapPartly
		}
	}
	if err := CheckTrapReplies(all); err != nil || len(all) != 8 {
		t.Errorf("%d answers: %v", len(all), err)
	}
	all["vision-heart"] = "perhaps"
	if got := faultField(CheckTrapReplies(all)); got != "answers.vision-heart" {
		t.Errorf("an unknown answer: %q", got)
	}
	all["vision-heart"], all["moon"] = TrapYes, TrapYes
	if got := faultField(CheckTrapReplies(all)); got != "answers" {
		t.Errorf("one too many: %q", got)
	}
	delete(all, "moon")
	delete(all, "tool-tick")
	if got := faultField(CheckTrapReplies(all)); got != "answers.tool-tick" {
		t.Errorf("one is missing: %q", got)
	}
}
