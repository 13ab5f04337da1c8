package document

import (
	"regexp"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/sentence"
)

var (
	reKR        = regexp.MustCompile(`^(?:(.{0,70}?)[\s,]*\b)?(?:KR|Key [Rr]esult|KEY RESULT)s?\s*#?\s*[\d.]*\s*(?:[:–—]|-\s|[.)]\s)\s*(.+)$`)
	reObjective = regexp.MustCompile(`^(?:(.{0,40}?)\s+)?(?:(?i:objective|goal|ziel|objetivo)\s*#?\s*[\d.]*|O\s?#?\d[\d.]*)\s*(?:[:–—]|-\s|[.)]\s)\s*(.+)$`)
	reNumbered  = regexp.MustCompile(`^(?:\d+(?:\.\d+)*[.):]|[IVX]+[.)])\s+`)
	reRolePart  = regexp.MustCompile(`^([\p{Lu}][\p{L}\d&,./'’() -]{0,70}?)\s*:\s*(.{2,})$`)
	reOutcome   = regexp.MustCompile(`\s*(?:=+>|-+>|→|⇒|—>)\s*`)
	reFrom      = regexp.MustCompile(`\d\S*$`) // "60% → 90%" is a way, and no outcome
	reTo        = regexp.MustCompile(`^[$€£]?\d`)
	reTitlePage = regexp.MustCompile(`(?i)\b(okrs?|objectives?( (and|&) key results?)?|goals|quarter|q[1-4]|fy ?\d\d)\b`)
	reCycle     = regexp.MustCompile(`(?i)\b((?:FY ?'?\d{2,4}[ -]?)?Q[1-4](?:[ -]?(?:FY ?)?'?\d{2,4})?|\d{4}[ -]?Q[1-4]|H[12][ -]?\d{4}|\d{4}[ -]?H[12])\b`)
)

// krLabel answers whether a text is labelled as a key result, and returns it without the label.
func krLabel(s string) (labelledKR, bool) {
	m := reKR.FindStringSubmatch(s)
	if m == nil || strings.ContainsAny(m[1], ".!?=") && strings.Contains(m[1], ". ") {
		return labelledKR{}, false
	}
	return labelledKR{strings.Trim(m[1], " :-–"), m[2]}, true
}

type labelledKR struct{ role, title string }

// objectiveLabel answers whether a text is labelled as an objective.
func objectiveLabel(s string) (role, title string, ok bool) {
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

// A place is where an objective of the draft is: the list that holds it, and its index.
type place struct {
	path []int
}

type builder struct {
	nodes []node
	draft *Draft
	o     Options
	at    map[int]*place // by node
	cycle string
	rows  int // the node of the objective that the rows of a table belong to, -1 none
}

// build makes the tree of objectives from the roles.
func (b *builder) build() {
	b.rows = -1
	for _, n := range b.nodes {
		if m := reCycle.FindString(n.text); m != "" && n.kind == heading && b.cycle == "" {
			b.cycle = m
		}
	}
	for i := range b.nodes {
		n := &b.nodes[i]
		switch n.role {
		case objective:
			b.addObjective(i)
		case keyResult:
			b.addKeyResult(i)
		default:
			b.draft.Unread = append(b.draft.Unread, Unread{n.line, n.raw, b.reason(i)})
		}
		if n.kind != row {
			b.rows = -1
		} else if n.role == objective {
			b.rows = i
		}
	}
}

func (b *builder) reason(i int) string {
	n := b.nodes[i]
	switch {
	case n.why != "":
		return n.why
	case n.kind == heading:
		return "a heading with no objective below it"
	case n.parent >= 0 && b.nodes[n.parent].role == keyResult:
		return "a detail of the key result above"
	case n.kind == paragraph:
		return "prose"
	default:
		return "neither an objective nor a key result by this document's layout"
	}
}

// above is the nearest objective above a node, -1 if there is none.
func (b *builder) above(i int) int {
	if b.nodes[i].kind == row && b.rows >= 0 && b.nodes[i].role == keyResult {
		return b.rows
	}
	for p := b.nodes[i].parent; p >= 0; p = b.nodes[p].parent {
		if b.nodes[p].role == objective {
			return p
		}
		// A section "Key results" that stands beside its objective, not below it.
		if sections[letters(strings.TrimSuffix(b.nodes[p].text, ":"))] == keyResult {
			if q := before(b.nodes, p); q >= 0 && b.nodes[q].role == objective {
				return q
			}
		}
	}
	return -1
}

// objectiveAt finds an objective of the draft by its place.
func (b *builder) objectiveAt(p *place) *Objective {
	list := &b.draft.Objectives
	var o *Objective
	for _, i := range p.path {
		o = &(*list)[i]
		list = &o.Objectives
	}
	return o
}

func (b *builder) addObjective(i int) {
	n := &b.nodes[i]
	text, note := outcome(n.text)
	r, title, labelled := objectiveLabel(text)
	title = reNumbered.ReplaceAllString(title, "")
	team := r
	if team == "" && !(labelled && n.kind == heading) { // what stands behind a heading's label is the objective itself, colons and all
		if m := reRolePart.FindStringSubmatch(title); m != nil && len(strings.Fields(m[1])) <= 8 && (n.bold != "" || n.kind == heading) {
			team, title = m[1], m[2]
		}
	}
	o := Objective{Title: trimTitle(title), Team: team, Cycle: b.cycle, Line: n.line, Note: note, Dropped: n.struck, KeyResults: []KeyResult{}}
	o.Score = scoreOf(note)
	if n.kind == row && len(n.cells) > 1 && o.Status == "" {
		o.Status = statusCell(n.cells[1:])
	}
	b.put(i, b.above(i), o)
}

// put adds an objective below the objective of node parent, or at the top.
func (b *builder) put(i, parent int, o Objective) {
	list, path := &b.draft.Objectives, []int(nil)
	if parent >= 0 {
		at := b.at[parent]
		if at != nil {
			list, path = &b.objectiveAt(at).Objectives, at.path
		}
	}
	*list = append(*list, o)
	b.at[i] = &place{append(append([]int(nil), path...), len(*list)-1)}
}

func (b *builder) addKeyResult(i int) {
	n := &b.nodes[i]
	k := KeyResult{Line: n.line, Dropped: n.struck}
	under := b.above(i)
	if n.kind == row && n.header != nil {
		title := b.readRow(n, &k)
		if title != "" && (under < 0 || b.objectiveAt(b.at[under]).Title != title) {
			under = b.rowObjective(i, title)
		}
	} else {
		text, note := outcome(n.text)
		if l, ok := krLabel(text); ok {
			k.Owner, text = l.role, l.title
		}
		k.Title, k.Note, k.Score = trimTitle(text), note, scoreOf(note)
		if n.kind == row && len(n.cells) > 1 {
			k.Status = statusCell(n.cells[1:])
		}
		if n.box != 0 {
			done := n.box == 'x'
			k.Done = &done
		}
	}
	if k.Title == "" {
		b.draft.Unread = append(b.draft.Unread, Unread{n.line, n.raw, "the key result has no text"})
		return
	}
	if k.Kind == "" {
		k.readSlots(b.o)
	}
	if under < 0 {
		b.draft.Unread = append(b.draft.Unread, Unread{n.line, n.raw, "a key result with no objective above it"})
		return
	}
	o := b.objectiveAt(b.at[under])
	o.KeyResults = append(o.KeyResults, k)
}

// readRow reads a row by its header, and returns the objective that a column names.
func (b *builder) readRow(n *node, k *KeyResult) (objective string) {
	cell := func(field string) string {
		c := columnOf(n.header, field)
		if c < 0 || c >= len(n.cells) {
			return ""
		}
		s, _ := clean(n.cells[c])
		return s
	}
	for _, f := range []string{"key_result", "title", "metric"} {
		if k.Title = trimTitle(cell(f)); k.Title != "" {
			if c := columnOf(n.header, f); c >= 0 {
				_, k.Dropped = clean(n.cells[c])
			}
			break
		}
	}
	if l, ok := krLabel(k.Title); ok {
		k.Title = l.title
	}
	objective = cell("objective")
	if columnOf(n.header, "key_result") < 0 && k.Title == "" {
		k.Title, objective = objective, ""
	}
	k.Owner, k.Status, k.Unit = cell("owner"), cell("status"), cell("unit")
	k.Score = scoreOf(cell("score"))
	k.Baseline, k.Target, k.Value = numberOf(cell("baseline"), &k.Unit, b.o.Locale), numberOf(cell("target"), &k.Unit, b.o.Locale), numberOf(cell("value"), &k.Unit, b.o.Locale)
	if d, err := okr.ParseDate("due", cell("due")); err == nil {
		k.Due = d
	}
	if w := numberOf(cell("weight"), new(string), ""); w != nil && *w >= 0 && *w <= 100 {
		k.Weight = w
	}
	k.told(cell)
	return trimTitle(objective)
}

// rowObjective finds or adds the objective that a row's own column names.
func (b *builder) rowObjective(i int, title string) int {
	for j := i - 1; j >= 0 && b.nodes[j].kind == row; j-- {
		if at := b.at[j]; at != nil {
			if b.objectiveAt(at).Title == title {
				return j
			}
		}
	}
	b.put(i, b.above(i), Objective{Title: title, Cycle: b.cycle, Line: b.nodes[i].line, KeyResults: []KeyResult{}})
	b.rows = i
	return i
}

// outcome cuts what was written behind an arrow: the result as it was published.
func outcome(s string) (text, note string) {
	if !strings.ContainsAny(s, ">→⇒") {
		return s, ""
	}
	at := reOutcome.FindStringIndex(s)
	if at != nil && at[0] > 0 && !(strings.ContainsAny(s[at[0]:at[1]], "→-") && reFrom.MatchString(s[:at[0]]) && reTo.MatchString(s[at[1]:])) {
		return s[:at[0]], strings.TrimSpace(s[at[1]:])
	}
	return s, ""
}

func scoreOf(note string) *float64 {
	if v, ok := sentence.Score(note); ok {
		return &v
	}
	return nil
}

// statusCell is the first cell that says something.
func statusCell(cells []string) string {
	for _, c := range cells {
		if s, _ := clean(c); s != "" {
			return s
		}
	}
	return ""
}

var reTrailing = regexp.MustCompile(`[\s:;,]+$`)

// trimTitle takes numbering, trailing colons and quotes around everything off a title.
func trimTitle(s string) string {
	s = reTrailing.ReplaceAllString(strings.TrimSpace(s), "")
	if len(s) > 1 && s[0] == '"' && s[len(s)-1] == '"' && strings.Count(s, `"`) == 2 {
		s = s[1 : len(s)-1]
	}
	return strings.TrimSpace(s)
}

// readSlots fills what the columns did not say from the title, and settles the kind.
func (k *KeyResult) readSlots(o Options) {
	r := sentence.Read(k.Title, sentence.Options{Today: o.Today, Cycle: o.Cycle, Fiscal: o.Fiscal, Locale: o.Locale})
	if k.Target == nil && k.Baseline == nil {
		k.Baseline, k.Target = r.Baseline, r.Target
		if k.Unit == "" {
			k.Unit = r.Unit
		}
	}
	if k.Direction == "" {
		k.Direction = r.Direction
	}
	if k.Due == "" {
		k.Due = r.Deadline
	}
	k.settle()
}

// settle decides what a key result can be: a number needs a target; anything else arrives as yes or no.
func (k *KeyResult) settle() {
	if k.Target == nil {
		k.Kind, k.Direction, k.Unit = string(okr.YesNo), "", ""
		k.Baseline = nil
		return
	}
	k.Kind = string(okr.Number)
	switch {
	case k.Direction != "":
	case k.Baseline != nil && *k.Target < *k.Baseline:
		k.Direction = okr.Decrease
	case k.Baseline != nil && *k.Target > *k.Baseline:
		k.Direction = okr.Increase
	default:
		k.Direction = okr.Reach
	}
}

// numberOf reads a cell that holds a number; a unit in it fills unit when that is empty.
func numberOf(cell string, unit *string, locale string) *float64 {
	if strings.TrimSpace(cell) == "" {
		return nil
	}
	v, u, ok := sentence.Number(cell, locale)
	if !ok {
		return nil
	}
	if *unit == "" {
		*unit = u
	}
	return &v
}
