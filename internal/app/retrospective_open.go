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
	var due []okr.Retrospective
	err := a.db.View(ctx, orgID, func(tx *store.Tx) (err error) {
		if org, err = tx.Organization(); err != nil {
			return err
		}
		due, err = a.retrospectivesDue(tx, org)
		return err
	})
	for some := range slices.Chunk(due, openedAtOnce) {
		if err == nil {
			err = a.openThose(ctx, org, some)
		}
	}
	return err
}

// openedAtOnce is how many retrospectives are planned or opened in one transaction, so that nobody waits for the writer in a large organization.
const openedAtOnce = 200

// openThose plans and opens retrospectives that were found to be due, but for those of which that has been done meanwhile.
func (a *App) openThose(ctx context.Context, org okr.Organization, due []okr.Retrospective) error {
	_, err := do(ctx, a, Actor{Org: org, Via: "job"}, "retrospective.open", nil, func(t *act) (struct{}, error) {
		cycles := make([]string, len(due))
		for i, r := range due {
			cycles[i] = r.CycleID
		}
		slices.Sort(cycles)
		have, err := t.Retrospectives(store.Everything, store.RetrospectiveFilter{Cycles: slices.Compact(cycles)})
		if err != nil {
			return struct{}{}, err
		}
		now := retrospectivesAt(have)
		for _, r := range due {
			i := slices.IndexFunc(have, func(x okr.Retrospective) bool { return x.ID == r.ID })
			switch {
			case r.ID == "" && now[placeOfRetrospective(r)], r.ID != "" && (i < 0 || have[i].Stage() != okr.RetroPlanned):
				continue
			case r.ID == "":
				r.ID, r.Version, r.Created = t.newID(), 1, t.Now
				if r.Day <= a.Today(org) {
					r.Opened = t.Now
				}
				err = add(t, r.ObjectiveID, r)
			default:
				r = have[i]
				r.Opened = t.Now
				err = save(t, r.ObjectiveID, &r)
			}
			if err := errors.Join(err, t.noticeRetrospective(r)); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, nil
	})
	return err
}

// placeOfRetrospective is what there is one retrospective of: a team's or an objective's part of a cycle.
func placeOfRetrospective(r okr.Retrospective) [3]string {
	return [3]string{r.CycleID, r.TeamID, r.ObjectiveID}
}

func retrospectivesAt(list []okr.Retrospective) map[[3]string]bool {
	out := make(map[[3]string]bool, len(list))
	for _, r := range list {
		out[placeOfRetrospective(r)] = true
	}
	return out
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

// retrospectivesDue finds which retrospectives are to be planned, which have no id yet, and which are to be opened today.
func (a *App) retrospectivesDue(tx *store.Tx, org okr.Organization) (due []okr.Retrospective, err error) {
	today := a.Today(org)
	cycles, err := tx.Cycles()
	if err != nil {
		return nil, err
	}
	for _, c := range cycles {
		if c.Closed != 0 || today < c.Execute || today > c.End.Add(retroLate) {
			continue
		}
		list, err := tx.Objectives(store.Everything, store.ObjectiveFilter{Cycle: c.ID, Stages: []okr.Stage{okr.Active, okr.Closed}})
		if err != nil {
			return nil, err
		}
		have, err := tx.Retrospectives(store.Everything, store.RetrospectiveFilter{Cycles: []string{c.ID}})
		if err != nil {
			return nil, err
		}
		for _, r := range have {
			if r.Stage() == okr.RetroPlanned && r.Day <= today {
				due = append(due, r)
			}
		}
		there := retrospectivesAt(have)
		want := func(r okr.Retrospective) {
			r.CycleID, r.Day = c.ID, okr.RetrospectiveDay(c, org.Set.Holidays)
			if !there[placeOfRetrospective(r)] {
				there[placeOfRetrospective(r)] = true
				due = append(due, r)
			}
		}
		for _, o := range list {
			want(okr.Retrospective{TeamID: lead(o)})
			if len(o.TeamIDs) > 1 {
				want(okr.Retrospective{ObjectiveID: o.ID})
			}
		}
	}
	return due, nil
}
