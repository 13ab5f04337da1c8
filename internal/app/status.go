package app

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A StatusUpdateInput is a team's update of a week as a person has edited it.
type StatusUpdateInput struct {
	TeamID  string   `json:"team_id,omitempty"`
	Week    okr.Date `json:"week,omitempty"`    // any of its days; "" is this week
	Version int      `json:"version,omitempty"` // of the kept one that was edited; 0 replaces whatever stands, NoneYet nothing
	Sure    []string `json:"confidence,omitempty"`
	Done    []string `json:"last_week,omitempty"`
	Next    []string `json:"next_week,omitempty"`
	Blocked []string `json:"blocked,omitempty"`
}

// A StatusUpdateView is an update with what it looks like elsewhere. Whoever posts it to a channel takes it from here.
type StatusUpdateView struct {
	okr.StatusUpdate
	Team     string `json:"team"`
	Composed bool   `json:"composed"` // nobody has kept it yet: it is put together from check-ins and commitments
	Text     string `json:"text"`
	Markdown string `json:"markdown"`
	May      bool   `json:"may_edit"`
	Names    Names  `json:"names"`
}

// StatusUpdate is what a team says of a week: what was kept, else what its check-ins and commitments say, in at most nine statements. It is composed
// only of what everybody in the organization sees.
func (a *App) StatusUpdate(ctx context.Context, actor Actor, teamID string, week okr.Date) (StatusUpdateView, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (StatusUpdateView, error) {
		var out StatusUpdateView
		teams, err := tx.Teams(true)
		if err != nil {
			return out, err
		}
		tree := okr.NewTree(teams)
		team := tree.Team(teamID)
		if team.ID == "" {
			return out, okr.Fail(okr.NotFound, "", "There is no such team.")
		}
		week = cmp.Or(week, a.Today(actor.Org)).Monday()
		out.StatusUpdate, err = tx.StatusUpdateOf(teamID, week)
		if isMissing(err) {
			out.Composed = true
			out.StatusUpdate, err = a.compose(tx, actor, tree, teamID, week)
		}
		if err != nil {
			return out, err
		}
		out.Team, out.May = team.Name, okr.CanCommit(actor.Viewer, okr.Commitment{TeamID: teamID}) == nil
		out.Text, out.Markdown = out.StatusUpdate.Text(team.Name), out.StatusUpdate.Markdown(team.Name)
		out.Names, err = tx.Names([]string{out.AuthorID})
		return out, err
	})
}

// compose puts an update together. Private objectives are left out, whoever asks: the update is for everybody.
func (a *App) compose(tx *store.Tx, actor Actor, tree okr.Tree, teamID string, week okr.Date) (okr.StatusUpdate, error) {
	s := okr.UpdateSource{Today: a.Today(actor.Org), Set: actor.Org.Set}
	cycles, err := tx.Cycles()
	if err != nil {
		return okr.StatusUpdate{}, err
	}
	current, _ := okr.CurrentCycle(cycles, s.Today)
	rows, err := a.teamRows(tx, actor, tree, current, teamID)
	if err != nil {
		return okr.StatusUpdate{}, err
	}
	var ids []string
	for _, o := range rows {
		for _, k := range o.KeyResults {
			if !o.Private {
				s.KeyResults = append(s.KeyResults, k.KeyResult)
				ids = append(ids, k.ID)
			}
		}
	}
	checkIns, err := tx.CheckInsOf(ids)
	if err != nil {
		return okr.StatusUpdate{}, err
	}
	for _, c := range checkIns {
		if c.AsOf >= week && c.AsOf < week.Add(7) {
			s.CheckIns = append(s.CheckIns, c)
		}
	}
	if s.Blockers, err = tx.BlockersOf(ids); err != nil {
		return okr.StatusUpdate{}, err
	}
	promises, err := tx.Commitments(actor.Scope(), []string{teamID}, week.Add(-7), week.Add(7))
	for _, p := range promises {
		if p.KeyResultID == "" || slices.Contains(ids, p.KeyResultID) {
			s.Commitments = append(s.Commitments, p.Commitment)
		}
	}
	return okr.ComposeUpdate(teamID, week, s), err
}

// NoneYet, given as a version, is that of a thing that nobody had made when the writing began: who made it meanwhile is not overwritten.
const NoneYet = -1

// KeepStatusUpdate keeps a team's update of a week as it was edited: one a week, whose earlier texts stay in the log. It is for the people of the team,
// owners and ambassadors.
func (a *App) KeepStatusUpdate(ctx context.Context, actor Actor, in StatusUpdateInput) (okr.StatusUpdate, error) {
	return do(ctx, a, actor, "status_update.kept", in, func(t *act) (okr.StatusUpdate, error) {
		week := cmp.Or(in.Week, t.Now.DateIn(actor.Org.Set.Location())).Monday()
		u, err := t.StatusUpdateOf(in.TeamID, week)
		fresh := isMissing(err)
		if fresh {
			u = okr.StatusUpdate{ID: t.newID(), TeamID: in.TeamID, Week: week, Version: 1, Created: t.Now}
			_, err = t.Team(in.TeamID)
		}
		if err != nil {
			return u, err
		}
		if !fresh {
			if err := stale(in.Version, u.Version, u); err != nil {
				return u, err
			}
		}
		u.AuthorID = actor.Viewer.MemberID
		for to, from := range map[*[]string][]string{&u.Sure: in.Sure, &u.Done: in.Done, &u.Next: in.Next, &u.Blocked: in.Blocked} {
			*to = []string{}
			for _, s := range from {
				if s = line(s); s != "" {
					*to = append(*to, s)
				}
			}
		}
		if err := okr.Join(u.Check(), okr.CanCommit(actor.Viewer, okr.Commitment{TeamID: u.TeamID})); err != nil {
			return u, err
		}
		if fresh {
			return u, errors.Join(add(t, "", u), t.begin(okr.PartUpdate), a.postWeekly(t, u))
		}
		return u, save(t, "", &u)
	})
}
