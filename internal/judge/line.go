package judge

import (
	"github.com/headwater-okr/headwater/internal/sentence"
)

// A Line is one objective or key result as it is written, with what stands around it.
type Line struct {
	Kind       Kind
	Text       string
	Objective  string   // above a key result
	KeyResults []string // below an objective
	Options    sentence.Options
}

// A Kind says what a line is meant to be.
type Kind string

// The kinds of lines.
const (
	KeyResult Kind = "key_result"
	Objective Kind = "objective"
)

// The types of key results.
const (
	Outcome  = "outcome"  // something will be different for somebody
	Output   = "output"   // a thing that we make
	Activity = "activity" // an effort without an end
	Learning = "learning" // knowledge that we will have
)

// The types of objectives.
const (
	Aim    = "aim"    // a state worth reaching
	Task   = "task"   // a thing to do
	Metric = "metric" // a key result in disguise
	Label  = "label"  // a topic with no aim in it
)

// Verdicts.
const (
	Good          = "good"
	Fixable       = "fixable" // the idea is right and something is missing
	NotAKeyResult = "not_a_kr"
	NotAnAim      = "not_an_objective"
)

// A Reading is what a line says: its slots, and what a coach would call it.
type Reading struct {
	sentence.Reading
	Type       string
	Measurable bool
	Vague      bool
	Compound   bool
	Verdict    string
	Language   string  // "" was not read, and nothing is judged
	Confidence float64 // of the verdict, 0 to 1; below Sure nothing is said

	text  sentence.Text
	words []token
	has   []string // the features that were found
}

func (r *Reading) tokens() []token {
	if r.words == nil {
		r.words = tokens(r.text)
	}
	return r.words
}

// Sure is the confidence from which on a verdict is spoken out.
const Sure = 0.6

// ReadLine reads a line. Of one in a language without word lists nothing is said. The reading may be shared with others, and is not to be changed.
func ReadLine(l Line) Reading { return lately.read(l) }

func readLine(l Line) Reading {
	t := sentence.Take(l.Text, l.Options)
	r := Reading{Reading: t.Reading, Language: t.Language, text: t}
	if t.Language == "" {
		return r
	}
	r.has = features(l, t, r.tokens())
	a := table.Answers(l.Kind, r.has)
	if r.Language != "en" { // how sentences are built is known of English only: elsewhere the numbers are read, and nothing is called by a name
		r.Measurable = a.Measurable
		return r
	}
	r.Type, r.Measurable, r.Vague, r.Compound, r.Verdict, r.Confidence = a.Type, a.Measurable, a.Vague, a.Compound, a.Verdict, a.Confidence
	return r
}

// Share answers whether the target is a part of a whole that is named: 4 out of 5 stars.
func (r Reading) Share() bool {
	for _, q := range r.text.Quantities {
		if q.Of > 0 && r.Target != nil && q.Value == *r.Target {
			return true
		}
	}
	return false
}

// Text is what was read.
func (r Reading) Text() string { return r.text.Raw }
