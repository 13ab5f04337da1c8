package document

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/headwater-okr/headwater/internal/okr"
)

// planText is what of a plan every table and page carries.
func planText(title string, krs []okr.KeyResult) string {
	number := func(v *float64) string {
		if v == nil {
			return "–"
		}
		return okr.ShortNumber(*v)
	}
	out := title + "\n"
	for _, k := range krs {
		out += fmt.Sprintf("  %s | %s %s %v | %s → %s → %s %s %s\n", k.Title, k.Kind, k.Direction, k.Stages, number(k.Baseline), number(k.Value), number(k.Target), k.Unit, k.Due)
	}
	return out
}

// What people write comes back from every format, wherever they are: titles that look like formulas or markup, numbers that look like thousands.
func TestPlanComesBack(t *testing.T) {
	titles := rapid.OneOf(rapid.SampledFrom([]string{"=1+1", "+49 markets", "@home", "'quoted'", "Win C#", `a \ b`, `ends in \`, "a | b", "*all* of _it_", "**bold** words", "<b>tag</b>", "~~gone~~", "`code`",
		"[a link](https://example.org)", "# no heading", "- no item", "snake_case_name", "5 * 3 * 2", "1 < 2 > 0", "[x] done", "Größe, Straße", "to: win", "מדד", "🚲 parked"}),
		rapid.StringMatching("[A-Z][a-zA-Z0-9 *_~`<>\\[\\]()|\\\\#'+%&]{0,30}[a-z]"))
	numbers := rapid.OneOf(rapid.SampledFrom([]float64{0, 1.234, -0.125, 1234.567, 12.345, 1e15, -1e15, 1e-9, 0.1, 100_000, 1_234_567.891}), rapid.Float64Range(-1e6, 1e6), rapid.Map(rapid.IntRange(-5_000_000, 5_000_000), func(n int) float64 { return float64(n) / 1000 }))
	plain := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	rapid.Check(t, func(t *rapid.T) {
		locale := rapid.SampledFrom([]string{"", "en-GB", "de", "es", "fr", "nb"}).Draw(t, "locale")
		title := "Aim " + plain(titles.Draw(t, "objective"))
		var krs []okr.KeyResult
		for i := range rapid.IntRange(1, 3).Draw(t, "key results") {
			b, v, to := numbers.Draw(t, "baseline"), numbers.Draw(t, "value"), numbers.Draw(t, "target")
			k := okr.KeyResult{ID: fmt.Sprint("k", i), Title: fmt.Sprintf("Result %d %s", i, plain(titles.Draw(t, "key result"))), Kind: okr.Number, Direction: rapid.SampledFrom([]okr.Direction{okr.Increase, okr.Decrease, okr.Reach, okr.KeepBelow, okr.KeepAbove}).Draw(t, "direction"), Baseline: &b, Value: &v, Target: &to,
				Unit: rapid.SampledFrom([]string{"%", "EUR", "a|b", "parts"}).Draw(t, "unit"), Due: "2026-12-20"}
			krs = append(krs, k)
		}
		plan := Plan{Organization: "A", Cycles: []PlanCycle{{Name: "Q4 2026", Objectives: []PlanObjective{{Objective: okr.Objective{ID: "o", Title: title, Kind: okr.Committed, Stage: okr.Active}, KeyResults: krs, Owners: make([]string, len(krs))}}}}}
		krs = append(krs, okr.KeyResult{ID: "y", Title: "Open 5 workshops by 1 December", Kind: okr.YesNo}, okr.KeyResult{ID: "j", Title: "The tone of 12 mails", Kind: okr.Judgement},
			okr.KeyResult{ID: "m", Title: "The brake", Kind: okr.Milestones, Stages: []okr.Milestone{{Title: "drawn"}, {Title: "built | tried"}}})
		plan.Cycles[0].Objectives[0].KeyResults, plan.Cycles[0].Objectives[0].Owners = krs, make([]string, len(krs))
		for _, format := range []string{"csv", "xlsx", "md"} {
			var b bytes.Buffer
			if err := WritePlan(&b, format, plan); err != nil {
				t.Fatal(err)
			}
			d, err := Read("plan."+format, bytes.NewReader(b.Bytes()), Options{Locale: locale})
			if err != nil {
				t.Fatalf("%s: %v", format, err)
			}
			got := ""
			d.Each(func(o, _ *Objective) {
				var list []okr.KeyResult
				for _, k := range o.KeyResults {
					var stages []okr.Milestone
					for _, m := range k.Milestones {
						stages = append(stages, okr.Milestone{Title: m})
					}
					list = append(list, okr.KeyResult{Title: k.Title, Kind: okr.KeyResultKind(k.Kind), Direction: k.Direction, Stages: stages, Baseline: k.Baseline, Value: k.Value, Target: k.Target, Unit: k.Unit, Due: k.Due})
				}
				got += planText(o.Title, list)
			})
			if diff := cmp.Diff(planText(title, krs), got); diff != "" {
				file := b.String()
				if format == "xlsx" {
					file = ""
				}
				t.Fatalf("%s in %q (-written +read):\n%s\n%s", format, locale, diff, file)
			}
		}
	})
}

// A spreadsheet runs no cell of a table.
func TestTablesHoldNoFormula(t *testing.T) {
	plan := Plan{Organization: "A", Cycles: []PlanCycle{{Name: "=Q4", Objectives: []PlanObjective{{Objective: okr.Objective{ID: "o", Title: "=HYPERLINK(1)", WhyImportant: "@why"}, Owner: "+me", Teams: []string{"-team"}}}}}}
	var b bytes.Buffer
	if err := WritePlan(&b, "csv", plan); err != nil {
		t.Fatal(err)
	}
	for _, cell := range []string{",=", ",@", ",+m", ",-t"} {
		if strings.Contains(b.String(), cell) {
			t.Errorf("a cell begins with %s:\n%s", cell[1:], b.String())
		}
	}
}

// Who reads a score finds beside it which one is good, and it comes back as what it says: the kind of an objective, and what is learned as a mark of a key result.
func TestScoresSayWhatIsGood(t *testing.T) {
	score := 0.7
	kr := func(title string, learning bool, grade *float64) okr.KeyResult {
		return okr.KeyResult{ID: title, Title: title, Kind: okr.YesNo, Learning: learning, Grade: grade}
	}
	one := func(title string, kind okr.ObjectiveKind, krs ...okr.KeyResult) PlanObjective {
		return PlanObjective{Objective: okr.Objective{ID: title, Title: title, Kind: kind, Stage: okr.Closed, Grade: &score}, KeyResults: krs, Owners: make([]string, len(krs))}
	}
	plan := Plan{Organization: "A", Cycles: []PlanCycle{{Name: "Q4 2026", Objectives: []PlanObjective{
		one("Promise", okr.Committed, kr("Kept", false, &score), kr("Found out", true, &score)),
		one("Stretch", okr.Aspirational, kr("Far", false, &score), kr("Open", false, nil)),
		one("Question", okr.Learning, kr("Asked", false, &score)),
	}}}}
	text := map[string]string{}
	for _, format := range []string{"csv", "xlsx", "md"} {
		var b bytes.Buffer
		if err := WritePlan(&b, format, plan); err != nil {
			t.Fatal(err)
		}
		text[format] = b.String()
		d, err := Read("plan."+format, &b, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		d.Each(func(o, _ *Objective) {
			for _, k := range o.KeyResults {
				kind := okr.ObjectiveKind(o.Kind)
				if kind == "" {
					kind = okr.Committed // the usual
				}
				got = append(got, fmt.Sprint(o.Title, " ", kind, ": ", k.Title, " ", k.Learning, " ", k.Score != nil))
			}
		})
		want := []string{"Promise committed: Kept false true", "Promise committed: Found out true true", "Stretch aspirational: Far false true", "Stretch aspirational: Open false false", "Question learning: Asked false true"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
		for _, c := range d.Mapping {
			if c.Field == "" {
				t.Errorf("%s: its own column %q is not taken", format, c.Header)
			}
		}
	}
	for format, wants := range map[string][]string{
		"csv": {"Objective,Promise,,Promise,,committed,", ",closed,0.7,1\n", ",closed,0.7,0.7\n", ",closed,0.7,what was learned\n", "Key result,Far,", ",0.7,0.7\n", ",,0.7\n", ",0.7,what was learned\n"},
		"md": {"| Key result | Measured as | Score | Good score |\n| --- | --- | --- | --- |\n| Kept | yes\\_no | 0.7 | 1 |\n| Found out | yes\\_no | 0.7 | what was learned |",
			"| Key result | Measured as | Score | Good score | Goal type |\n| --- | --- | --- | --- | --- |\n| Far | yes\\_no | 0.7 | 0.7 | aspirational |\n| Open | yes\\_no |  |  | aspirational |", "| Asked | yes\\_no | 0.7 | what was learned | learning |"},
	} {
		for _, want := range wants {
			if !strings.Contains(text[format], want) {
				t.Errorf("%s has no %q:\n%s", format, want, text[format])
			}
		}
	}
}
