package app

import (
	"cmp"
	"context"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A RetrospectiveLine is a retrospective in a list.
type RetrospectiveLine struct {
	okr.Retrospective
	Stage okr.RetrospectiveStage `json:"stage"`
	Title string                 `json:"title"` // of the team or of the shared objective
}

// A RetrospectiveView is a retrospective with all that its page shows.
type RetrospectiveView struct {
	RetrospectiveLine
	Today        okr.Date          `json:"today"`
	Cycle        okr.Cycle         `json:"cycle"`
	Objectives   []RetroObjective  `json:"objectives"`
	Expected     int               `json:"expected"` // how many are asked
	In           int               `json:"in"`       // how many of them have said something of every objective
	Asked        []ImprovementView `json:"asked"`    // improvements of earlier retrospectives: done, still on, or dropped why
	Improvements []ImprovementView `json:"improvements"`
	Advice       string            `json:"advice,omitempty"` // a question, when there are too many improvements
	TakesPart    bool              `json:"takes_part"`       // the actor answers and works on it
	Leads        bool              `json:"leads"`            // the actor may reveal it before all are in, move and skip it
	Names        Names             `json:"names"`
}

// A RetroObjective is an objective in a retrospective. What others say of it is there once it is revealed, without who said it.
type RetroObjective struct {
	ObjectiveRow
	Mine   *okr.RetrospectiveAnswer `json:"mine,omitempty"` // the actor's, until it is revealed
	Whys   []string                 `json:"whys"`
	Grades []float64                `json:"grades"` // in order
	May    bool                     `json:"may_edit"`
}

// An ImprovementView is an improvement with where it comes from.
type ImprovementView struct {
	okr.Improvement
	May bool `json:"may_edit"`
}

// Retrospectives are those of a cycle, open ones first.
func (a *App) Retrospectives(ctx context.Context, actor Actor, cycleID string) ([]RetrospectiveLine, error) {
	return view(ctx, a, actor, func(tx *store.Tx) ([]RetrospectiveLine, error) {
		f := store.RetrospectiveFilter{}
		if cycleID != "" {
			f.Cycles = []string{cycleID}
		}
		list, err := tx.Retrospectives(actor.Scope(), f)
		if err != nil {
			return nil, err
		}
		out, _, err := titled(tx, actor, list)
		rank := []okr.RetrospectiveStage{okr.RetroOpen, okr.RetroRevealed, okr.RetroPlanned, okr.RetroHeld, okr.RetroSkipped}
		slices.SortStableFunc(out, func(x, y RetrospectiveLine) int {
			return cmp.Or(cmp.Compare(slices.Index(rank, x.Stage), slices.Index(rank, y.Stage)), compareNames(x.Title, y.Title))
		})
		return out, err
	})
}

// titled reads what retrospectives are called, and the shared objectives that some are about, by id.
func titled(tx *store.Tx, actor Actor, list []okr.Retrospective) ([]RetrospectiveLine, map[string]okr.Objective, error) {
	out := make([]RetrospectiveLine, len(list))
	var teams, objectives []string
	for _, r := range list {
		if r.ObjectiveID != "" {
			objectives = append(objectives, r.ObjectiveID)
		}
		teams = append(teams, r.TeamID)
	}
	names, err := tx.Names(teams)
	if err != nil {
		return nil, nil, err
	}
	about := map[string]okr.Objective{}
	if objectives != nil {
		found, err := tx.Objectives(actor.Scope(), store.ObjectiveFilter{IDs: objectives, Shown: true})
		if err != nil {
			return nil, nil, err
		}
		for _, o := range found {
			about[o.ID] = o
		}
	}
	for i, r := range list {
		out[i] = RetrospectiveLine{r, r.Stage(), cmp.Or(about[r.ObjectiveID].Title, names[r.TeamID].Name)}
	}
	return out, about, nil
}

// Retrospective is one with all of its page.
func (a *App) Retrospective(ctx context.Context, actor Actor, id string) (RetrospectiveView, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (RetrospectiveView, error) { return a.retrospective(tx, actor, id) })
}

func (a *App) retrospective(tx *store.Tx, actor Actor, id string) (RetrospectiveView, error) {
	out := RetrospectiveView{Today: a.Today(actor.Org), Objectives: []RetroObjective{}}
	r, err := tx.Retrospective(actor.Scope(), id)
	if err != nil {
		return out, err
	}
	lines, _, err := titled(tx, actor, []okr.Retrospective{r})
	if err != nil {
		return out, err
	}
	out.RetrospectiveLine = lines[0]
	if out.Cycle, err = tx.Cycle(r.CycleID); err != nil {
		return out, err
	}
	list, teams, err := looksAt(tx, actor.Scope(), r)
	if err != nil {
		return out, err
	}
	out.TakesPart, out.Leads = okr.CanTakePart(actor.Viewer, teams) == nil, okr.CanLeadRetrospective(actor.Viewer, teams) == nil
	if err := out.objectives(a, tx, actor, list); err != nil {
		return out, err
	}
	answers, err := tx.AnswersIn(actor.Scope(), r.ID)
	if err != nil {
		return out, err
	}
	out.answers(actor, answers)
	if out.Expected, out.In, err = counted(tx, r, list, teams); err != nil {
		return out, err
	}
	if err := out.improvements(tx, actor, list); err != nil {
		return out, err
	}
	var named []string
	for _, i := range slices.Concat(out.Asked, out.Improvements) {
		named = append(named, i.OwnerID)
	}
	for _, o := range out.Objectives {
		named = append(append(named, o.OwnerID), o.TeamIDs...)
	}
	out.Names, err = tx.Names(named)
	return out, err
}

// looksAt reads the objectives that a retrospective looks at, and the teams whose it is.
func looksAt(tx *store.Tx, s store.Scope, r okr.Retrospective) (list []okr.Objective, teams []string, err error) {
	if r.ObjectiveID == "" {
		list, err = tx.TeamObjectives(s, r.CycleID, []string{r.TeamID}, []okr.Stage{okr.Active, okr.Closed}, objectivesShown)
		return list, []string{r.TeamID}, err
	}
	list, err = tx.Objectives(s, store.ObjectiveFilter{IDs: []string{r.ObjectiveID}, Shown: true})
	if len(list) > 0 {
		teams = list[0].TeamIDs
	}
	return list, teams, err
}

func (v *RetrospectiveView) objectives(a *App, tx *store.Tx, actor Actor, list []okr.Objective) error {
	teams, err := a.teamsOf(tx, actor)
	if err != nil {
		return err
	}
	of, err := keyResultsOf(tx, list)
	if err != nil {
		return err
	}
	for _, o := range list {
		v.Objectives = append(v.Objectives, RetroObjective{ObjectiveRow: a.objectiveRow(actor, o, of[o.ID], v.Cycle, teams.tree), Whys: []string{}, Grades: []float64{},
			May: okr.CanEdit(actor.Viewer, o) == nil})
	}
	return nil
}

// answers gives the actor what they said, and everybody what all said once it is revealed.
func (v *RetrospectiveView) answers(actor Actor, list []okr.RetrospectiveAnswer) {
	for i := range v.Objectives {
		o := &v.Objectives[i]
		for _, x := range list {
			switch {
			case x.ObjectiveID != o.ID:
			case x.MemberID == "":
				if x.Why != "" {
					o.Whys = append(o.Whys, x.Why)
				}
				if x.Grade != nil {
					o.Grades = append(o.Grades, *x.Grade)
				}
			case x.MemberID == actor.Viewer.MemberID:
				mine := x
				o.Mine = &mine
			}
		}
		slices.Sort(o.Grades)
	}
}

// counted is how many people a retrospective asks, and how many of them have said something of every objective: the people of the team, or of a shared
// objective the owners of it and of its key results and the leads of its teams. After the reveal nobody is counted any more.
func counted(tx *store.Tx, r okr.Retrospective, list []okr.Objective, teams []string) (expected, in int, err error) {
	if r.Stage() != okr.RetroOpen && r.Stage() != okr.RetroPlanned {
		return 0, 0, nil
	}
	role := okr.TeamRole("")
	if r.ObjectiveID != "" {
		role = okr.TeamLead
	}
	asked, err := tx.MembersOf(teams, role)
	if err != nil {
		return 0, 0, err
	}
	if r.ObjectiveID != "" && len(list) > 0 {
		krs, err := tx.KeyResultsOf([]string{r.ObjectiveID}, false)
		if err != nil {
			return 0, 0, err
		}
		asked = append(asked, list[0].OwnerID)
		for _, k := range krs {
			asked = append(asked, k.OwnerID, k.CheckInOwnerID)
		}
	}
	members, _, err := tx.MembersByID(asked)
	if err != nil {
		return 0, 0, err
	}
	answers, err := tx.AnswersIn(store.Everything, r.ID)
	if err != nil {
		return 0, 0, err
	}
	said := map[string]int{}
	for _, x := range answers {
		said[x.MemberID]++
	}
	for _, m := range members {
		if m.Deactivated != 0 || m.Service || m.Role == okr.OrgViewer {
			continue
		}
		if expected++; len(list) > 0 && said[m.ID] >= len(list) {
			in++
		}
	}
	return expected, in, nil
}

// improvements reads those of this retrospective and those that it asks about: of the same team, or of the earlier cycles of a shared objective, what is still on and
// what the one before has decided.
func (v *RetrospectiveView) improvements(tx *store.Tx, actor Actor, list []okr.Objective) error {
	f := store.RetrospectiveFilter{Team: v.TeamID}
	if v.ObjectiveID != "" {
		f = store.RetrospectiveFilter{Objectives: []string{v.ObjectiveID}}
		if len(list) > 0 {
			same, err := tx.Objectives(actor.Scope(), store.ObjectiveFilter{Lineages: []string{list[0].LineageID}, Shown: true})
			if err != nil {
				return err
			}
			for _, o := range same {
				f.Objectives = append(f.Objectives, o.ID)
			}
		}
	}
	every, err := tx.Retrospectives(actor.Scope(), f)
	if err != nil {
		return err
	}
	ids, before := []string{v.ID}, ""
	for _, r := range every { // the latest first
		if r.Day < v.Day {
			ids, before = append(ids, r.ID), cmp.Or(before, r.ID)
		}
	}
	found, err := tx.Improvements(actor.Scope(), store.ImprovementFilter{Retrospectives: ids})
	if err != nil {
		return err
	}
	v.Asked, v.Improvements = []ImprovementView{}, []ImprovementView{}
	on := 0
	for _, i := range slices.Backward(found) {
		x := ImprovementView{i, v.TakesPart || i.OwnerID == actor.Viewer.MemberID}
		switch {
		case i.RetrospectiveID == v.ID:
			v.Improvements = append(v.Improvements, x)
			on++
		case i.State == okr.ImprovementOn || i.RetrospectiveID == before:
			v.Asked = append(v.Asked, x)
		}
	}
	if on > okr.ImprovementsKept {
		v.Advice = "Three is what a team keeps in mind. Which of these would you miss least?"
	}
	return nil
}
