package app

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A Revision is a change to an active objective or to one of its key results: old, new, why, who.
type Revision struct {
	EventID     string       `json:"event_id"`
	Kind        string       `json:"kind"` // what was done: "key_result.edited"
	Thing       okr.Thing    `json:"thing"`
	ID          string       `json:"id"`
	Title       string       `json:"title"` // of the thing, after the change
	Changes     []okr.Change `json:"changes"`
	Why         string       `json:"why,omitempty"`
	Unexplained bool         `json:"unexplained,omitempty"` // a reason was asked for and not given
	ActorID     string       `json:"actor_id,omitempty"`
	Recorded    okr.Instant  `json:"recorded_at"`
}

// A RevisionList is revisions with the names of who made them.
type RevisionList struct {
	Revisions []Revision `json:"revisions"`
	Names     Names      `json:"names"`
}

// Revisions are the changes to an objective, by id or number, and to its key results while it was active, the latest first. They are
// read from the log, so that none can be missing.
func (a *App) Revisions(ctx context.Context, actor Actor, ref string) (RevisionList, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (RevisionList, error) {
		var out RevisionList
		f, err := tx.FrameOf(actor.Scope(), ref)
		if err != nil {
			return out, err
		}
		events, err := tx.PlanEvents(f.Objective.ID)
		if err != nil {
			return out, err
		}
		if out.Revisions, err = showSupports(tx, actor.Scope(), revisions(events)); err != nil {
			return out, err
		}
		ids := make([]string, len(out.Revisions))
		for i, r := range out.Revisions {
			ids[i] = r.ActorID
		}
		out.Names, err = tx.Names(ids)
		return out, err
	})
}

// explainable are the acts that ask for a reason while the objective is active.
var explainable = []okr.EventKind{"objective.edited", "key_result.edited", "key_result.added", "key_result.removed", "objective.dropped"}

// revisions finds, in events in their order, what changed while the objective was active.
func revisions(events []okr.Event) []Revision {
	out := []Revision{}
	before := map[string]json.RawMessage{}
	active := false
	for _, e := range events {
		was := active
		for _, r := range e.Rows {
			var thing struct {
				Title string    `json:"title"`
				Stage okr.Stage `json:"stage"`
			}
			if err := json.Unmarshal(r.After, &thing); err != nil {
				continue // a row that cannot be read changes nothing that can be shown
			}
			old := before[r.ID]
			before[r.ID] = r.After
			if r.Thing == okr.ThingObjective {
				active = thing.Stage == okr.Active
			}
			if changes := okr.Diff(r.Thing, old, r.After); was && len(changes) > 0 && e.Kind != stageEvents[okr.Closed] && e.Kind != onwardEvent {
				out = append(out, Revision{EventID: e.ID, Kind: string(e.Kind), Thing: r.Thing, ID: r.ID, Title: thing.Title, Changes: changes,
					Why: e.Reason, Unexplained: e.Reason == "" && slices.Contains(explainable, e.Kind), ActorID: e.ActorID, Recorded: e.Recorded})
			}
		}
	}
	slices.Reverse(out)
	return out
}

// showSupports takes out of revisions the supports of what the scope may not see, and those of which nothing is left.
func showSupports(tx *store.Tx, s store.Scope, list []Revision) ([]Revision, error) {
	var ids []string
	for _, r := range list {
		for _, c := range r.Changes {
			if c.Field == "supports" {
				ids = append(append(ids, uuidsIn(c.Old)...), uuidsIn(c.New)...)
			}
		}
	}
	if ids == nil {
		return list, nil
	}
	seen, err := tx.Upstreams(s, ids)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Changes, err = showChanges(list[i].Changes, seen); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(list, func(r Revision) bool { return len(r.Changes) == 0 }), nil
}

// A TargetMove is a change of a key result's target while it was live.
type TargetMove struct {
	Date okr.Date `json:"date"`
	From *float64 `json:"from,omitempty"`
	To   *float64 `json:"to,omitempty"`
	Why  string   `json:"why,omitempty"`
}

// moves fills in where targets were moved since the objective is live, the first one first.
func (v *ObjectiveView) moves(edits []store.Rewrite, org okr.Organization) {
	for _, r := range revised(edits, org) {
		i := slices.IndexFunc(v.KeyResults, func(k KeyResultView) bool { return k.ID == r.KeyResult })
		if i >= 0 && (r.From != nil || r.To != nil) {
			v.KeyResults[i].Moves = append(v.KeyResults[i].Moves, TargetMove{r.On, r.From, r.To, r.Reason})
		}
	}
}
