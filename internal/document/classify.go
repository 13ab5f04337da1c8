package document

import (
	"regexp"
	"strings"
)

var (
	reKR        = regexp.MustCompile(`^(?:(.{0,70}?)[\s,]*\b)?(?:KR|Key [Rr]esult|KEY RESULT)s?\s*#?\s*[\d.]*\s*(?:[:–—]|-\s|[.)]\s)\s*(.+)$`)
	reObjective = regexp.MustCompile(`^(?:(.{0,40}?)\s+)?(?:(?i:objective|goal|ziel|objetivo)\s*#?\s*[\d.]*|O\s?#?\d[\d.]*)\s*(?:[:–—]|-\s|[.)]\s)\s*(.+)$`)
	reNumbered  = regexp.MustCompile(`^(?:\d+(?:\.\d+)*[.):]|[IVX]+[.)])\s+`)
	reRolePart  = regexp.MustCompile(`^([\p{Lu}][\p{L}\d&,./'’() -]{0,70}?)\s*:\s*(.{2,})$`)
	reTitlePage = regexp.MustCompile(`(?i)\b(okrs?|objectives?( (and|&) key results?)?|goals|quarter|q[1-4]|fy ?\d\d)\b`)
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
	"objective": objective, "objectives": objective, "goal": objective, "goals": objective,
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
	var labels, boxes, rows int
	for _, n := range nodes {
		if n.role == skipped {
			continue
		}
		if _, ok := krLabel(n.text); ok {
			labels++
		}
		if n.box != 0 {
			boxes++
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
	case boxes > 0:
		return byBox
	default:
		return byShape
	}
}

// classify gives every node its role.
func classify(nodes []node) {
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
	case byBox:
		byBoxes(nodes, below)
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
			} else if n.role == none && sections[letters(n.text)] == none && n.kind != row && !titlePage(nodes, p) {
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
		case inPlan && n.kind == item && len(below[i]) == 0 && nodes[n.parent].role == objective && !siblingsLabelled(nodes, below[n.parent], i):
			n.role = keyResult
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
			if n := &nodes[p]; n.role == none && (n.kind == heading || n.box == 0) && !titlePage(nodes, p) && sections[letters(n.text)] == none {
				n.role = objective
			}
		}
	}
	// A heading among objectives is one too, also when nobody has written results below it.
	for i := range nodes {
		n := &nodes[i]
		if n.kind != heading || n.role != none || titlePage(nodes, i) {
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
		if p := nodes[i].parent; p >= 0 && nodes[p].role == none {
			nodes[p].role = objective
		}
	}
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
		if n.kind != item || n.role != none || !leaf(i) {
			continue
		}
		link := strings.HasPrefix(strings.TrimSpace(n.raw), "[") && strings.HasSuffix(strings.TrimSpace(n.raw), ")") && reLink.FindString(n.raw) == strings.TrimSpace(n.raw)
		if p := n.parent; link || p < 0 || (nodes[p].kind == heading && titlePage(nodes, p) && hasDeeper(nodes, p)) {
			continue
		}
		p := n.parent
		if r := sections[letters(strings.TrimSuffix(nodes[p].text, ":"))]; r == keyResult {
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
		if nodes[p].role == none {
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
	if p := nodes[i].parent; p >= 0 && !titlePage(nodes, p) && sections[letters(nodes[p].text)] == none {
		return p
	}
	if i > 0 && nodes[i-1].kind != row {
		return i - 1
	}
	return -1
}
