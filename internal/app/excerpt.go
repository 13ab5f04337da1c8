package app

import (
	"cmp"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// An Excerpt is as much as is read of an organization that is too large to be read at once: the objectives of a team and of all that are in it, or, where
// those are too many too, of the team and of those directly below it.
type Excerpt struct {
	TeamID string `json:"team_id"`
	Whole  bool   `json:"whole"` // of all teams in it
	Total  int    `json:"total"` // objectives that could have been asked for
}

// readAtOnce is how many objectives a page reads at once: as many as take about a second.
const readAtOnce = 10_000

// excerptOf narrows a filter to as much of a team, "" is the company, as can be read at once. Where all that it finds can be, it stays as it is, and there is no
// excerpt. It takes at most two statements.
func (a *App) excerptOf(tx *store.Tx, s store.Scope, tree okr.Tree, f store.ObjectiveFilter, teamID string) (store.ObjectiveFilter, *Excerpt, error) {
	out := Excerpt{TeamID: cmp.Or(teamID, tree.Root().ID)}
	all, err := tx.CountObjectives(s, f)
	if err != nil {
		return f, nil, err
	}
	if all <= a.atOnce {
		return f, nil, nil
	}
	out.Total = all
	if out.TeamID != tree.Root().ID {
		f.Below = []string{out.TeamID}
		if all, err = tx.CountObjectives(s, f); err != nil {
			return f, nil, err
		}
		out.Whole = all <= a.atOnce
	}
	if !out.Whole {
		f.Below, f.Around, f.Limit = nil, out.TeamID, a.atOnce
	}
	return f, &out, nil
}

// readAbove reads the objectives that supports lead to, themselves or by a key result, and of which objectives those key results are, without what is known: four statements
// for each thousand.
func readAbove(tx *store.Tx, s store.Scope, supports []okr.Support, known map[string]bool) (list []okr.Objective, of map[string]string, err error) {
	var objectives, keyResults []string
	for _, up := range supports {
		switch {
		case known[up.ID]:
		case up.Kind == okr.UpKeyResult:
			keyResults = append(keyResults, up.ID)
		case up.Kind == okr.UpObjective:
			objectives = append(objectives, up.ID)
		}
	}
	of = map[string]string{}
	for ids := range slices.Chunk(slices.Compact(slices.Sorted(slices.Values(keyResults))), MaxPage) {
		krs, err := tx.KeyResults(s, ids)
		if err != nil {
			return nil, nil, err
		}
		for _, k := range krs {
			if k.Removed == 0 {
				of[k.ID] = k.ObjectiveID
				objectives = append(objectives, k.ObjectiveID)
			}
		}
	}
	objectives = slices.Compact(slices.Sorted(slices.Values(objectives)))
	objectives = slices.DeleteFunc(objectives, func(id string) bool { return known[id] })
	for ids := range slices.Chunk(objectives, MaxPage) {
		some, err := tx.Objectives(s, store.ObjectiveFilter{IDs: ids, Shown: true})
		if err != nil {
			return nil, nil, err
		}
		list = append(list, some...)
	}
	return list, of, nil
}

// keyResultsOf reads the key results of objectives, by objective.
func keyResultsOf(tx *store.Tx, list []okr.Objective) (map[string][]okr.KeyResult, error) {
	ids := make([]string, len(list))
	for i, o := range list {
		ids[i] = o.ID
	}
	krs, err := tx.KeyResultsOf(ids, false)
	return byObjective(krs), err
}

func byObjective(krs []okr.KeyResult) map[string][]okr.KeyResult {
	out := map[string][]okr.KeyResult{}
	for _, k := range krs {
		out[k.ObjectiveID] = append(out[k.ObjectiveID], k)
	}
	return out
}
