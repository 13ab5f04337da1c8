package document

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/headwater-okr/headwater/internal/okr"
)

// outline is a draft as one reads it: objectives by depth, key results with what was read of them.
func outline(d *Draft) string {
	var b strings.Builder
	var walk func(list []Objective, depth int)
	walk = func(list []Objective, depth int) {
		for _, o := range list {
			fmt.Fprintf(&b, "%sO %s%s%s\n", strings.Repeat("  ", depth), brackets(o.Team), o.Title, score(o.Score))
			for _, k := range o.KeyResults {
				fmt.Fprintf(&b, "%s  %s%s%s", strings.Repeat("  ", depth), brackets(k.Owner), k.Title, score(k.Score))
				if k.Target != nil {
					b.WriteString(" | ")
					if k.Baseline != nil {
						fmt.Fprintf(&b, "%v ", *k.Baseline)
					}
					fmt.Fprintf(&b, "→ %v %s", *k.Target, k.Unit)
				}
				if k.Done != nil && *k.Done {
					b.WriteString(" | done")
				}
				if k.Dropped {
					b.WriteString(" | dropped")
				}
				if k.Status != "" {
					b.WriteString(" | " + k.Status)
				}
				b.WriteByte('\n')
			}
			walk(o.Objectives, depth+1)
		}
	}
	walk(d.Objectives, 0)
	return b.String()
}

func brackets(s string) string {
	if s == "" {
		return ""
	}
	return "[" + s + "] "
}

func score(v *float64) string {
	if v == nil {
		return ""
	}
	return fmt.Sprintf(" = %.2g", *v)
}

// The layouts in which organizations write their plans. The company is made up.
var layouts = []struct{ name, file, text, want string }{
	{"labels in nested bullets", "plan.md", `
# Lumen Lamps, OKRs Q4

Some words about how we plan. Key results are numbers.

* **Objective:** Evenings at home feel warm
    * **Key Result:** Lamps returned for their light from 9 % to 3 %
    * **Key Result:** 40 shops show the warm room
* **Objective:** Nobody throws a lamp away
    * **Key Result:** Repair 500 lamps
`, `O Evenings at home feel warm
  Lamps returned for their light from 9 % to 3 % | 9 → 3 %
  40 shops show the warm room | → 40 shops
O Nobody throws a lamp away
  Repair 500 lamps | → 500 lamps
`},
	{"roles, depths and outcomes", "q3.md", `---
title: Q3
---
## 1. CEO: Light for everyone
1. CEO KR: Sell 10,000 lamps => 81%
    1. **Head of Shops: A shop in every town.**
        1. Head of Shops KR: Open 12 shops -> DONE 100%
        1. Head of Shops KR: Train the people of all shops ==> half of them, the rest in spring
    1. **Head of Repair: [Repair feels easy](https://example.org/9)** => 70 %
        1. Head of Repair KR: Days in repair from 12 to 5
`, `O [CEO] Light for everyone
  [CEO] Sell 10,000 lamps = 0.81 | → 10000 lamps
  O [Head of Shops] A shop in every town.
    [Head of Shops] Open 12 shops = 1 | → 12 shops
    [Head of Shops] Train the people of all shops
  O [Head of Repair] Repair feels easy = 0.7
    [Head of Repair] Days in repair from 12 to 5 | 12 → 5 
`},
	{"lines behind backslashes", "plan.md", `1. **Shops: People find the warm room.** \
   KR: 200 visitors a day \
   KR: Half of them stay longer than ten minutes => In progress \
   1. **Web: People find the shop.** \
      KR: Searches that end on a shop from 20% to 45%
`, `O [Shops] People find the warm room.
  200 visitors a day | → 200 visitors
  Half of them stay longer than ten minutes | → 50 %
  O [Web] People find the shop.
    Searches that end on a shop from 20% to 45% | 20 → 45 %
`},
	{"headings and checkboxes", "plan.md", `# Plans 2026 Q4

- [Light](#light)
  - [Shops](#shops)

## Light

- [x] Finish the dimmer
- [ ] Measure glare in 30 homes
  - [ ] Buy the meter

### Shops

- [ ] ~~Open the shop in the north~~
`, `O Light
  Finish the dimmer | done
  Measure glare in 30 homes | → 30 homes
  Buy the meter
  O Shops
    Open the shop in the north | dropped
`},
	{"scored tables below headings", "plan.md", `## Objective: Repairs are a pleasure

| Key Result | Assignee | Mid-Q Score | Final Score |
| --- | --- | --- | --- |
| [Half of the repairs are done at once](https://example.org/1) | @kim | 0.3 | 0.8 |
| ~~A repair van~~ | @kim | 0 | 0|
| Guides for ten lamps | @lou | 0.4 | |
`, `O Repairs are a pleasure
  [@kim] Half of the repairs are done at once = 0.8 | → 50 %
  [@kim] A repair van = 0 | dropped
  [@lou] Guides for ten lamps | → 10 lamps
`},
	{"objectives as rows of one table", "report.md", `## Objectives & Key Results

| **Objective #1: Shops pay for themselves** | |
|-|-|
| **KR1.1**: Rent under 8 % of sales. | On Target |
| **KR 1.2**: Three shops share a van. | Started |
|-|-|
| **Objective #2: Lamps last** | |
| **KR2.1**: Lamps that fail in two years from 6 % to 2 %. | In Progress |
`, `O Shops pay for themselves
  Rent under 8 % of sales. | → 8 % | On Target
  Three shops share a van. | → 3 shops | Started
O Lamps last
  Lamps that fail in two years from 6 % to 2 %. | 6 → 2 % | In Progress
`},
	{"headings and bullets alone", "plan.md", `# Q4

## Families sit in better light
- Complaints about glare from 40 to 10
- Two of three families know the warm setting

## The warehouse is calm
1. Orders that leave on the same day: 60% → 90%
2. No order is lost
`, `O Families sit in better light
  Complaints about glare from 40 to 10 | 40 → 10 
  Two of three families know the warm setting | → 2 
O The warehouse is calm
  Orders that leave on the same day: 60% → 90% | 60 → 90 %
  No order is lost
`},
	{"a section for the key results", "plan.md", `# Team Light

## Objective 1: Evenings feel warm

Because people told us so.

### Key Results

- 40 shops show the warm room
- Returns under 3 %
`, `O [Team Light] Evenings feel warm
  40 shops show the warm room | → 40 shops
  Returns under 3 % | → 3 %
`},
	{"an objective whose key results are not labelled among some whose are", "plan.md", `
1. Objective: Patients go home sooner
   - KR1: Median stay from 5.1 to 4.2 days
   - Owner: Kim
2. Objective: Nurses stay
   1. Turnover from 18% to 12%
      - as the office counts it
   2. Every shift has a lead
   - Why: because each who leaves takes a year to replace
`, `O Patients go home sooner
  Median stay from 5.1 to 4.2 days | 5.1 → 4.2 d
O Nurses stay
  Turnover from 18% to 12% | 18 → 12 %
  Every shift has a lead
`},
	{"one checkbox among plain items", "plan.md", `# OKRs

## Families sit in better light
- Complaints about glare from 40 to 10
- [x] A warm room in every shop
  - also in the north

## The warehouse is calm
- Orders that leave on the same day from 60% to 90%
- No order is lost
`, `O Families sit in better light
  Complaints about glare from 40 to 10 | 40 → 10 
  A warm room in every shop | done
O The warehouse is calm
  Orders that leave on the same day from 60% to 90% | 60 → 90 %
  No order is lost
`},
	{"Goal as the target", "plan.md", `## Repairs are a pleasure

| Key Result | Now | Goal |
| --- | --- | --- |
| Repairs that are done at once | 30 % | **50 %** |
| Lamps that come back | 12 | 4 |

## Los pedidos llegan

| Resultado clave | Objetivo |
| --- | --- |
| Pedidos del mismo día | 90 % |
`, `O Repairs are a pleasure
  Repairs that are done at once | → 50 %
  Lamps that come back | → 4 
O Los pedidos llegan
  Pedidos del mismo día | → 90 %
`},
	{"Goal as the target in CSV", "plan.csv", `Objective,Key Result,Now,Goal
Repairs are a pleasure,Repairs that are done at once,30 %,50 %
,Lamps that come back,12,4
`, `O Repairs are a pleasure
  Repairs that are done at once | → 50 %
  Lamps that come back | → 4 
`},
	{"Goal as the objective in CSV", "plan.csv", `Goal,Key Result,Owner
Repairs are a pleasure,Repairs that are done at once from 30 % to 50 %,Kim
`, `O Repairs are a pleasure
  [Kim] Repairs that are done at once from 30 % to 50 % | 30 → 50 %
`},
	{"cycles as headings", "plan.md", `# Shops

## People find the warm room

### Q1 2020
- Visitors from 100 to 200 a day

## People come back

**2019 Q4**

- Half of them within a month
`, `O People find the warm room
  Visitors from 100 to 200 a day | 100 → 200 
O People come back
  Half of them within a month | → 50 %
`},
	{"sections in other words", "plan.md", `# Plan

## Las tardes son cálidas
### Resultados Clave
- 40 tiendas con sala cálida

## Abende sind warm
### Schlüsselergebnisse
- Rückgaben von 9 % auf 3 %
`, `O Las tardes son cálidas
  40 tiendas con sala cálida | → 40 tiendas
O Abende sind warm
  Rückgaben von 9 % auf 3 % | 9 → 3 %
`},
	{"what stands beside the plan", "plan.md", `# Plan

## Why OKRs
- They say what matters

## Families sit in better light
- Complaints about glare from 40 to 10

Notes:
- Kim asks the shops
  - in the north first

## Die Lampen halten
- Ausfälle von 6 % auf 2 %
- Notizen: siehe Bericht
- Notizen
  - Lou fragt nach

## Los pedidos llegan
- Pedidos del mismo día del 60 % al 90 %

### Notas
- Lou pregunta
`, `O Families sit in better light
  Complaints about glare from 40 to 10 | 40 → 10 
O Die Lampen halten
  Ausfälle von 6 % auf 2 % | 6 → 2 %
O Los pedidos llegan
  Pedidos del mismo día del 60 % al 90 % | 60 → 90 %
`},
	{"CSV with the objective above its key results", "plan.csv", `Objective,Key Result,Owner,Start,Current,Target,Unit,Status
Evenings feel warm,Returns for their light,Kim,9,6,3,%,On track
,Shops with a warm room,Lou,0,12,40,shops,Behind
The warehouse is calm,Orders that leave on the same day,Lou,60,75,90,%,On track
`, `O Evenings feel warm
  [Kim] Returns for their light | 9 → 3 % | On track
  [Lou] Shops with a warm room | 0 → 40 shops | Behind
O The warehouse is calm
  [Lou] Orders that leave on the same day | 60 → 90 % | On track
`},
	{"CSV of an app with types and parents, in German marks", "export.csv", "Id;Titel;Typ;Parent;Startwert;Zielwert;Einheit\n7;Abende sind warm;Objective;;;;\n8;Rückgaben wegen Licht;Key Result;7;9,5;3;%\n", `O Abende sind warm
  Rückgaben wegen Licht | 9.5 → 3 %
`},
	{"our own text", "okrs.yaml", `cycle: Q4 2026
team: Light
objectives:
  - title: Evenings feel warm
    why: People told us so.   # a remark
    key_results:
      - Returns for their light from 9 % to 3 %
      - title: Shops with a warm room
        target: 40
        unit: shops
`, `O [Light] Evenings feel warm
  Returns for their light from 9 % to 3 % | 9 → 3 %
  Shops with a warm room | → 40 shops
`},
}

// An arrow between two values of the same thing is the way that a key result goes; any other leads to what came of it.
func TestArrows(t *testing.T) {
	for text, want := range map[string]string{
		"Customers who stay 50% → 75%":               "50 → 75 %",
		"Customers who stay 50 % → 75 %":             "50 → 75 %",
		"Customers who stay 50 % -> 75 % by March":   "50 → 75 %",
		"Weight of a lamp 50 kg → 40 kg":             "50 → 40 kg",
		"Weight of a lamp 50kg -> 40 kg":             "50 → 40 kg",
		"Price of a repair 50 € → 40 €":              "50 → 40 EUR",
		"Price of a repair € 50 → € 40":              "50 → 40 EUR",
		"Time in repair 9 days -> 4 days by March":   "9 → 4 d",
		"Time in repair 5 Tagen → 3 Tage":            "5 → 3 d",
		"Open 12 shops -> 8":                         "→ 12 shops",
		"Open 12 shops -> 8 shops opened, then snow": "→ 12 shops",
		"Sell 10 lamps -> 81%":                       "→ 10 lamps = 0.81",
		"Customers who stay up to 50 % => 75 %":      "→ 50 % = 0.75",
	} {
		d, err := Read("a.md", strings.NewReader("## Objective: A\n- KR: "+text+"\n"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		k, got := d.Objectives[0].KeyResults[0], ""
		if k.Baseline != nil {
			got = fmt.Sprintf("%v ", *k.Baseline)
		}
		if k.Target != nil {
			got += fmt.Sprintf("→ %v %s", *k.Target, k.Unit)
		}
		if got += score(k.Score); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestLayouts(t *testing.T) {
	for _, tt := range layouts {
		t.Run(tt.name, func(t *testing.T) {
			d, err := Read(tt.file, strings.NewReader(tt.text), Options{Today: "2026-11-09"})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, outline(d)); diff != "" {
				t.Errorf("want -, got +:\n%s\nunread: %v", diff, d.Unread)
			}
		})
	}
}

// Every line of a Markdown document is part of the draft or listed with its reason.
func TestNothingIsSilentlyPassed(t *testing.T) {
	for _, tt := range layouts {
		if !strings.HasSuffix(tt.file, ".md") {
			continue
		}
		d, err := Read(tt.file, strings.NewReader(tt.text), Options{})
		if err != nil {
			t.Fatal(err)
		}
		seen := map[int]bool{}
		for _, u := range d.Unread {
			seen[u.Line] = true
			if u.Reason == "" {
				t.Errorf("%s, line %d: no reason", tt.name, u.Line)
			}
		}
		d.Each(func(o, _ *Objective) {
			seen[o.Line] = true
			for _, k := range o.KeyResults {
				seen[k.Line] = true
			}
		})
		for i, line := range strings.Split(tt.text, "\n") {
			if strings.TrimSpace(line) != "" && !seen[i+1] {
				t.Errorf("%s: line %d was passed over: %s", tt.name, i+1, line)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, tt := range map[string]struct{ file, text string }{
		"empty": {"a.md", " \n"}, "not text": {"a.md", "a\x00b"}, "no header": {"a.csv", "1,2,3\n4,5,6\n"}, "broken quotes": {"a.yaml", "objectives: [\"a"},
		"no list": {"a.yaml", "team: x\n"}, "aliases in aliases": {"a.yaml", bomb(9)}, "a damaged workbook": {"a.xlsx", "PK\x03\x04rubbish"}, "a damaged ZIP": {"a.zip", "PK\x03\x04rubbish"}, "wrong types": {"a.json", `{"objectives": "none"}`},
	} {
		_, err := Read(tt.file, strings.NewReader(tt.text), Options{})
		f := okr.FaultsOf(err)
		if len(f) != 1 || f[0].Kind != okr.Invalid || f[0].Field != "file" || len(f[0].Message) < 10 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Read("big.md", strings.NewReader(strings.Repeat("x", MaxSize+1)), Options{}); err == nil {
		t.Error("a file over the limit was read")
	}
}

// A quotation mark that nobody closed would swallow the rows below it; one inside a text is a text.
func TestQuotationMarks(t *testing.T) {
	const head = "Objective,Key Result,Target\n"
	for text, says := range map[string]string{
		"A,\"Lamps sold,40\nB,Shops opened,3\n":                       "Line 2, column 2: a quotation mark opens",
		"A,Lamps sold,40\nB,\"Shops opened,3\n":                       "Line 3, column 2: a quotation mark opens",
		"\"A,Lamps sold,40\n\"B\",Shops opened,3\nC,Calls,5\n":        "Line 2, column 1: a quotation mark opens",
		"A,\"Lamps\nsold\",40\nB,\"Shops, \"\"open\"\"\",3\n":         "",
		"A,Pipes of 5\" sold,40\nB,Shops with a 7\" pipe,3\n":         "",
		"A,\"Lamps sold\",40\r\n\r\nB,\"Shops,\r\nopened\",3\r\n\r\n": "",
	} {
		d, err := Read("plan.csv", strings.NewReader(head+text), Options{})
		switch {
		case says == "" && (err != nil || len(d.Objectives) != 2 || len(d.Objectives[1].KeyResults) != 1):
			t.Errorf("%q: %v, %v", text, d, err)
		case says != "" && (err == nil || !strings.Contains(err.Error(), says)):
			t.Errorf("%q: %v, want %q", text, err, says)
		}
	}
}

// The lines of a file are those that were read, however it is encoded.
func TestLines(t *testing.T) {
	want := []string{"# Pläne", "- Größe"}
	for name, file := range map[string]string{
		"UTF-8": "# Pläne\n- Größe", "with a mark": "\ufeff# Pläne\n- Größe", "Windows-1252": "# Pl\xe4ne\n- Gr\xf6\xdfe",
		"UTF-16": "\xff\xfe#\x00 \x00P\x00l\x00\xe4\x00n\x00e\x00\n\x00-\x00 \x00G\x00r\x00\xf6\x00\xdf\x00e\x00",
	} {
		if diff := cmp.Diff(want, Lines([]byte(file))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if got := Lines([]byte("PK\x03\x04 and so on")); got != nil {
		t.Errorf("a workbook has the lines %q", got)
	}
}

// Of a workbook with several sheets each objective, and each row that was not read, says which it is in.
func TestSheets(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	for name, rows := range map[string][][]any{
		"Sheet1": {{"Objective", "Key Result", "Target"}, {"Evenings feel warm", "Shops", 40}},
		"North":  {{"Key Result", "Target"}, {"Shops", 40}, {"Objective", ""}},
	} {
		if name != "Sheet1" {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
		}
		for i, r := range rows {
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &r); err != nil {
				t.Fatal(err)
			}
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read("plan.xlsx", b, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Objectives) != 1 || d.Objectives[0].Sheet != "Sheet1" || d.Objectives[0].Line != 2 || len(d.Unread) != 2 || d.Unread[0].Sheet != "North" || d.Unread[0].Beside() {
		t.Errorf("read %+v, not read %+v", d.Objectives, d.Unread)
	}
}

// bomb is YAML of a few lines, each of which repeats the one before ten times.
func bomb(levels int) string {
	b := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := range levels {
		b += fmt.Sprintf("a%d: &a%d [%s*a%d]\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*a%d, ", i), 9), i)
	}
	return b + fmt.Sprintf("objectives: *a%d\n", levels)
}

// Nobody writes more than a few repeats, and those are read as what they stand for.
func TestAliasesAreRead(t *testing.T) {
	d, err := Read("a.yaml", strings.NewReader("objectives:\n- title: The north stays\n  key_results:\n  - &k {title: Keep 9 of 10, unit: shops}\n- title: The south stays\n  key_results: [*k]\n"), Options{})
	if err != nil || len(d.Objectives) != 2 || len(d.Objectives[1].KeyResults) != 1 || d.Objectives[1].KeyResults[0].Title != "Keep 9 of 10" {
		t.Errorf("read %+v, %v", d, err)
	}
}

func FuzzMarkdown(f *testing.F) { fuzz(f, "a.md") }
func FuzzCSV(f *testing.F)      { fuzz(f, "a.csv") }
func FuzzYAML(f *testing.F)     { fuzz(f, "a.yaml") }
func FuzzJSON(f *testing.F)     { fuzz(f, "a.json") }
func FuzzPacked(f *testing.F)   { fuzz(f, "a.xlsx") }

// fuzz reads anything: it either becomes a draft with finite numbers and lines that are there, or is refused with a fault that can be shown.
func fuzz(f *testing.F, name string) {
	for _, tt := range layouts {
		f.Add(tt.text)
	}
	f.Add("PK\x03\x04")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Read(name, strings.NewReader(text), Options{Today: "2026-11-09"})
		if err != nil {
			if okr.FaultsOf(err) == nil {
				t.Errorf("an error that cannot be shown: %v", err)
			}
			return
		}
		d.Each(func(o, _ *Objective) {
			for _, k := range o.KeyResults {
				if k.Kind == string(okr.Number) && k.Target == nil {
					t.Errorf("a number without a target: %q", k.Title)
				}
			}
		})
		var b strings.Builder
		if err := WriteDraft(&b, d); err != nil {
			t.Errorf("a draft that cannot be written: %v", err)
		}
	})
}
