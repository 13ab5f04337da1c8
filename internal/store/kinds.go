package store

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/headwater-okr/headwater/internal/okr"
)

// kinds are the kinds of things that okr.Archive holds, with how each is written and which of them an export gives: a line a kind.
var kinds = map[okr.Thing]keeper{
	okr.ThingOrganization:        kind[okr.Organization]{write: noInsert, rewrite: (*Tx).updateOrganization},
	"person":                     kind[okr.Person]{write: func(tx *Tx, list []okr.Person) error { return tx.NewPersons(list...) }},
	okr.ThingMember:              kindOf(members, "").with((*Tx).setMemberTeams),
	okr.ThingTeam:                kindOf(teams, "").withAll(func(tx *Tx, _ []okr.Team) error { return tx.teamsChanged() }, func(tx *Tx, _ *okr.Team) error { return tx.teamsChanged() }),
	okr.ThingVision:              kindOf(visions, ""),
	okr.ThingPillar:              kindOf(pillars, all),
	okr.ThingCycle:               kindOf(cycles, all),
	okr.ThingObjective:           kindOf(objectives, "").withAll((*Tx).insertEdges, (*Tx).setObjectiveEdges).giving((*Tx).exportObjectives),
	okr.ThingKeyResult:           kindOf(keyResults, ofObjective).with((*Tx).setInputs).withAll((*Tx).countData, func(tx *Tx, k *okr.KeyResult) error { return tx.countData([]okr.KeyResult{*k}) }),
	okr.ThingCheckIn:             kindOf(checkIns, ofKeyResult),
	okr.ThingBlocker:             kindOf(blockers, ofKeyResult),
	okr.ThingComment:             kindOf(comments, ofObjective).with((*Tx).setMentions),
	okr.ThingKPI:                 kindOf(kpis, all),
	okr.ThingKPIValue:            kindOf(kpiValues, all),
	okr.ThingWin:                 kindOf(wins, all),
	okr.ThingCommitment:          kindOf(commitments, ofSeen),
	okr.ThingVote:                kindOf(votes, ofKeyResult+" AND $2 IN ('*', t.member_id)"), // see Export
	okr.ThingNudge:               kindOf(nudges, ofKeyResult),
	okr.ThingRoadmapItem:         kindOf(roadmapItems, "").withAll((*Tx).insertServes, (*Tx).setServes).giving((*Tx).exportRoadmap),
	okr.ThingMirror:              kindOf(mirrors, all),
	okr.ThingBacklogItem:         kindOf(backlogItems, all+" AND t.removed_at <> 1"), // Pending
	okr.ThingStatusUpdate:        kindOf(statusUpdates, all),
	okr.ThingRetrospective:       kindOf(retrospectives, aboutSeen),
	okr.ThingRetrospectiveAnswer: kindOf(retrospectiveAnswers, aboutSeen+" AND t.member_id = ''"), // of what is revealed
	okr.ThingImprovement:         kindOf(improvements, aboutSeen),
	okr.ThingInsight:             kindOf(insights, all),
	okr.ThingDecision:            kindOf(decisions, ofObjective),
	okr.ThingReview:              kindOf(reviews, ofObjective),
	okr.ThingProposal:            kindOf(proposals, all),
	okr.ThingContract:            kindOf(contracts, ofObjective),
	okr.ThingChannel:             kindOf(channels, all),
}

// Which things of a kind an export gives: all, or those of objectives in scope. t is the kind's table.
const (
	all         = " WHERE t.org_id = $1"
	ofObjective = " JOIN objective o ON o.org_id = t.org_id AND o.id = t.objective_id WHERE t.org_id = $1 AND" + visible + "AND o.removed_at <> 1"
	ofKeyResult = " JOIN key_result k ON k.org_id = t.org_id AND k.id = t.key_result_id" +
		" JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id WHERE t.org_id = $1 AND" + visible + "AND o.removed_at <> 1"
)

// A kind is how the things of a type are kept.
type kind[T any] struct {
	write   func(*Tx, []T) error
	rewrite func(*Tx, *T) error
	give    func(*Tx, Scope, func(T) error) error // nil gives none
}

// A keeper is a kind of any type.
type keeper interface {
	typ() reflect.Type
	insert(*Tx, []any) error
	export(*Tx, Scope, func(any) error) error
}

// kindOf keeps things as the rows of a table, and gives those that a condition leaves, "" for none.
func kindOf[T any](t table[T], which string) kind[T] {
	k := kind[T]{write: func(tx *Tx, rows []T) error { return t.insert(tx, rows...) }, rewrite: func(tx *Tx, v *T) error { return t.update(tx, v) }}
	if which != "" {
		t.alias = "t"
		k.give = func(tx *Tx, s Scope, each func(T) error) error {
			args := []any{tx.org}
			if strings.Contains(which, "$2") {
				args = append(args, s.arg())
			}
			return t.stream(tx, each, which+" ORDER BY t.id", args...)
		}
	}
	return k
}

// with keeps what hangs on a thing too: set replaces it.
func (k kind[T]) with(set func(*Tx, *T) error) kind[T] {
	return k.withAll(func(tx *Tx, rows []T) error {
		for i := range rows {
			if err := set(tx, &rows[i]); err != nil {
				return err
			}
		}
		return nil
	}, set)
}

// withAll is with where what hangs on many new things can be written at once.
func (k kind[T]) withAll(add func(*Tx, []T) error, set func(*Tx, *T) error) kind[T] {
	write, rewrite := k.write, k.rewrite
	k.write = func(tx *Tx, rows []T) error {
		if err := write(tx, rows); err != nil {
			return err
		}
		return add(tx, rows)
	}
	k.rewrite = func(tx *Tx, v *T) error { return errors.Join(rewrite(tx, v), set(tx, v)) }
	return k
}

// giving exports in a way of its own.
func (k kind[T]) giving(give func(*Tx, Scope, func(T) error) error) kind[T] {
	k.give = give
	return k
}

func noInsert(*Tx, []okr.Organization) error {
	return errors.New("store: organizations are inserted by NewOrganization")
}

func (k kind[T]) typ() reflect.Type { return reflect.TypeFor[T]() }

func (k kind[T]) insert(tx *Tx, list []any) error {
	rows := make([]T, len(list))
	for i, v := range list {
		rows[i] = v.(T)
	}
	return k.write(tx, rows)
}

func (k kind[T]) export(tx *Tx, s Scope, each func(any) error) error {
	if k.give == nil {
		return nil
	}
	return k.give(tx, s, func(v T) error { return each(v) })
}

var kindsByType = sync.OnceValue(func() map[reflect.Type]keeper {
	out := map[reflect.Type]keeper{}
	for _, k := range kinds {
		out[k.typ()] = k
	}
	return out
})

// kept is the kind of a type. That a type is of none is the program's fault.
func kept[T any]() kind[T] {
	k, ok := kindsByType()[reflect.TypeFor[T]()].(kind[T])
	if !ok {
		panic(fmt.Sprintf("store: no kind keeps a %v", reflect.TypeFor[T]()))
	}
	return k
}

// Insert writes new things, with what hangs on them: an objective's teams and supports, a member's teams, a roll-up's inputs, a comment's
// mentions.
func Insert[T any](tx *Tx, rows ...T) error {
	if len(rows) == 0 {
		return nil
	}
	return kept[T]().write(tx, rows)
}

// InsertThings is Insert for things of a kind that is known when it runs.
func (tx *Tx) InsertThings(thing okr.Thing, list []any) error { return kinds[thing].insert(tx, list) }

// Update writes the whole of one thing that was read in the same transaction, and what hangs on it.
func Update[T any](tx *Tx, row *T) error { return kept[T]().rewrite(tx, row) }
