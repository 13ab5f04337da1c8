package app

import (
	"context"
	"errors"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// retroLate is how many days after the end of a cycle its retrospectives are still planned and opened by themselves.
const retroLate = 60

// OpenRetrospectives plans the retrospectives of every organization's running cycles, one for each team that leads an objective and one for each objective that several
// teams share, and opens those whose day has come. A job calls it; done again it finds nothing to do.
func (a *App) OpenRetrospectives(ctx context.Context) error {
	var ids []string
	err := a.db.View(ctx, "", func(tx *store.Tx) (err error) {
		ids, err = tx.OrganizationIDs()
		return err
	})
	for _, id := range ids {
		if err == nil {
			err = a.openRetrospectives(ctx, id)
		}
	}
	return err
}

func (a *App) openRetrospectives(ctx context.Context, orgID string) error {
	var org okr.Organization
	var due bool
	err := a.db.View(ctx, orgID, func(tx *store.Tx) (err error) {
		if org, err = tx.Organization(); err != nil {
			return err
		}
		missing, opening, err := a.retrospectivesDue(tx, org)
		due = len(missing)+len(opening) > 0
		return err
	})
	if err != nil || !due {
		return err
	}
	_, err = do(ctx, a, Actor{Org: org, Via: "job"}, "retrospective.open", nil, func(t *act) (struct{}, error) {
		missing, opening, err := a.retrospectivesDue(t.Tx, org)
		if err != nil {
			return struct{}{}, err
		}
		for _, r := range missing {
			r.ID, r.Version, r.Created = t.newID(), 1, t.Now
			if r.Day <= a.Today(org) {
				r.Opened = t.Now
			}
			if err := errors.Join(add(t, r.ObjectiveID, r), t.noticeRetrospective(r)); err != nil {
				return struct{}{}, err
			}
		}
		for i := range opening {
			opening[i].Opened = t.Now
			if err := errors.Join(save(t, opening[i].ObjectiveID, &opening[i]), t.noticeRetrospective(opening[i])); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, nil
	})
	return err
}

// noticeRetrospective tells those who take part that a retrospective has opened, once.
func (t *act) noticeRetrospective(r okr.Retrospective) error {
	if r.Stage() != okr.RetroOpen {
		return nil
	}
	teams := []string{r.TeamID}
	if r.ObjectiveID != "" {
		f, err := t.FrameOf(store.Everything, r.ObjectiveID)
		if err != nil {
			return err
		}
		teams = f.Objective.TeamIDs
	}
	members, err := t.MembersOf(teams, "")
	for _, id := range members {
		err = errors.Join(err, t.notice(id, okr.NoticeRetrospective, "retrospective/"+r.ID, r.ID, r.ObjectiveID, ""))
	}
	return err
}

// retrospectivesDue finds which retrospectives are not planned yet, and which are to be opened today.
func (a *App) retrospectivesDue(tx *store.Tx, org okr.Organization) (missing, opening []okr.Retrospective, err error) {
	today := a.Today(org)
	cycles, err := tx.Cycles()
	if err != nil {
		return nil, nil, err
	}
	for _, c := range cycles {
		if c.Closed != 0 || today < c.Execute || today > c.End.Add(retroLate) {
			continue
		}
		list, err := tx.Objectives(store.Everything, store.ObjectiveFilter{Cycle: c.ID, Stages: []okr.Stage{okr.Active, okr.Closed}})
		if err != nil {
			return nil, nil, err
		}
		have, err := tx.Retrospectives(store.Everything, store.RetrospectiveFilter{Cycles: []string{c.ID}})
		if err != nil {
			return nil, nil, err
		}
		for _, r := range have {
			if r.Stage() == okr.RetroPlanned && r.Day <= today {
				opening = append(opening, r)
			}
		}
		want := func(r okr.Retrospective) {
			same := func(x okr.Retrospective) bool { return x.TeamID == r.TeamID && x.ObjectiveID == r.ObjectiveID }
			if !slices.ContainsFunc(have, same) {
				r.CycleID, r.Day = c.ID, okr.RetrospectiveDay(c, org.Set.Holidays)
				have, missing = append(have, r), append(missing, r)
			}
		}
		for _, o := range list {
			want(okr.Retrospective{TeamID: lead(o)})
			if len(o.TeamIDs) > 1 {
				want(okr.Retrospective{ObjectiveID: o.ID})
			}
		}
	}
	return missing, opening, nil
}
