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
