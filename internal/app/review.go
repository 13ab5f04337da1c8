package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A ReviewInput asks teams to read a draft.
type ReviewInput struct {
	ObjectiveID string   `json:"objective_id,omitempty"`
	TeamIDs     []string `json:"team_ids,omitempty"` // "" are the three that work most closely with its teams
	Version     int      `json:"version,omitempty"`  // of the objective
}

// StartReview asks teams to read a draft, which is in review from then on. The clock of 24 hours begins at once.
func (a *App) StartReview(ctx context.Context, actor Actor, in ReviewInput) (okr.Review, error) {
	return do(ctx, a, actor, "review.started", in, func(t *act) (okr.Review, error) {
		o, hidden, err := t.editable(in.ObjectiveID)
		if err != nil {
			return okr.Review{}, err
		}
		if err := stale(in.Version, o.Version, o); err != nil {
			return okr.Review{}, err
		}
		r, err := t.newReview(o, in.TeamIDs)
		if err != nil {
			return r, err
		}
		if o.Stage == okr.Draft {
			if o, err = o.To(okr.InReview, "", t.Now); err == nil {
				err = t.saveObjective(&o, hidden)
			}
		}
		return r, errors.Join(err, add(t, o.ID, r), t.noticeReview(r, r.Waiting()), t.begin(okr.PartPlanning))
	})
}

func (t *act) newReview(o okr.Objective, teamIDs []string) (okr.Review, error) {
	set := t.Actor.Org.Set
	r := okr.Review{ID: t.newID(), ObjectiveID: o.ID, AuthorID: t.Actor.Viewer.MemberID, Started: t.Now, Until: set.Holidays.ClockEnd(t.Now, okr.ReviewClock, set.Location()), Version: 1}
	switch {
	case o.Stage != okr.Draft && o.Stage != okr.InReview:
		return r, okr.Fail(okr.Invalid, "", "Only a draft is read by other teams before it goes live. Leave a comment instead.")
	case o.Private:
		return r, okr.Fail(okr.Invalid, "", "Other teams cannot read a private objective. Let everybody see it, or start it at once.")
	}
	if last, err := t.ReviewOf(o.ID); err == nil && last.Ended == 0 {
		return last, okr.Fail(okr.Conflict, "", "It is being read already.")
	} else if err != nil && !isMissing(err) {
		return r, err
	}
	if len(teamIDs) == 0 {
		near, err := nearTeams(t.Tx, o)
		if err != nil {
			return r, err
		}
		for _, n := range near[:min(len(near), okr.ReviewTeams)] {
			teamIDs = append(teamIDs, n.TeamID)
		}
	}
	for _, id := range teamIDs {
		if slices.Contains(o.TeamIDs, id) {
			return r, okr.Fail(okr.Invalid, "team_ids", "Choose teams that did not write it.")
		}
		if err := t.teamExists("team_ids", id); err != nil {
			return r, err
		}
		r.Teams = append(r.Teams, okr.TeamReview{TeamID: id})
	}
	return r, r.Check()
}

// ReviewTeams ranks the teams that work most closely with those of an objective, the nearest first, with the reasons: whom to ask.
func (a *App) ReviewTeams(ctx context.Context, actor Actor, ref string) ([]okr.NearTeam, error) {
	return view(ctx, a, actor, func(tx *store.Tx) ([]okr.NearTeam, error) {
		f, err := tx.FrameOf(actor.Scope(), ref)
		if err != nil {
			return nil, err
		}
		o, err := tx.Objective(actor.Scope(), f.Objective.ID)
		if err != nil {
			return nil, err
		}
		return nearTeams(tx, o)
	})
}

// nearTeams looks at what everybody sees of the objective's cycle, so that the ranking tells of nothing private.
func nearTeams(tx *store.Tx, o okr.Objective) ([]okr.NearTeam, error) {
	teams, err := tx.Teams(false)
	if err != nil {
		return nil, err
	}
	list, err := tx.Objectives(store.Scope{}, store.ObjectiveFilter{Cycle: o.CycleID, Stages: []okr.Stage{okr.Draft, okr.InReview, okr.Active, okr.Closed}, Shown: true})
	if err != nil {
		return nil, err
	}
	var krs []string
	for _, x := range append(slices.Clip(list), o) {
		for _, up := range x.Supports {
			if up.Kind == okr.UpKeyResult {
				krs = append(krs, up.ID)
			}
		}
	}
	parents, err := tx.Parents(krs)
	if err != nil {
		return nil, err
	}
	deals, err := tx.Contracts(store.Scope{}, store.ContractFilter{Cycle: o.CycleID, Teams: o.TeamIDs, Limit: contractsRead})
	held := make([]okr.Contract, len(deals))
	for i, d := range deals {
		held[i] = d.Contract
	}
	return okr.NearTeams(o, list, held, parents, okr.NewTree(teams)), err
}

// An AnswerInput is what a team says of a draft, line by line.
type AnswerInput struct {
	ID     string           `json:"id,omitempty"` // of the review
	TeamID string           `json:"team_id"`
	Lines  []okr.LineReview `json:"lines,omitempty"` // what is not named is fine
}

// AnswerReview takes what a team says, in place of what it has said before. When it was the last, the objective goes live.
func (a *App) AnswerReview(ctx context.Context, actor Actor, in AnswerInput) (okr.Review, error) {
	return do(ctx, a, actor, "review.answered", in, func(t *act) (okr.Review, error) {
		r, err := t.Review(actor.Scope(), in.ID)
		if err != nil {
			return r, err
		}
		if r.Of(in.TeamID) != nil {
			if err := okr.CanAnswer(actor.Viewer, in.TeamID); err != nil {
				return r, err
			}
		}
		krs, err := t.KeyResultsOf([]string{r.ObjectiveID}, false)
		if err != nil {
			return r, err
		}
		for i := range in.Lines {
			l := &in.Lines[i]
			l.Text = strings.TrimSpace(l.Text)
			if l.ID != r.ObjectiveID && !slices.ContainsFunc(krs, func(k okr.KeyResult) bool { return k.ID == l.ID }) {
				return r, okr.Fail(okr.Invalid, "lines", "One of these lines is no longer in the draft. Reload and read it again.")
			}
		}
		if err := (okr.TeamReview{Lines: in.Lines}).Check(); err != nil {
			return r, err
		}
		if err := r.Answer(in.TeamID, actor.Viewer.MemberID, in.Lines, t.Now); err != nil {
			return r, err
		}
		return r, t.keepReview(&r)
	})
}

// A ReplyInput answers a question of a review.
type ReplyInput struct {
	ID     string `json:"id,omitempty"` // of the review
	TeamID string `json:"team_id"`      // that asks
	LineID string `json:"line_id"`
	Text   string `json:"text"`
}

// ReplyReview answers a question, which is open no longer; also when the objective is live. It is for those who may edit the objective.
func (a *App) ReplyReview(ctx context.Context, actor Actor, in ReplyInput) (okr.Review, error) {
	return do(ctx, a, actor, "review.replied", in, func(t *act) (okr.Review, error) {
		r, err := t.Review(actor.Scope(), in.ID)
		if err != nil {
			return r, err
		}
		if _, _, err := t.editable(r.ObjectiveID); err != nil {
			return r, err
		}
		reply := strings.TrimSpace(in.Text)
		if reply == "" {
			return r, okr.Fail(okr.Invalid, "text", "Write what you answer, or what you changed.")
		}
		if err := r.Answered(in.TeamID, in.LineID, reply, t.Now); err != nil {
			return r, err
		}
		return r, t.keepReview(&r)
	})
}

// keepReview saves a review, and starts its objective when it is over.
func (t *act) keepReview(r *okr.Review) error {
	if err := r.Check(); err != nil {
		return err
	}
	if r.Ended == t.Now && (r.End == okr.ReviewAnswered || r.End == okr.ReviewTime) {
		o, err := t.Objective(store.Everything, r.ObjectiveID)
		if err != nil {
			return err
		}
		if o.Stage == okr.InReview && o.Removed == 0 {
			if o, err = o.To(okr.Active, "", t.Now); err != nil {
				return err
			}
			if err := save(t, o.ID, &o); err != nil {
				return err
			}
		}
	}
	return save(t, r.ObjectiveID, r)
}

// endReview ends the review of an objective that leaves its stage by itself: somebody started it, or took it back.
func (t *act) endReview(before, after okr.Objective) error {
	if before.Stage != okr.InReview || after.Stage == okr.InReview && after.Removed == 0 {
		return nil
	}
	r, err := t.ReviewOf(after.ID)
	if isMissing(err) || err == nil && r.Ended != 0 {
		return nil
	}
	if err != nil {
		return err
	}
	r.Ended, r.End = t.Now, okr.ReviewWithdrawn
	if after.Stage == okr.Active && after.Removed == 0 {
		r.End = okr.ReviewLive
	}
	return save(t, after.ID, &r)
}

// EndReviews takes live what has been read for long enough, in every organization. A job calls it.
func (a *App) EndReviews(ctx context.Context) error {
	var due []store.ReviewDue
	err := a.db.View(ctx, "", func(tx *store.Tx) (err error) {
		due, err = tx.ReviewsDue(a.Now(), 100)
		return err
	})
	if err != nil {
		return err
	}
	for _, d := range due {
		actor := Actor{Org: okr.Organization{ID: d.OrgID}, Via: "job"}
		_, err := do(ctx, a, actor, "review.ended", nil, func(t *act) (struct{}, error) {
			r, err := t.Review(store.Everything, d.ID)
			if err != nil || r.Ended != 0 || r.Until > t.Now {
				return struct{}{}, err
			}
			r.Ended, r.End = t.Now, okr.ReviewTime
			return struct{}{}, t.keepReview(&r)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// A ReviewView is a review with what the actor may do in it.
type ReviewView struct {
	okr.Review
	Left  int      `json:"left_minutes"`        // of the clock, 0 when it is over
	Mine  []string `json:"my_teams,omitempty"`  // of the teams that are asked
	Reply bool     `json:"may_reply,omitempty"` // to questions
}

func (a *App) viewReview(actor Actor, o okr.Objective, r okr.Review) ReviewView {
	v := ReviewView{Review: r, Reply: okr.CanEdit(actor.Viewer, o) == nil}
	if r.Ended == 0 {
		set := actor.Org.Set
		v.Left = int(set.Holidays.ClockBetween(a.Now(), r.Until, set.Location()).Minutes())
	}
	for _, t := range r.Teams {
		if okr.CanAnswer(actor.Viewer, t.TeamID) == nil {
			v.Mine = append(v.Mine, t.TeamID)
		}
	}
	return v
}
