package document

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Plan is what the tables and the Markdown page show of an organization: objectives that stand, with their last values.
type Plan struct {
	Organization string
	Locale       string
	Cycles       []PlanCycle
}

// A PlanCycle is the objectives of a cycle, in order.
type PlanCycle struct {
	Name       string
	Objectives []PlanObjective
}

// A PlanObjective is an objective with the names that its ids stand for.
type PlanObjective struct {
	okr.Objective
	KeyResults []okr.KeyResult
	Teams      []string
	Owner      string
	Owners     []string // of the key results
}

// WritePlan writes a plan as csv, xlsx or md. Read takes each of them back.
func WritePlan(w io.Writer, format string, p Plan) error {
	switch format {
	case "csv":
		return writeCSV(w, p)
	case "xlsx":
		return writeXLSX(w, p)
	case "md":
		return writeMarkdown(w, p)
	}
	return fmt.Errorf("no such format: %s", format)
}

// planHeader are the columns of the tables: a row an objective, followed by a row each of its key results.
var planHeader = []string{"Type", "ID", "Parent ID", "Title", "Description", "Goal type", "Team", "Cycle", "Owner", "Measured as", "Start value",
	"Target value", "Current value", "As of", "Milestones", "Unit", "Direction", "Weight", "Due date", "Stage", "Score", "Good score"}

// whatWasLearned is the good score where a number says little.
const whatWasLearned = "what was learned"

// goodScore is what a score is to be held against: 0.7 of a stretch is a success, and of a promise it is none.
func goodScore(kind okr.ObjectiveKind, learning bool) string {
	good, ok := kind.ExpectedGrade()
	if learning || !ok {
		return whatWasLearned
	}
	return numberCell(&good)
}

// rows are the cells of the tables.
func (p Plan) rows(row func(cells []string) error) error {
	if err := row(planHeader); err != nil {
		return err
	}
	there := map[string]bool{}
	for _, c := range p.Cycles {
		for _, o := range c.Objectives {
			there[o.ID] = true
		}
	}
	for _, c := range p.Cycles {
		for _, o := range c.Objectives {
			parent := ""
			for _, s := range o.Supports {
				if s.Kind == okr.UpObjective && there[s.ID] {
					parent = s.ID
					break
				}
			}
			err := row([]string{"Objective", o.ID, parent, o.Title, o.WhyImportant, string(o.Kind), strings.Join(o.Teams, "; "), c.Name, o.Owner, "", "", "", "", "", "", "", "", "", "",
				string(o.Stage), numberCell(o.Grade), goodScore(o.Kind, false)})
			if err != nil {
				return err
			}
			for i, k := range o.KeyResults {
				err := row([]string{"Key result", k.ID, o.ID, k.Title, "", "", "", c.Name, o.Owners[i], string(k.Kind), numberCell(k.Baseline), numberCell(k.Target), numberCell(k.Value), asOf(k),
					milestones(k), k.Unit, string(k.Direction), numberCell(k.Weight), string(k.Due), "", numberCell(k.Grade), goodScore(o.Kind, k.Learning)})
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func writeCSV(w io.Writer, p Plan) error {
	out := csv.NewWriter(w)
	err := p.rows(func(cells []string) error {
		safe := make([]string, len(cells))
		for i, c := range cells {
			safe[i] = guard(c)
		}
		return out.Write(safe)
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

func writeXLSX(w io.Writer, p Plan) error {
	f := excelize.NewFile()
	defer f.Close()
	const sheet = "OKRs"
	if err := f.SetSheetName(f.GetSheetName(0), sheet); err != nil {
		return err
	}
	s, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	n := 0
	err = p.rows(func(cells []string) error {
		n++
		row := make([]any, len(cells))
		for i, c := range cells {
			row[i] = guard(c) // texts, never formulas; numbers too, so that nothing is rounded
		}
		return s.SetRow(fmt.Sprintf("A%d", n), row)
	})
	if err != nil {
		return err
	}
	if err := s.Flush(); err != nil {
		return err
	}
	return f.Write(w)
}

// writeMarkdown writes a page: a heading a cycle and an objective, and a table of its key results.
func writeMarkdown(w io.Writer, p Plan) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: objectives and key results\n", inline(p.Organization))
	for _, c := range p.Cycles {
		fmt.Fprintf(&b, "\n## %s\n", inline(c.Name))
		for _, o := range c.Objectives {
			fmt.Fprintf(&b, "\n### Objective: %s\n", inline(o.Title))
			if len(o.KeyResults) == 0 {
				continue
			}
			b.WriteString("\n")
			for _, cells := range o.page() {
				fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | "))
			}
		}
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
		b.Reset()
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// page is the table of an objective's key results on the Markdown page, without the columns in which nothing stands.
func (o PlanObjective) page() [][]string {
	rows := make([][]string, 2+len(o.KeyResults))
	column := func(name string, cell func(i int, k okr.KeyResult) string) {
		cells, some := []string{name, "---"}, false
		for i, k := range o.KeyResults {
			cells = append(cells, inline(cell(i, k)))
			some = some || cells[i+2] != ""
		}
		for i := range rows {
			if some {
				rows[i] = append(rows[i], cells[i])
			}
		}
	}
	number := func(name string, of func(okr.KeyResult) *float64) {
		column(name, func(_ int, k okr.KeyResult) string { return numberCell(of(k)) })
	}
	column("Key result", func(_ int, k okr.KeyResult) string { return k.Title })
	column("Measured as", func(_ int, k okr.KeyResult) string { return string(k.Kind) })
	column("Direction", func(_ int, k okr.KeyResult) string { return string(k.Direction) })
	number("Start value", func(k okr.KeyResult) *float64 { return k.Baseline })
	number("Current value", func(k okr.KeyResult) *float64 { return k.Value })
	column("As of", func(_ int, k okr.KeyResult) string { return asOf(k) })
	number("Target value", func(k okr.KeyResult) *float64 { return k.Target })
	column("Milestones", func(_ int, k okr.KeyResult) string { return milestones(k) })
	column("Unit", func(_ int, k okr.KeyResult) string { return k.Unit })
	number("Weight", func(k okr.KeyResult) *float64 { return k.Weight })
	column("Due", func(_ int, k okr.KeyResult) string { return string(k.Due) })
	number("Score", func(k okr.KeyResult) *float64 { return k.Grade })
	column("Good score", func(_ int, k okr.KeyResult) string {
		if k.Grade == nil {
			return ""
		}
		return goodScore(o.Kind, k.Learning)
	})
	column("Goal type", func(int, okr.KeyResult) string {
		if o.Kind == okr.Committed {
			return "" // the usual
		}
		return string(o.Kind)
	})
	column("Owner", func(i int, _ okr.KeyResult) string { return o.Owners[i] })
	return rows
}

// asOf is the day of a key result's last value.
func asOf(k okr.KeyResult) string {
	if k.Value == nil {
		return ""
	}
	return string(k.CheckedAs)
}

// milestones is a key result's milestones as one cell.
func milestones(k okr.KeyResult) string {
	titles := make([]string, len(k.Stages))
	for i, m := range k.Stages {
		titles[i] = strings.ReplaceAll(m.Title, ";", ",")
	}
	return strings.Join(titles, "; ")
}

func numberCell(v *float64) string {
	if v == nil {
		return ""
	}
	return anywhere(*v)
}

// anywhere is a number that is the same one in every locale: three digits behind a mark could be thousands, and so there are four.
func anywhere(v float64) string {
	s := okr.ShortNumber(v)
	if i := strings.IndexByte(s, '.'); i >= 0 && len(s)-i == 4 {
		s += "0"
	}
	return s
}

// inline is a text as one line of Markdown that means the text itself: what could be markup has a backslash in front.
func inline(s string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(s), " ") {
		if strings.ContainsRune(markup, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
