package document

import (
	"regexp"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

var (
	reKR        = regexp.MustCompile(`^(?:(.{0,70}?)[\s,]*\b)?(?:KR|Key [Rr]esult|KEY RESULT)s?\s*#?\s*[\d.]*\s*(?:[:–—]|-\s|[.)]\s)\s*(.+)$`)
	reObjective = regexp.MustCompile(`^(?:(.{0,40}?)\s+)?(?:(?i:objective|goal|ziel|objetivo)\s*#?\s*[\d.]*|O\s?#?\d[\d.]*)\s*(?:[:–—]|-\s|[.)]\s)\s*(.+)$`)
	reNumbered  = regexp.MustCompile(`^(?:\d+(?:\.\d+)*[.):]|[IVX]+[.)])\s+`)
	reRolePart  = regexp.MustCompile(`^([\p{Lu}][\p{L}\d&,./'’() -]{0,70}?)\s*:\s*(.{2,})$`)
	reTitlePage = regexp.MustCompile(`(?i)\b(okrs?|objectives?( (and|&) key results?)?|goals|quarter|q[1-4]|fy ?\d\d)\b`)
	rePeriod    = regexp.MustCompile(`(?i)^(?:(?:FY ?'?\d{2,4}[ -]?)?Q[1-4](?:[ /-]?(?:FY ?)?'?\d{2,4})?|\d{4}[ /-]?Q[1-4]|H[12][ /-]?\d{4}|\d{4}[ /-]?H[12]|\d{4})(?:\s+(?:OKRs?|goals|objectives|plan|ziele|objetivos))?$`)
	reNotes     = regexp.MustCompile(`(?i)^(?:notes?|remarks?|comments?|notiz(?:en)?|anmerkung(?:en)?|hinweise?|notas?|observaciones|comentarios)\s*(:.*)?$`)
	reDetail    = regexp.MustCompile(`(?i)^(?:why|context|background|owner|lead|team|status|due|score|warum|hintergrund|kontext|por qué|contexto)\b[^:]{0,20}:`)
	reTalk      = regexp.MustCompile(`(?i)^(?:why|how|what|about|warum|wie|was|über|por qué|cómo|qué|sobre)\b.*\bOKRs?\b`)
	reCycle     = regexp.MustCompile(`(?i)\b((?:FY ?'?\d{2,4}[ -]?)?Q[1-4](?:[ -]?(?:FY ?)?'?\d{2,4})?|\d{4}[ -]?Q[1-4]|H[12][ -]?\d{4}|\d{4}[ -]?H[12])\b`)
)

// krLabel answers whether a text is labelled as a key result, and returns it without the label.
func krLabel(s string) (labelledKR, bool) {
	if !strings.Contains(s, "KR") && !strings.Contains(s, "esult") && !strings.Contains(s, "RESULT") { // most lines say it nowhere
		return labelledKR{}, false
	}
	m := reKR.FindStringSubmatch(s)
	if m == nil || strings.ContainsAny(m[1], ".!?=") && strings.Contains(m[1], ". ") {
		return labelledKR{}, false
	}
	return labelledKR{strings.Trim(m[1], " :-–"), m[2]}, true
}

type labelledKR struct{ role, title string }

// objectiveLabel answers whether a text is labelled as an objective.
func objectiveLabel(s string) (role, title string, ok bool) {
	if !strings.ContainsAny(s, ":–—-.)") { // no label ends without one of them
		return "", s, false
	}
	m := reObjective.FindStringSubmatch(s)
	if m == nil {
		return "", s, false
	}
	return strings.Trim(m[1], " :-–"), m[2], true
}

func labelled(s string) bool {
	plain, _ := clean(s)
	_, kr := krLabel(plain)
	_, _, o := objectiveLabel(plain)
	return kr || o
}

// sections are headings that only name what stands below them.
var sections = map[string]role{
	"keyresults": keyResult, "keyresult": keyResult, "krs": keyResult, "kr": keyResult, "measures": keyResult, "results": keyResult,
	"schlüsselergebnisse": keyResult, "schlüsselergebnis": keyResult, "ergebnisse": keyResult, "resultadosclave": keyResult, "resultadoclave": keyResult, "resultados": keyResult,
	"objective": objective, "objectives": objective, "goal": objective, "goals": objective, "ziel": objective, "ziele": objective, "objetivo": objective, "objetivos": objective,
}

// names answers whether a node only names what stands below it: a section, or the cycle that the objectives below are of.
func names(n *node) bool { return sections[letters(n.text)] != none || period(n.text) }

// period answers whether a text is a cycle and nothing else.
func period(s string) bool {
	return rePeriod.MatchString(strings.TrimSuffix(strings.TrimSpace(s), ":"))
}

// A layout is how a document says which line is what.
type layout byte

const (
	byLabel layout = iota // "KR: …"
	byBox                 // checkboxes below headings
	byTable               // rows of tables with a header
	byShape               // headings and bullets alone
)

// readMarkdown reads a Markdown document.
func readMarkdown(text string, o Options) *Draft {
	nodes, unread := scan(text)
	d := &Draft{Format: "markdown", Unread: unread}
	classify(nodes)
	b := builder{nodes: nodes, draft: d, o: o, at: map[int]*place{}}
	b.build()
	return d
}

// layoutOf recognizes the layout by what occurs most.
func layoutOf(nodes []node) layout {
	var labels, boxes, rows, plain int
	for i, n := range nodes {
		if n.role == skipped {
			continue
		}
		if _, ok := krLabel(n.text); ok {
			labels++
		}
		if n.box != 0 {
			boxes++
		} else if n.kind == item && !belowBox(nodes, i) {
			plain++
		}
		if n.kind == row && n.header != nil {
			rows++
		}
	}
	switch {
	case labels > 0 && labels*3 >= boxes:
		return byLabel
	case rows > 0 && rows*2 >= boxes:
		return byTable
	case boxes > 0 && boxes*2 >= plain: // fewer stand among key results that have none
		return byBox
	default:
		return byShape
	}
}

// belowBox answers whether a node is a detail of a checkbox.
func belowBox(nodes []node, i int) bool {
	for p := nodes[i].parent; p >= 0; p = nodes[p].parent {
		if nodes[p].box != 0 {
			return true
		}
	}
	return false
}

// setAside takes what stands beside the plan out of it: notes, with all that is below them, and lists below a heading that speaks about OKRs. What is labelled
// stays, wherever it is.
func setAside(nodes []node) {
	open := false // a line "Notes:" has been read, which the list below it belongs to
	for i := range nodes {
		n := &nodes[i]
		if n.kind == heading || n.kind == row || n.kind == paragraph && (n.allBold || labelled(n.text) || strings.HasSuffix(n.text, ":")) {
			open = false
		}
		if n.role == skipped || labelled(n.text) {
			continue
		}
		above := ""
		if n.parent >= 0 && nodes[n.parent].role == skipped {
			above = nodes[n.parent].why
		}
		switch {
		case n.kind != row && reNotes.MatchString(n.text):
			n.role, n.why = skipped, whyNote
			open = open || n.kind == paragraph
		case n.kind == heading && reTalk.MatchString(n.text) && !titlePage(nodes, i):
			n.role, n.why = skipped, whyTalk
		case above == whyNote || above == whyTalk && n.kind != heading:
			n.role, n.why = skipped, above
		case open && n.kind == item:
			n.role, n.why = skipped, whyNote
		}
	}
}

// classify gives every node its role.
func classify(nodes []node) {
	setAside(nodes)
	how := layoutOf(nodes)
	for i := range nodes {
		n := &nodes[i]
		if n.role == skipped {
			continue
		}
		_, kr := krLabel(n.text)
		_, _, ob := objectiveLabel(n.text)
		switch {
		case n.kind == row && n.header != nil:
			n.role = rowRole(n)
		case kr && n.kind != heading:
			n.role = keyResult
		case ob && len(n.text) < 400:
			n.role = objective
		case kr:
			n.role = keyResult
		}
	}
	below := children(nodes)
	switch how {
	case byLabel:
		byLabels(nodes, below)
		bareLists(nodes, below)
	case byBox:
		byBoxes(nodes, below)
		bareLists(nodes, below)
	case byTable:
		byTables(nodes)
	default:
		byShapes(nodes, below)
	}
}

func children(nodes []node) [][]int {
	below := make([][]int, len(nodes))
	for i, n := range nodes {
		if n.parent >= 0 {
			below[n.parent] = append(below[n.parent], i)
		}
	}
	return below
}

// byLabels: what stands above a labelled key result is its objective; so is what is bold among such.
func byLabels(nodes []node, below [][]int) {
	for i := range nodes {
		if nodes[i].role != keyResult {
			continue
		}
		if nodes[i].kind == row && rowObjectiveBefore(nodes, i) {
			continue
		}
		for p := nodes[i].parent; p >= 0; p = nodes[p].parent {
			if n := &nodes[p]; n.role == objective {
				break
			} else if n.role == none && !names(n) && n.kind != row && !titlePage(nodes, p) {
				n.role = objective
				break
			}
		}
	}
	for i := range nodes {
		n := &nodes[i]
		if n.role != none || n.kind == heading || n.kind == row {
			continue
		}
		inPlan := n.parent >= 0 && (nodes[n.parent].role == objective || nodes[n.parent].role == keyResult)
		switch {
		case n.bold != "" && n.kind == item && (inPlan || anyRole(nodes, below[i])):
			n.role = objective
		case inPlan && n.kind == item && len(below[i]) == 0 && nodes[n.parent].role == objective && !siblingsLabelled(nodes, below[n.parent], i) && !reDetail.MatchString(n.text):
			n.role = keyResult
		}
	}
}

// bareLists takes the lists of labelled objectives that have no key result yet for their key results.
func bareLists(nodes []node, below [][]int) {
	for i := range nodes {
		if _, _, ok := objectiveLabel(nodes[i].text); ok && nodes[i].role == objective && !holds(nodes, below, i) {
			bare(nodes, below, i)
		}
	}
}

// holds answers whether there is an objective or a key result below a node, at any depth.
func holds(nodes []node, below [][]int, i int) bool {
	return anyRole(nodes, below[i]) || slices.ContainsFunc(below[i], func(c int) bool { return holds(nodes, below, c) })
}

// bare takes the list below a node for key results, also below a section that says so.
func bare(nodes []node, below [][]int, i int) {
	for _, c := range below[i] {
		switch n := &nodes[c]; {
		case n.role == none && n.kind == item && !reDetail.MatchString(n.text):
			n.role = keyResult
		case n.role == none && sections[letters(n.text)] == keyResult:
			bare(nodes, below, c)
		}
	}
}

// rowObjectiveBefore answers whether a row before this one, in the same table, is an objective.
func rowObjectiveBefore(nodes []node, i int) bool {
	for j := i - 1; j >= 0 && nodes[j].kind == row; j-- {
		if nodes[j].role == objective {
			return true
		}
	}
	return false
}

func anyRole(nodes []node, list []int) bool {
	for _, i := range list {
		if nodes[i].role == keyResult || nodes[i].role == objective {
			return true
		}
	}
	return false
}

// siblingsLabelled answers whether an unlabelled item stands among labelled ones, where it is an explanation rather than a result.
func siblingsLabelled(nodes []node, siblings []int, me int) bool {
	for _, i := range siblings {
		if _, ok := krLabel(nodes[i].text); ok && i != me && nodes[i].kind == nodes[me].kind {
			return false
		}
	}
	return true
}

// titlePage answers whether a heading is the document's title: the only one of its depth, at the top, speaking of the plan as a whole.
func titlePage(nodes []node, i int) bool {
	n := nodes[i]
	if n.kind != heading || n.parent >= 0 {
		return false
	}
	if _, _, ok := objectiveLabel(n.text); ok {
		return false
	}
	same, deeper := 0, 0
	for _, m := range nodes {
		if m.kind == heading && m.role != skipped {
			switch {
			case m.depth == n.depth:
				same++
			case m.depth > n.depth:
				deeper++
			}
		}
	}
	return (same == 1 && deeper > 0) || (reTitlePage.MatchString(n.text) && same <= 2 && len(strings.Fields(n.text)) <= 8)
}

// byBoxes: checkboxes are key results, and the headings above them objectives.
func byBoxes(nodes []node, below [][]int) {
	for i := range nodes {
		if nodes[i].box != 0 && nodes[i].role == none {
			nodes[i].role = keyResult
		}
	}
	for i := range nodes {
		if nodes[i].role != keyResult {
			continue
		}
		for p := nodes[i].parent; p >= 0; p = nodes[p].parent {
			if n := &nodes[p]; n.role == none && (n.kind == heading || n.box == 0) && !titlePage(nodes, p) && !names(n) {
				n.role = objective
			}
		}
	}
	// A heading among objectives is one too, also when nobody has written results below it.
	for i := range nodes {
		n := &nodes[i]
		if n.kind != heading || n.role != none || titlePage(nodes, i) || names(n) {
			continue
		}
		if n.parent >= 0 && nodes[n.parent].role == objective {
			n.role = objective
		}
	}
	for i := range nodes {
		n := &nodes[i]
		if n.kind == item && n.role == none && n.parent >= 0 && len(below[i]) == 0 && nodes[n.parent].role == objective && nodes[n.parent].kind == heading {
			n.role = keyResult
		}
	}
}

// byTables: rows are key results; the heading above a table is their objective unless a column names it.
func byTables(nodes []node) {
	for i := range nodes {
		if nodes[i].kind != row || nodes[i].role != keyResult || columnOf(nodes[i].header, "objective") >= 0 {
			continue
		}
		if p := ofSection(nodes, nodes[i].parent); p >= 0 && nodes[p].role == none {
			nodes[p].role = objective
		}
	}
}

// ofSection is what a section of key results or a cycle's heading belongs to, and any other node itself; -1 if there is none.
func ofSection(nodes []node, p int) int {
	if p >= 0 && sections[letters(nodes[p].text)] == keyResult {
		return before(nodes, p)
	}
	for p >= 0 && period(nodes[p].text) {
		if p = nodes[p].parent; p >= 0 && titlePage(nodes, p) {
			return -1
		}
	}
	return p
}

// rowRole is what a row of a table with a header is.
func rowRole(n *node) role {
	for _, f := range []string{"key_result", "objective", "title", "metric"} {
		if c := columnOf(n.header, f); c >= 0 && c < len(n.cells) {
			return keyResult
		}
	}
	return none
}

// goalColumn is the column of a table of key results whose header could be a title and whose cells are numbers: “Goal”, “Ziel”, “Objetivo” are then the target.
// It is -1 if there is none.
func goalColumn(header []string, rows [][]string) int {
	if columnOf(header, "key_result") < 0 || columnOf(header, "target") >= 0 {
		return -1
	}
	for c := range header {
		if f := fieldOf(header[c]); f != "title" && f != "objective" {
			continue
		}
		numbers, texts := 0, 0
		for _, r := range rows {
			if c >= len(r) {
				continue
			}
			s, _ := clean(r[c])
			if _, _, ok := sentence.Number(s, ""); ok {
				numbers++
			} else if s != "" {
				texts++
			}
		}
		if numbers > texts {
			return c
		}
	}
	return -1
}

// columnOf is the last column whose header means field, -1 if there is none.
func columnOf(header []string, field string) int {
	for i := len(header) - 1; i >= 0; i-- {
		if fieldOf(header[i]) == field {
			return i
		}
	}
	return -1
}

// byShapes: a bullet with bullets below it is an objective; so is a heading whose bullets have none. Bullets that are only links are references.
func byShapes(nodes []node, below [][]int) {
	leaf := func(i int) bool {
		for _, c := range below[i] {
			if nodes[c].kind == item {
				return false
			}
		}
		return true
	}
	for i := range nodes {
		n := &nodes[i]
		if n.kind != item || n.role != none || n.box == 0 && !leaf(i) || belowBox(nodes, i) {
			continue
		}
		link := strings.HasPrefix(strings.TrimSpace(n.raw), "[") && strings.HasSuffix(strings.TrimSpace(n.raw), ")") && reLink.FindString(n.raw) == strings.TrimSpace(n.raw)
		if p := n.parent; link || p < 0 || (nodes[p].kind == heading && titlePage(nodes, p) && hasDeeper(nodes, p)) {
			continue
		}
		p := n.parent
		if r := sections[letters(nodes[p].text)]; r == keyResult {
			n.role = keyResult
			if above := before(nodes, p); above >= 0 && nodes[above].role == none {
				nodes[above].role = objective
			}
			continue
		} else if r == objective {
			n.role = objective
			continue
		}
		n.role = keyResult
		if p = ofSection(nodes, p); p >= 0 && nodes[p].role == none {
			nodes[p].role = objective
		}
	}
	// An objective whose key results are all objectives themselves would be a list of goals: leave it as it stands.
}

func hasDeeper(nodes []node, i int) bool {
	for _, n := range nodes[i+1:] {
		if n.kind == heading {
			return n.depth > nodes[i].depth
		}
	}
	return false
}

// before is what a section of key results belongs to: what it is below, or the node before it.
func before(nodes []node, i int) int {
	if p := nodes[i].parent; p >= 0 && !titlePage(nodes, p) && !names(&nodes[p]) {
		return p
	}
	if i > 0 && nodes[i-1].kind != row {
		return i - 1
	}
	return -1
}
