package app

import (
	"context"
	"fmt"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A BriefInput is the brief of a cycle, in place of what was asked before.
type BriefInput struct {
	CycleID string          `json:"cycle_id,omitempty"`
	Version int             `json:"version,omitempty"` // of the cycle
	Text    string          `json:"text,omitempty"`
	Teams   []okr.TeamBrief `json:"teams,omitempty"`
	Part    bool            `json:"part,omitempty"` // what is asked of teams that are not named stays
}

// WriteBrief says what is asked of the teams for a cycle. It is for the leadership.
func (a *App) WriteBrief(ctx context.Context, actor Actor, in BriefInput) (okr.Cycle, error) {
	return do(ctx, a, actor, "cycle.briefed", in, func(t *act) (okr.Cycle, error) {
		if err := okr.CanLead(actor.Viewer); err != nil {
			return okr.Cycle{}, err
		}
		c, err := t.Cycle(in.CycleID)
		if err != nil {
			return c, err
		}
		if err := stale(in.Version, c.Version, c); err != nil {
			return c, err
		}
		before := c.Brief.Teams
		c.Brief = okr.Brief{Talks: c.Brief.Talks}
		setText(&c.Brief.Text, &in.Text)
		isOf := func(id string) func(okr.TeamBrief) bool {
			return func(x okr.TeamBrief) bool { return x.TeamID == id }
		}
		for i, x := range in.Teams {
			setText(&x.Expect, &x.Expect)
			if x.Scope == okr.ScopeOwn {
				x.Scope = ""
			}
			if !isUsual(x) && !slices.ContainsFunc(before, isOf(x.TeamID)) {
				if err := t.teamExists(fmt.Sprintf("teams[%d].team_id", i), x.TeamID); err != nil {
					return c, err
				}
			}
			c.Brief.Teams = append(c.Brief.Teams, x)
		}
		for _, x := range before {
			if in.Part && !slices.ContainsFunc(in.Teams, isOf(x.TeamID)) {
				c.Brief.Teams = append(c.Brief.Teams, x)
			}
		}
		if err := c.Brief.Check(); err != nil {
			return c, err
		}
		if c.Brief.Teams = slices.DeleteFunc(c.Brief.Teams, isUsual); len(c.Brief.Teams) == 0 {
			c.Brief.Teams = nil
		}
		return c, save(t, "", &c)
	})
}

// isUsual is whether nothing is said of a team.
func isUsual(x okr.TeamBrief) bool { return x == okr.TeamBrief{TeamID: x.TeamID} }

// A TalksInput is a cycle's whole communication plan, in place of the one before.
type TalksInput struct {
	CycleID string     `json:"cycle_id,omitempty"`
	Version int        `json:"version,omitempty"` // of the cycle
	Talks   []okr.Talk `json:"talks,omitempty"`
}

// PlanTalks says what is talked about when in a cycle. It is for the leadership. What is as usual need not be said.
func (a *App) PlanTalks(ctx context.Context, actor Actor, in TalksInput) (okr.Cycle, error) {
	return do(ctx, a, actor, "cycle.talks_planned", in, func(t *act) (okr.Cycle, error) {
		if err := okr.CanLead(actor.Viewer); err != nil {
			return okr.Cycle{}, err
		}
		c, err := t.Cycle(in.CycleID)
		if err != nil {
			return c, err
		}
		if err := stale(in.Version, c.Version, c); err != nil {
			return c, err
		}
		c.Brief.Talks = nil
		for _, x := range in.Talks {
			usual := x.Occasion.Usual()
			for _, text := range []struct {
				said  *string
				usual string
			}{{&x.Often, usual.Often}, {&x.Form, usual.Form}, {&x.Points, usual.Points}} {
				setText(text.said, text.said)
				if *text.said == text.usual {
					*text.said = ""
				}
			}
			if x != (okr.Talk{Occasion: x.Occasion}) || x.Occasion.Level() == "" {
				c.Brief.Talks = append(c.Brief.Talks, x)
			}
		}
		if err := c.Brief.Check(); err != nil {
			return c, err
		}
		return c, save(t, "", &c)
	})
}
