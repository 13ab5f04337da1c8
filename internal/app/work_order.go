package app

import (
	"context"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A WorkOrder is the open work that derives from bets, in the order of what it is expected to bring.
type WorkOrder struct {
	Items []WorkInOrder `json:"items"`
	More  bool          `json:"more"` // there is more open work than was looked through
	Names Names         `json:"names"`
}

// A WorkInOrder is a backlog item with its place.
type WorkInOrder struct {
	BacklogRow
	Priority okr.WorkPriority `json:"priority"`
	Serving  []ServedIn       `json:"serving"` // what its bet serves
}

// workRanked is how much open work is put in order at most: the earliest here. Who has more has other cares than its order.
const workRanked = 2000

// WorkOrder puts the open work of a team, with the teams below it, in order; of all unless one is named. A constant number of statements.
func (a *App) WorkOrder(ctx context.Context, actor Actor, teamID string) (WorkOrder, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (WorkOrder, error) {
		out := WorkOrder{Items: []WorkInOrder{}}
		w := roadReading{a: a, tx: tx, actor: actor}
		road, err := w.read(RoadmapQuery{Near: teamID})
		if err != nil {
			return out, err
		}
		f := store.BacklogFilter{Aligned: true, Live: true, Limit: workRanked + 1}
		if teamID != "" {
			if w.tree.Team(teamID).ID == "" {
				return out, okr.Fail(okr.NotFound, "team", "There is no such team, or you may not see it.")
			}
			f.Teams = w.tree.Below(teamID)
		}
		list, err := tx.BacklogItems(f)
		if err != nil {
			return out, err
		}
		if out.More = len(list) > workRanked; out.More {
			list = list[:workRanked]
		}
		bets, titles, serving := map[string]okr.Priority{}, map[string]string{}, map[string][]ServedIn{}
		for _, r := range road.Items {
			bets[r.ID], titles[r.ID], serving[r.ID] = r.Priority, r.Title, r.Serving
		}
		items, teams := map[string]okr.BacklogItem{}, []string{}
		for _, b := range list {
			items[b.ID] = b
			teams = append(teams, b.TeamID)
		}
		for _, p := range okr.RankWork(list, bets, titles, w.today) {
			b := items[p.BacklogItemID]
			row := WorkInOrder{BacklogRow{b, titles[b.RoadmapItemID], okr.CanEditBacklogItem(actor.Viewer, b) == nil}, p, serving[b.RoadmapItemID]}
			if row.Serving == nil {
				row.Serving = []ServedIn{}
			}
			out.Items = append(out.Items, row)
		}
		out.Names, err = tx.Names(teams)
		return out, err
	})
}
