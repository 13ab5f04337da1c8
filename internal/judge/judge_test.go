package judge

import (
	"slices"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Every rule fires on its two true examples, is silent on its two false ones, and explains itself.
func TestRules(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules {
		if seen[r.ID] {
			t.Errorf("%s is there twice", r.ID)
		}
		seen[r.ID] = true
		if _, known := needs[r.Needs]; r.Needs != "" && !known {
			t.Errorf("%s needs %q, which is no part of a case", r.ID, r.Needs)
		}
		if r.Title == "" || r.Why == "" || r.Source == "" {
			t.Errorf("%s does not explain itself", r.ID)
		}
		fires := func(e Example) (Finding, bool) {
			rep := Read(e.Case)
			i := slices.IndexFunc(rep.Findings, func(f Finding) bool { return f.Rule == r.ID })
			if i < 0 {
				return Finding{}, false
			}
			return rep.Findings[i], true
		}
		for _, e := range r.Fires {
			f, ok := fires(e)
			if !ok {
				t.Errorf("%s is silent on %q", r.ID, e.Text)
				continue
			}
			if f.Evidence == "" || f.Fix == "" || f.Why == "" {
				t.Errorf("%s on %q: no evidence, reason or fix: %+v", r.ID, e.Text, f)
			}
			if s := f.Place.Span; s.From < 0 || s.To > len(f.Place.Text) || s.From > s.To {
				t.Errorf("%s on %q: span %v", r.ID, e.Text, s)
			}
			for _, w := range f.Rewrite {
				if strings.TrimSpace(w) == "" {
					t.Errorf("%s on %q offers an empty sentence", r.ID, e.Text)
				}
			}
		}
		for _, e := range r.Silent {
			if _, ok := fires(e); ok {
				t.Errorf("%s fires on %q", r.ID, e.Text)
			}
		}
	}
}

// The better sentence of each worked example has fewer and milder findings than the poor one.
func TestWorked(t *testing.T) {
	weigh := func(kind Kind, text string) (sum float64) {
		c := kr(text).Case
		if kind == Objective {
			c = aim(text, "NPS of riders from 32 to 45", "Complaints from 12 to 3").Case
		}
		for _, f := range Read(c).Findings {
			if f.Place.Text == text && f.Rule != "kr/no-date" {
				sum += f.Weight
			}
		}
		return sum
	}
	for kind, pairs := range Worked {
		for _, p := range pairs {
			if poor, better := weigh(kind, p.Poor), weigh(kind, p.Better); better >= poor {
				t.Errorf("%q weighs %v and %q %v", p.Poor, poor, p.Better, better)
			}
		}
	}
}

// A long plan without a date is told so once, and not in every line.
func TestNoDateOnce(t *testing.T) {
	var c Case
	for i := range 8 {
		c.Goals = append(c.Goals, Goal{Objective: okr.Objective{Title: "Riders trust our repairs"}, KeyResults: []okr.KeyResult{{ID: string(rune('a' + i)), Title: "NPS of riders from 32 to 45"}}})
	}
	said := 0
	for _, f := range Read(c).Findings {
		if f.Rule == "kr/no-date" {
			said++
		}
	}
	if said != 1 {
		t.Errorf("it is said %d times", said)
	}
}

// What is shown unasked is of different rules as long as there are such, in the order of its gravity, and never twice about one line.
func TestTopIsOfDifferentRules(t *testing.T) {
	at := func(rule, keyResult string) Finding {
		return Finding{Rule: rule, Place: Place{Objective: "o", KeyResult: keyResult}}
	}
	for _, tt := range []struct {
		what string
		list []Finding
		n    int
		want string
	}{
		{"a rule waits for the others", []Finding{at("a", "1"), at("a", "2"), at("b", "3"), at("c", "4")}, 3, "a1 b3 c4"},
		{"and has what is left", []Finding{at("a", "1"), at("a", "2"), at("b", "3")}, 3, "a1 a2 b3"},
		{"one line is asked about once", []Finding{at("a", "1"), at("b", "1"), at("a", "2"), at("c", "1")}, 3, "a1 a2"},
		{"one rule alone", []Finding{at("a", "1"), at("a", "2"), at("a", "3"), at("a", "4")}, 3, "a1 a2 a3"},
		{"of the whole plan there may be several", []Finding{{Rule: "a"}, {Rule: "b"}, {Rule: "a"}}, 3, "a b a"},
		{"none are wanted", []Finding{at("a", "1")}, 0, ""},
	} {
		var got []string
		for _, f := range (Report{Findings: tt.list}).Top(tt.n) {
			got = append(got, f.Rule+f.Place.KeyResult)
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %q, want %q", tt.what, s, tt.want)
		}
	}
}
