package app

import (
	"context"
	"errors"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A VoteInput says how sure somebody is of a key result that another one checks in on.
type VoteInput struct {
	KeyResultID string `json:"key_result_id,omitempty"`
	Confidence  *int   `json:"confidence,omitempty"` // 0–10; nothing takes the vote back
}

// Votes are what others believe of a key result: the spread, and what the actor said. Nobody's vote is shown to anybody else.
type Votes struct {
	Spread *okr.Spread `json:"spread,omitempty"`
	Mine   *int        `json:"mine,omitempty"`
	Apart  bool        `json:"apart,omitempty"` // people see different things: worth a talk
}

// Vote says how sure one is of a key result, or takes that back. It changes no confidence. Everybody who sees the key result may, but viewers and
// whoever checks in on it, who says so there.
func (a *App) Vote(ctx context.Context, actor Actor, in VoteInput) (Votes, error) {
	return do(ctx, a, actor, voteKind(in), in, func(t *act) (Votes, error) {
		var none Votes
		d, err := t.Duty(actor.Scope(), in.KeyResultID)
		if err != nil {
			return none, err
		}
		if err := d.Objective.Takes(); err != nil {
			return none, err
		}
		k := d.KeyResult
		if actor.Viewer.Role == okr.OrgViewer || actor.Viewer.MemberID == "" {
			return none, okr.Refuse("members of the organization")
		}
		if k.DutyHolder(d.Objective) == actor.Viewer.MemberID {
			return none, okr.Fail(okr.Invalid, "confidence", "You check in on it: say how sure you are there.")
		}
		list, err := t.VotesOf([]string{k.ID})
		if err != nil {
			return none, err
		}
		at := slices.IndexFunc(list, func(v okr.Vote) bool { return v.MemberID == actor.Viewer.MemberID })
		switch {
		case at < 0 && in.Confidence == nil:
			return votesOf(actor, k, list), nil
		case at < 0:
			v := okr.Vote{ID: t.newID(), KeyResultID: k.ID, MemberID: actor.Viewer.MemberID, Confidence: *in.Confidence, Version: 1, Recorded: t.Now}
			if err := v.Check(); err != nil {
				return none, err
			}
			list = append(list, v)
			err = add(t, k.ObjectiveID, v)
		default:
			v := &list[at]
			if v.Removed = t.Now; in.Confidence != nil {
				v.Confidence, v.Removed, v.Recorded = *in.Confidence, 0, t.Now
			}
			if err := v.Check(); err != nil {
				return none, err
			}
			err = save(t, k.ObjectiveID, v)
		}
		return votesOf(actor, k, list), err
	})
}

func voteKind(in VoteInput) okr.EventKind {
	if in.Confidence == nil {
		return "vote.removed"
	}
	return "vote.given"
}

// votesOf sums up the votes on one key result.
func votesOf(actor Actor, k okr.KeyResult, list []okr.Vote) Votes {
	list = slices.DeleteFunc(slices.Clone(list), func(v okr.Vote) bool { return v.Removed != 0 || v.KeyResultID != k.ID })
	out := Votes{Spread: okr.SpreadOf(list)}
	for _, v := range list {
		if v.MemberID == actor.Viewer.MemberID {
			out.Mine = &v.Confidence
		}
	}
	out.Apart = out.Spread != nil && out.Spread.Apart(k.Confidence)
	return out
}

// Nudge asks whoever checks in on a key result how it stands, once for each day on which a check-in was due; a second time answers with the first.
// It is for the leads of the objective's teams, owners and ambassadors. Nobody counts nudges.
func (a *App) Nudge(ctx context.Context, actor Actor, keyResultID string) (okr.Nudge, error) {
	return do(ctx, a, actor, "nudge.sent", keyResultID, func(t *act) (okr.Nudge, error) {
		var none okr.Nudge
		d, err := t.Duty(actor.Scope(), keyResultID)
		if err != nil {
			return none, err
		}
		k := d.KeyResult
		f, err := t.FrameOf(actor.Scope(), k.ObjectiveID)
		if err != nil {
			return none, err
		}
		if err := okr.CanNudge(actor.Viewer, f.Objective); err != nil {
			return none, err
		}
		s := settingOf(f, actor.Org, t.Now, t.lessons)
		due := k.NextDue(s.Setting)
		if due == "" || due > s.Today {
			return none, okr.Fail(okr.Invalid, "", "No check-in is due on this key result.")
		}
		last, err := t.NudgesOf([]string{k.ID})
		if n := last[k.ID]; err != nil || n.Due == due {
			return n, err
		}
		n := okr.Nudge{ID: t.newID(), KeyResultID: k.ID, AuthorID: actor.Viewer.MemberID, Due: due, Created: t.Now}
		return n, errors.Join(add(t, k.ObjectiveID, n), t.notice(k.DutyHolder(d.Objective), okr.NoticeNudge, "nudge/"+n.ID, n.ID, k.ObjectiveID, k.ID))
	})
}

// A Waiting is a check-in that is due, as a lead sees it.
type Waiting struct {
	KeyResultID string     `json:"key_result_id"`
	Title       string     `json:"title"`
	Number      int        `json:"objective_number"`
	Duty        string     `json:"check_in_by,omitempty"`
	Due         okr.Date   `json:"due"`
	Health      okr.Health `json:"health"`
	Nudged      bool       `json:"nudged"`    // somebody has asked already
	May         bool       `json:"may_nudge"` // the actor may ask
}

// waiting lists the check-ins that are due in objectives, the longest first: one statement.
func waiting(tx *store.Tx, actor Actor, rows []ObjectiveRow) ([]Waiting, error) {
	out := []Waiting{}
	var ids []string
	for _, o := range rows {
		for _, k := range o.KeyResults {
			if k.Due {
				ids = append(ids, k.ID)
				out = append(out, Waiting{KeyResultID: k.ID, Title: k.Title, Number: o.Number, Duty: k.Duty, Due: k.NextDue, Health: k.Health.Health,
					May: okr.CanNudge(actor.Viewer, o.Objective) == nil && k.Duty != actor.Viewer.MemberID})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Waiting) int { return a.Due.Since(b.Due) })
	last, err := tx.NudgesOf(ids)
	for i := range out {
		out[i].Nudged = last[out[i].KeyResultID].Due == out[i].Due
		out[i].May = out[i].May && !out[i].Nudged
	}
	return out, err
}
