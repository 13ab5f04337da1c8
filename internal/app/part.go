package app

import "github.com/headwater-okr/headwater/internal/okr"

// begin switches a part on that is on at first use: this is its first. One that is switched off stays so, and its things can still be made.
func (t *act) begin(p okr.Part) error {
	set := t.Actor.Org.Set
	if set.Uses(p) || set.Parts[p] == okr.PartOff {
		return nil
	}
	org, err := t.Organization()
	if err != nil || org.Set.Uses(p) {
		return err
	}
	parts := map[okr.Part]okr.PartState{p: okr.PartOn}
	for known, state := range org.Set.Parts {
		if known != p {
			parts[known] = state
		}
	}
	org.Set.Parts = parts
	return save(t, "", &org)
}
