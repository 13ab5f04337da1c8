package app

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/sentence"
	"github.com/headwater-okr/headwater/internal/store"
)

// A Hit is something that a search found.
type Hit struct {
	Thing       okr.Thing `json:"thing"` // retrospective, objective, key_result, comment, team, cycle, pillar, kpi, roadmap_item, backlog_item, decision, proposal or member
	ID          string    `json:"id"`
	Title       string    `json:"title"`
	Slug        string    `json:"slug,omitempty"`         // of a team or cycle
	ObjectiveID string    `json:"objective_id,omitempty"` // that it is or belongs to
	Number      int       `json:"number,omitempty"`       // of that objective
	Objective   string    `json:"objective,omitempty"`    // its title, when the hit is something in it
	Stage       okr.Stage `json:"stage,omitempty"`        // of that objective
	Cycle       string    `json:"cycle,omitempty"`        // the name of the cycle that objective is in
	Team        string    `json:"team,omitempty"`         // the name of the team that leads it
}

// How many hits a search gives.
const (
	DefaultHits = 20
	MaxHits     = 100
)

// The last word of a query may be unfinished: so many of the words that begin with it are looked for.
const (
	stemsRead    = 200
	longestQuery = 1000 // bytes; a longer one finds nothing
	stemsUsed    = 60
)

// Search finds what has all words of a query in it, the last one as a beginning, with people by their names: for the palette and the API, in
// three statements. "O-12" and "12" put that objective first. Without a query there are no hits.
func (a *App) Search(ctx context.Context, actor Actor, query string, limit int) ([]Hit, error) {
	if limit = cmp.Or(limit, DefaultHits); limit < 0 || limit > MaxHits {
		return nil, okr.Fail(okr.Invalid, "limit", "Ask for 1 to "+strconv.Itoa(MaxHits)+" hits.")
	}
	typed := words(query)
	if len(typed) == 0 || len(query) > longestQuery {
		return []Hit{}, nil
	}
	return view(ctx, a, actor, func(tx *store.Tx) ([]Hit, error) {
		out := []Hit{}
		names, err := tx.PersonNames()
		if err != nil {
			return nil, err
		}
		for id, name := range names {
			if isNamed(name, typed) {
				out = append(out, Hit{Thing: okr.ThingMember, ID: id, Title: name})
			}
		}
		slices.SortFunc(out, func(x, y Hit) int { return cmp.Or(compareNames(x.Title, y.Title), strings.Compare(x.ID, y.ID)) })
		stems, err := stemsIn(tx, actor, query)
		if err != nil {
			return nil, err
		}
		found, err := tx.FindTerms(actor.Scope(), stems, numberIn(query), limit)
		for _, f := range found {
			h := Hit{Thing: f.Thing, ID: f.ID, Title: f.Title, Slug: f.Slug, ObjectiveID: f.ObjectiveID, Number: f.Number, Stage: f.Stage, Cycle: f.Cycle, Team: f.Team}
			if f.Thing != okr.ThingObjective {
				h.Objective = f.Objective
			}
			if f.Thing == okr.ThingComment || f.Thing == okr.ThingRetrospective {
				h.Title = okr.Cut(line(withoutMentions(f.Title)), 140)
			}
			out = append(out, h)
		}
		return out[:min(len(out), limit)], err
	})
}

// words are the words of a text as the index has them: lower case, letters and digits.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(norm.NFC.String(text)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// isNamed is whether each typed word begins a word of the name.
func isNamed(name string, typed []string) bool {
	of := words(name)
	for _, t := range typed {
		if !slices.ContainsFunc(of, func(w string) bool { return strings.HasPrefix(w, t) }) {
			return false
		}
	}
	return true
}

// stemsIn is stemsOf a query, in one statement; a query without words has none.
func stemsIn(tx *store.Tx, actor Actor, query string) ([][]string, error) {
	typed := words(query)
	if len(typed) == 0 || len(query) > longestQuery {
		return nil, nil
	}
	near, err := tx.StemsFrom(typed[len(typed)-1], stemsRead)
	return stemsOf(typed, near, actor.Org.Set.Locale), err
}

// stemsOf gives, for each word of a query that says something, the stems of which one has to be there; near are stems around the last word.
func stemsOf(typed, near []string, locale string) [][]string {
	last := typed[len(typed)-1]
	var out [][]string
	for _, w := range typed[:len(typed)-1] {
		if s := sentence.Stems(w, locale); len(s) > 0 && !slices.ContainsFunc(out, func(o []string) bool { return o[0] == s[0] }) {
			out = append(out, s)
		}
	}
	begun := sentence.Stems(last, locale)
	for _, s := range near {
		if strings.HasPrefix(s, last) && !slices.Contains(begun, s) && len(begun) < stemsUsed {
			begun = append(begun, s)
		}
	}
	if len(out) > 0 && len(begun) == 0 || slices.ContainsFunc(out, func(o []string) bool { return slices.Contains(begun, o[0]) }) {
		return out // the last word says nothing, or is there twice
	}
	return append(out, begun)
}

// numberIn is the objective number that a query is, 0 for none.
func numberIn(query string) int {
	query = strings.ToLower(strings.TrimSpace(query))
	n, err := strconv.ParseInt(strings.TrimPrefix(query, "o-"), 10, 32)
	if err != nil || n < 0 {
		return 0
	}
	return int(n)
}

// What a word counts: one of the title more than one of the rest, and a repeated one not for ever.
const (
	titleCount = 4
	mostCount  = 9
)

// terms are the words by which a thing is found, of texts of which the first is its title. The words of the title are there whole too, because
// people type their beginnings.
func terms(org okr.Organization, thing okr.Thing, id, objectiveID string, texts ...string) store.Terms {
	counts := map[string]int{}
	count := func(list []string, by int) {
		for _, s := range list {
			counts[s] = min(counts[s]+by, mostCount)
		}
	}
	for i, text := range texts {
		if i > 0 {
			count(sentence.Stems(norm.NFC.String(text), org.Set.Locale), 1)
			continue
		}
		stems := sentence.Stems(norm.NFC.String(text), org.Set.Locale)
		count(stems, titleCount)
		for _, w := range words(text) {
			if counts[w] == 0 && len(w) <= 60 {
				counts[w] = 1
			}
		}
	}
	return store.Terms{Thing: thing, ID: id, ObjectiveID: objectiveID, Counts: counts}
}

// termsOf are the terms of a thing; ok is false for things that are not searched. A removed one has none.
func termsOf(org okr.Organization, v any) (out store.Terms, ok bool) {
	of := func(thing okr.Thing, id, objectiveID string, removed okr.Instant, texts ...string) (store.Terms, bool) {
		if removed != 0 {
			texts = nil
		}
		return terms(org, thing, id, objectiveID, texts...), true
	}
	switch v := v.(type) {
	case okr.Objective:
		return of(okr.ThingObjective, v.ID, v.ID, v.Removed, v.Title, v.WhyImportant, v.WhyUrgent, v.Evidence, v.Note.What, v.Note.Why, v.Note.Learned, v.Note.Evidence, strings.Join(v.Note.Tags, " "))
	case okr.KeyResult:
		return of(okr.ThingKeyResult, v.ID, v.ObjectiveID, v.Removed, v.Title, v.Metric)
	case okr.Comment:
		return of(okr.ThingComment, v.ID, v.ObjectiveID, v.Removed, "", withoutMentions(v.Text))
	case okr.Team:
		return of(okr.ThingTeam, v.ID, "", v.Removed, v.Name)
	case okr.Cycle:
		return of(okr.ThingCycle, v.ID, "", v.Removed, v.Name)
	case okr.Pillar:
		return of(okr.ThingPillar, v.ID, "", v.Removed, v.Title, v.Choice, v.NotDoing, v.Signal)
	case okr.KPI:
		return of(okr.ThingKPI, v.ID, "", v.Removed, v.Name)
	case okr.Retrospective:
		return of(okr.ThingRetrospective, v.ID, v.ObjectiveID, 0, "", v.Learned, strings.Join(v.Tags, " "))
	case okr.Win:
		return of(okr.ThingWin, v.ID, "", v.Removed, "", v.Text)
	case okr.RoadmapItem:
		return of(okr.ThingRoadmapItem, v.ID, "", v.Removed, v.Title, v.Why)
	case okr.Decision:
		return of(okr.ThingDecision, v.ID, v.ObjectiveID, 0, v.Question, v.Decided, v.Why)
	case okr.Proposal:
		return of(okr.ThingProposal, v.ID, "", v.Removed, v.Title, v.Why)
	case okr.BacklogItem:
		return of(okr.ThingBacklogItem, v.ID, "", v.Removed, v.Title, strings.Join(v.Labels, " "), v.ParentKey)
	}
	return out, false
}

// indexAll makes new things be found.
func indexAll[T any](t *act, list []T) error {
	var out []store.Terms
	for _, v := range list {
		if x, ok := termsOf(t.Actor.Org, v); ok {
			out = append(out, x)
		}
	}
	return t.SetTerms(true, out...)
}

// reindex replaces the terms of a changed thing.
func reindex[T any](t *act, v T) error {
	x, ok := termsOf(t.Actor.Org, v)
	if !ok {
		return nil
	}
	return t.SetTerms(false, x)
}
