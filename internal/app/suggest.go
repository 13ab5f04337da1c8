package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// Suggestions are questions about what the roadmap lacks, each with what is known here that may help. Nothing in them is made up: every line is something that somebody wrote,
// or counts what is here.
type Suggestions struct {
	Results []ResultWanted   `json:"results"` // key results that no work serves, those at risk first
	Pillars []PillarWanted   `json:"pillars"` // choices that no open objective leads to
	Learned []okr.Adjustment `json:"learned"` // what people's changes of priorities have taught
	Off     bool             `json:"learning_off,omitempty"`
	Names   Names            `json:"names"`
}

// A ResultWanted is a key result without work.
type ResultWanted struct {
	ServedResult
	Asks  []string    `json:"asks"` // what a good coach would ask
	Known []Precedent `json:"known"`
}

// A PillarWanted is a strategic choice without a result.
type PillarWanted struct {
	Pillar okr.Pillar  `json:"pillar"`
	Asks   []string    `json:"asks"`
	Known  []Precedent `json:"known"`
}

// The kinds of what is known.
const (
	KnownBet     = "bet"     // of the roadmap of before
	KnownLesson  = "lesson"  // of an objective that was closed
	KnownInsight = "insight" // left on the strategy
	KnownTray    = "tray"    // open work that serves nothing yet
)

// A Precedent is something known that may be about the same metric.
type Precedent struct {
	Kind   string   `json:"kind"`
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Says   string   `json:"says,omitempty"`             // how it went, as it is written or counted here
	Number int      `json:"objective_number,omitempty"` // of the objective of a lesson
	Both   []string `json:"both,omitempty"`             // the words in common
}

const (
	knownShown    = 4    // of what is known beside each question
	insightsRead  = 500  // the latest
	trayRead      = 2000 // items of the tray, the earliest here first
	resultsWanted = 60   // key results that are asked about at once
)

// Suggestions reads what the roadmap lacks in the cycles that are open, in a constant number of statements.
func (a *App) Suggestions(ctx context.Context, actor Actor) (Suggestions, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Suggestions, error) {
		out := Suggestions{Results: []ResultWanted{}, Pillars: []PillarWanted{}, Off: actor.Org.Set.Unlearned}
		w := roadReading{a: a, tx: tx, actor: actor}
		road, err := w.read(RoadmapQuery{All: true})
		if err != nil {
			return out, err
		}
		out.Learned, out.Names = road.Learned, road.Names
		led := map[string]bool{}
		for _, s := range road.Served {
			led[s.PillarID] = true
			if s.Wanting() && len(out.Results) < resultsWanted {
				out.Results = append(out.Results, ResultWanted{ServedResult: s, Known: []Precedent{}})
			}
		}
		for _, p := range road.Pillars {
			if !led[p.ID] {
				out.Pillars = append(out.Pillars, PillarWanted{Pillar: p, Known: []Precedent{}})
			}
		}
		known, err := w.known(road)
		if err != nil {
			return out, err
		}
		out.answer(known, w.today)
		return out, nil
	})
}

// A knowing is what is known, with the texts by which it is compared.
type knowing struct {
	of      map[string]Precedent
	texts   []judge.Known
	insight map[string][]string // ids of insights by pillar
}

func (k *knowing) add(p Precedent, text string) {
	k.of[p.ID] = p
	k.texts = append(k.texts, judge.Known{ID: p.ID, Text: p.Title + ". " + text})
}

// known reads bets that ended, lessons, insights and the tray.
func (w *roadReading) known(road Roadmap) (knowing, error) {
	out := knowing{of: map[string]Precedent{}, insight: map[string][]string{}}
	closed, err := w.tx.Objectives(w.actor.Scope(), store.ObjectiveFilter{Stages: []okr.Stage{okr.Closed}, Shown: true})
	if err != nil {
		return out, err
	}
	ids := make([]string, len(closed))
	for i, o := range closed {
		ids[i] = o.ID
	}
	krs, err := w.tx.KeyResultsOf(ids, false)
	if err != nil {
		return out, err
	}
	went, of := map[string]string{}, map[string][]string{}
	for _, k := range krs {
		of[k.ObjectiveID] = append(of[k.ObjectiveID], k.Title)
		if k.Baseline != nil && k.Value != nil {
			went[k.ID] = fmt.Sprintf("“%s” went from %s to %s.", k.Title, k.Format(*k.Baseline), k.Format(*k.Value))
		}
	}
	for _, o := range closed {
		if o.Note.Learned == "" && o.Note.Why == "" {
			continue
		}
		p := Precedent{Kind: KnownLesson, ID: o.ID, Title: o.Title, Number: o.Number, Says: o.Note.Learned}
		if p.Says == "" {
			p.Says = o.Note.Why
		}
		out.add(p, strings.Join(append(slices.Clone(of[o.ID]), o.Note.Learned, o.Note.Why), ". "))
	}
	for _, r := range road.Items {
		p := Precedent{Kind: KnownBet, ID: r.ID, Title: r.Title, Says: r.Why}
		text := []string{r.Why}
		for _, s := range r.Serves {
			if g := went[s.KeyResultID]; g != "" {
				p.Says = g
				text = append(text, g)
			}
		}
		switch {
		case r.Live():
			continue
		case r.Dropped != 0:
			p.Says = "Dropped: " + r.DropReason
		}
		out.add(p, strings.Join(text, ". "))
	}
	insights, err := w.tx.Insights("", insightsRead)
	if err != nil {
		return out, err
	}
	for _, i := range insights {
		out.insight[i.PillarID] = append(out.insight[i.PillarID], i.ID)
		out.add(Precedent{Kind: KnownInsight, ID: i.ID, Title: i.Text}, "")
	}
	tray, err := w.tx.BacklogItems(store.BacklogFilter{Unaligned: true, Live: true, Limit: trayRead})
	for _, b := range tray {
		out.add(Precedent{Kind: KnownTray, ID: b.ID, Title: b.Title}, "")
	}
	return out, err
}

// answer puts the questions, and what is known beside each.
func (s *Suggestions) answer(known knowing, today okr.Date) {
	var wanted []string
	for _, r := range s.Results {
		wanted = append(wanted, r.Title)
	}
	for _, p := range s.Pillars {
		wanted = append(wanted, p.Pillar.Title+". "+p.Pillar.Choice)
	}
	kin := judge.Kindred(wanted, known.texts, knownShown)
	precedents := func(list []judge.Kin) []Precedent {
		out := []Precedent{}
		for _, k := range list {
			p := known.of[k.ID]
			p.Both = k.Both
			out = append(out, p)
		}
		return out
	}
	for i := range s.Results {
		r := &s.Results[i]
		r.Known = precedents(kin[i])
		r.Asks = askResult(*r)
	}
	for i := range s.Pillars {
		p := &s.Pillars[i]
		p.Known = precedents(kin[len(s.Results)+i])
		for _, id := range known.insight[p.Pillar.ID] {
			if len(p.Known) < knownShown && !slices.ContainsFunc(p.Known, func(x Precedent) bool { return x.ID == id }) {
				p.Known = append(p.Known, known.of[id])
			}
		}
		p.Asks = askPillar(p.Pillar)
	}
}

// askResult are the questions about a key result that nobody works on.
func askResult(r ResultWanted) []string {
	has := func(kind string) bool {
		return slices.ContainsFunc(r.Known, func(p Precedent) bool { return p.Kind == kind })
	}
	out := []string{"What is the first thing that would move it, and who begins?"}
	if atRisk(r.Health) {
		out = []string{"It is at risk and nothing on the roadmap serves it. Which one bet would move it most in the weeks that are left?"}
	}
	switch {
	case has(KnownTray):
		out = append(out, "Which of the open items below was meant for it, and was never said to be?")
	case has(KnownBet), has(KnownLesson):
		out = append(out, "What from before would work again, and what was different then?")
	case has(KnownInsight):
		out = append(out, "Who of those who saw it could help to begin?")
	default:
		out = append(out, "Who has moved something like it before, here or elsewhere? Ask them first.")
	}
	return out
}

// askPillar are the questions about a choice that no objective leads to.
func askPillar(p okr.Pillar) []string {
	out := []string{"What should be visibly further along at the end of the cycle, and for whom?"}
	if p.Signal != "" {
		out = append(out, "You would know by this: “"+p.Signal+"” Which part of it could be seen this cycle?")
	} else {
		out = append(out, "How would you know that it works? Write that down first.")
	}
	return append(out, "Or is it no choice any more? Then let the strategy say so.")
}
