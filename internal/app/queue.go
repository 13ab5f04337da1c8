package app

import (
	"context"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A CheckInCard is a key result with everything that one question of a check-in shows.
type CheckInCard struct {
	KeyResultView
	Objective Line     `json:"objective"`
	Today     okr.Date `json:"today"` // where its team is
	Overdue   int      `json:"overdue_days,omitempty"`
	Note      string   `json:"last_note,omitempty"`
	NoteBy    string   `json:"last_note_by,omitempty"` // a member
	NoteDay   okr.Date `json:"last_note_as_of,omitempty"`
	AskedBy   string   `json:"asked_by,omitempty"` // a lead who asked how it stands
}

// A Line is as much of an objective as a line about it shows.
type Line struct {
	ID     string    `json:"id"`
	Number int       `json:"number"`
	Title  string    `json:"title"`
	TeamID string    `json:"team_id,omitempty"` // that leads it
	Stage  okr.Stage `json:"stage"`
}

// A CheckInQueue is what a member checks in on: first what is due, the longest overdue first, then the rest by its next day.
type CheckInQueue struct {
	Cards []CheckInCard `json:"cards"`
	Due   int           `json:"due"` // how many of them, from the first on
	Names Names         `json:"names"`
}

// CheckInQueue is the actor's queue, in at most four statements.
func (a *App) CheckInQueue(ctx context.Context, actor Actor) (CheckInQueue, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (CheckInQueue, error) {
		duties, err := tx.Duties(actor.Scope(), actor.Viewer.MemberID)
		if err != nil {
			return CheckInQueue{}, err
		}
		out, err := a.cards(tx, actor, duties)
		sortCards(out.Cards)
		return out, err
	})
}

// CheckInCard is the card of one key result, whosever check-in it is.
func (a *App) CheckInCard(ctx context.Context, actor Actor, keyResultID string) (CheckInQueue, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (CheckInQueue, error) {
		d, err := tx.Duty(actor.Scope(), keyResultID)
		if err != nil {
			return CheckInQueue{}, err
		}
		return a.cards(tx, actor, []store.Duty{d})
	})
}

// cards are the cards of duties, in three statements.
func (a *App) cards(tx *store.Tx, actor Actor, duties []store.Duty) (CheckInQueue, error) {
	if len(duties) == 0 {
		return CheckInQueue{Cards: []CheckInCard{}, Names: Names{}}, nil
	}
	teams, err := tx.Teams(true)
	if err != nil {
		return CheckInQueue{}, err
	}
	out, people := a.queue(actor, duties, okr.NewTree(teams))
	blockers, err := tx.BlockersOf(dutyIDs(duties))
	if err != nil {
		return out, err
	}
	for _, b := range blockers {
		people = append(people, b.OwnerID)
	}
	out.block(blockers)
	out.Names, err = tx.Names(people)
	return out, err
}

func dutyIDs(duties []store.Duty) []string {
	ids := make([]string, len(duties))
	for i, d := range duties {
		ids[i] = d.KeyResult.ID
	}
	return ids
}

// queue makes the cards of duties, without their blockers, and lists who and what is named in them.
func (a *App) queue(actor Actor, duties []store.Duty, tree okr.Tree) (out CheckInQueue, named []string) {
	out.Cards = make([]CheckInCard, len(duties))
	for i, d := range duties {
		s := settingIn(d.Objective, d.Cycle, tree.Resolve(lead(d.Objective), actor.Org.Set), a.Now(), a.lessons.prior(actor.Org.ID))
		c := &out.Cards[i]
		*c = CheckInCard{KeyResultView: viewKeyResult(actor.Viewer, d.Objective, d.KeyResult, 0, s), Today: s.Today, Note: d.Note, NoteBy: d.NoteBy, NoteDay: d.NoteDay,
			Objective: Line{d.Objective.ID, d.Objective.Number, d.Objective.Title, lead(d.Objective), d.Objective.Stage}}
		if c.Due {
			out.Due++
			c.Overdue = s.Today.Since(c.NextDue)
			if d.NudgedFor == c.NextDue {
				c.AskedBy = d.NudgedBy
			}
		}
		named = append(named, c.AskedBy, d.NoteBy, d.KeyResult.OwnerID, d.KeyResult.CheckInOwnerID, lead(d.Objective))
	}
	return out, named
}

// block puts blockers on the cards that they are in the way of.
func (q *CheckInQueue) block(list []okr.Blocker) {
	at := make(map[string]*CheckInCard, len(q.Cards))
	for i := range q.Cards {
		at[q.Cards[i].ID] = &q.Cards[i]
	}
	for _, b := range list {
		if c := at[b.KeyResultID]; c != nil {
			c.Blockers = append(c.Blockers, b)
		}
	}
}
