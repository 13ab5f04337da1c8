package app

import (
	"context"
	"fmt"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A StrategyStart is a strategy in two minutes: where to, and the few choices that lead there, by their titles. All can be edited later.
type StrategyStart struct {
	Vision  string   `json:"vision,omitempty"` // only while there is none
	Pillars []string `json:"pillars,omitempty"`
}

// StartStrategy writes the first vision and the first choices at once. It never overwrites: a vision that is there is edited with EditVision.
func (a *App) StartStrategy(ctx context.Context, actor Actor, in StrategyStart) (Strategy, error) {
	if err := okr.CanLead(actor.Viewer); err != nil {
		return Strategy{}, err
	}
	return do(ctx, a, actor, "strategy.started", in, func(t *act) (Strategy, error) {
		out := Strategy{}
		v, err := t.Vision()
		if err != nil {
			return out, err
		}
		written := v.Text != ""
		if setText(&in.Vision, &in.Vision); in.Vision != "" && written {
			return out, okr.Fail(okr.Conflict, "vision", "There is a vision already. Edit it where it stands.")
		}
		if !written && in.Vision != "" {
			if v.Text = in.Vision; v.Check() != nil {
				return out, v.Check()
			}
			write := save[okr.Vision]
			if v.ID == "" {
				v.ID, v.Created = t.newID(), t.Now
				write = func(t *act, _ string, v *okr.Vision) error { v.Version = 1; return add(t, "", *v) }
			}
			if err := write(t, "", &v); err != nil {
				return out, err
			}
		}
		list, err := t.Pillars()
		if err != nil {
			return out, err
		}
		position, added := 0, 0
		for _, p := range list {
			position = max(position, p.Position+1)
		}
		for i, title := range in.Pillars {
			p := okr.Pillar{ID: t.newID(), Title: title, Position: position, Version: 1, Created: t.Now}
			if tidyPillar(&p); p.Title == "" {
				continue
			}
			if err := p.Check(); err != nil {
				return out, okr.Fail(okr.Invalid, fmt.Sprintf("pillars[%d]", i), okr.FaultsOf(err)[0].Message)
			}
			if err := add(t, "", p); err != nil {
				return out, err
			}
			position++
			added++
			list = append(list, p)
		}
		if in.Vision == "" && added == 0 {
			return out, okr.Fail(okr.Invalid, "vision", "Write the vision in a sentence, or one choice.")
		}
		return Strategy{v, list}, nil
	})
}
