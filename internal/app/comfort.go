package app

import (
	"context"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A ComfortInput says how an objective feels to those who start it.
type ComfortInput struct {
	ID     string            `json:"id,omitempty"` // of the objective
	Answer okr.ComfortAnswer `json:"answer"`
}

// SayComfort keeps how an objective feels at its start: uncomfortable but not doomed is what to look for. It is asked once, while it is a draft, in review
// or active, and the first answer stays: the closing looks back at it.
func (a *App) SayComfort(ctx context.Context, actor Actor, in ComfortInput) (okr.Objective, error) {
	return do(ctx, a, actor, "objective.felt", in, func(t *act) (okr.Objective, error) {
		o, hidden, err := t.editable(in.ID)
		if err != nil {
			return o, err
		}
		switch in.Answer {
		case okr.ComfortEasy, okr.ComfortUncomfortable, okr.ComfortDoomed:
		default:
			return o, okr.Fail(okr.Invalid, "answer", "Choose one of: easy, uncomfortable, doomed.")
		}
		if o.Ended != 0 {
			return o, okr.Fail(okr.Conflict, "answer", "It has ended. How it felt at the start is asked at the start.")
		}
		if o.Comfort.Answer == in.Answer {
			return o, nil
		}
		if o.Comfort.Answer != "" {
			return o, &okr.Error{Kind: okr.Conflict, Field: "answer", Message: "This was answered at the start, and the first answer is kept.", Theirs: o.Comfort}
		}
		o.Comfort = okr.Comfort{Answer: in.Answer, By: actor.Viewer.MemberID, On: a.Today(actor.Org)}
		return o, t.saveObjective(&o, hidden)
	})
}
