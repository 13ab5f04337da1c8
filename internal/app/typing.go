package app

import (
	"context"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/sentence"
	"github.com/headwater-okr/headwater/internal/store"
)

// A Typing is a sentence that somebody is writing, and where it stands.
type Typing struct {
	ID      string     // of the objective or key result, if it is there already
	Kind    judge.Kind // key_result or objective
	Text    string
	CycleID string // that it is for; without one nothing of other teams is read
	TeamID  string // that leads it
	Under   string // the objective of a key result, if it is there already
}

// A TypingContext is what has to be known beside a sentence to judge it.
type TypingContext struct {
	Dismissed []judge.Dismissal // of the line
	Others    []judge.Goal      // objectives of other teams that use words of it which not everybody knows; of a key result, those that may measure the same
	Lines     map[string]Line   // those of a key result
	Same      map[string]bool   // key results of Others that say the very same, whatever way their number goes
	Teams     int               // how many other teams lead objectives of the cycle; 0 if it was not asked
}

// saidRead is how many objectives that use a word are looked at: one of another team is enough.
const saidRead = 50

// twinsRead is how many key results that have words in common with a sentence are compared with it.
const twinsRead = 8

// TypingContext reads what is known beside a sentence. It is asked with every pause in the typing, and so it reads only what the sentence gives reason to.
func (a *App) TypingContext(ctx context.Context, actor Actor, in Typing) (TypingContext, error) {
	var out TypingContext
	var foreign, metric []string
	if in.Kind == judge.KeyResult && in.CycleID != "" {
		metric = wordsOf(in.Text, actor.Org.Set.Locale)
	}
	if in.Kind == judge.Objective && in.CycleID != "" {
		foreign = judge.ForeignWords(in.Text, actor.Org.Set.Locale)
	}
	if in.ID == "" && len(foreign) == 0 && len(metric) < 2 {
		return out, nil
	}
	return view(ctx, a, actor, func(tx *store.Tx) (TypingContext, error) {
		if in.ID != "" {
			list, err := dismissedOf(tx, actor.Scope(), in)
			if err != nil {
				return out, err
			}
			for _, d := range list {
				out.Dismissed = append(out.Dismissed, judge.Dismissal{Dismissal: d})
			}
		}
		if len(metric) > 1 {
			list, err := tx.LikelyTwins(actor.Scope(), in.CycleID, in.Under, metric, twinsRead)
			if err != nil {
				return out, err
			}
			out.Lines, out.Same = map[string]Line{}, map[string]bool{}
			measure := measureOf(in.Text, actor.Org.Set.Locale)
			for _, k := range list {
				if !mostlySame(metric, wordsOf(k.Title, actor.Org.Set.Locale)) {
					continue
				}
				out.Same[k.ID] = slices.Equal(measure, measureOf(k.Title, actor.Org.Set.Locale))
				out.Lines[k.ObjectiveID] = Line{k.ObjectiveID, k.Number, k.Objective, k.TeamID, k.Stage}
				out.Others = append(out.Others, judge.Goal{Objective: okr.Objective{ID: k.ObjectiveID, Title: k.Objective}, KeyResults: []okr.KeyResult{k.KeyResult}, Team: k.TeamID})
			}
		}
		if len(foreign) == 0 {
			return out, nil
		}
		said, teams, err := tx.SaidWith(actor.Scope(), in.CycleID, in.TeamID, sentence.Stems(strings.Join(foreign, " "), actor.Org.Set.Locale), saidRead)
		if err != nil {
			return out, err
		}
		out.Teams = teams
		for _, o := range said {
			out.Others = append(out.Others, judge.Goal{Objective: okr.Objective{ID: o.ID, Title: o.Title}, Team: o.TeamID})
		}
		return out, nil
	})
}

// wordsOf are the stems of a text, each once, without its numbers.
func wordsOf(text, locale string) []string {
	out := slices.DeleteFunc(sentence.Stems(text, locale), func(w string) bool { return w[0] >= '0' && w[0] <= '9' })
	slices.Sort(out)
	return slices.Compact(out)
}

// Tells answers whether a finding is told to whoever is typing. That two pull a number opposite ways is only said where both name the same one: orders that come
// late and orders that come early share three words of four, and go together.
func (c TypingContext) Tells(f judge.Finding) bool {
	return f.Rule != "kr/conflict" || c.Same[f.Beside.KeyResult]
}

// measureOf are the stems of what a sentence measures, each once: without its quantities, and without the words that say where they go.
func measureOf(text, locale string) []string {
	var keep []string
	for _, w := range sentence.Take(text, sentence.Options{Locale: locale}).Words {
		if w.Kind == sentence.Letters && w.Role == sentence.Free && !w.Moves() {
			keep = append(keep, w.Text)
		}
	}
	return wordsOf(strings.Join(keep, " "), locale)
}

// twinWords is how much of the longer of two key results the other one must say before anybody is interrupted. Among a whole plan the judge knows which words
// everybody uses, and can ask on less.
const twinWords = 0.75

func mostlySame(a, b []string) bool {
	shared := 0
	for _, w := range a {
		if slices.Contains(b, w) {
			shared++
		}
	}
	return float64(shared) >= twinWords*float64(max(len(a), len(b)))
}

// dismissedOf are the dismissals of a line that stands.
func dismissedOf(tx *store.Tx, s store.Scope, in Typing) ([]okr.Dismissal, error) {
	if in.Kind == judge.KeyResult {
		k, err := tx.KeyResult(s, in.ID)
		return k.Dismissed, err
	}
	o, err := tx.Objective(s, in.ID)
	return o.Dismissed, err
}

// keepAsIs are the dismissals, of those that came with a new objective or key result, of the line with a title. What was dismissed for a sentence that was
// written anew is not kept.
func (t *act) keepAsIs(list []okr.Dismissal, title string) []okr.Dismissal {
	var out []okr.Dismissal
	for _, d := range list {
		if d.Text != title || !isRule(d.Rule) || slices.ContainsFunc(out, func(x okr.Dismissal) bool { return x.Rule == d.Rule }) {
			continue
		}
		if d.Reason = strings.TrimSpace(d.Reason); d.Reason != "" && len(d.Reason) <= okr.MaxTitle {
			out = append(out, okr.Dismissal{Rule: d.Rule, Text: title, Reason: d.Reason, By: t.Actor.Viewer.MemberID, On: t.Now.DateIn(t.Actor.Org.Set.Location())})
		}
	}
	return out
}

func isRule(id string) bool {
	return slices.ContainsFunc(judge.Rules, func(r judge.Rule) bool { return r.ID == id })
}
