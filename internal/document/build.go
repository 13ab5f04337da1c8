package document

import (
	"regexp"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/sentence"
)

var (
	reOutcome  = regexp.MustCompile(`\s*(?:=+>|-+>|→|⇒|—>)\s*`)
	reFrom     = regexp.MustCompile(`\d(?:\S*|\s?[%$€£])$`) // "60% → 90%" is a way, and no outcome
	reTo       = regexp.MustCompile(`^[$€£]?\s?\d`)
	reFromUnit = regexp.MustCompile(`\d\s+(\pL{1,12})$`) // likewise "50 kg → 40 kg"; but not "Open 12 shops -> 8"
	reToUnit   = regexp.MustCompile(`^\d[\d.,]*\s*(\pL{1,12})(?:$|\s*[,;.(/]|\s+(?:by|until|per|a|in|bis|pro|por|al|hasta)\s)`)
	reTrailing = regexp.MustCompile(`[\s:;,]+$`)
)

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
			b.draft.Unread = append(b.draft.Unread, Unread{Line: n.line, Text: n.raw, Reason: b.reason(i)})
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
	case period(n.text):
		return whyCycle
	case n.kind == heading && teamOf(n.text) != "":
		return whyTeam
	case n.kind == heading && b.heads(i):
		return whyAbove
	case n.kind == heading:
		return "a heading with no objective below it"
	case n.parent >= 0 && b.nodes[n.parent].role == keyResult:
		return whyDetail
	case n.kind == paragraph:
		return whyProse
	default:
		return "neither an objective nor a key result by this document's layout"
	}
}

// heads answers whether there is an objective below a heading.
func (b *builder) heads(i int) bool {
	for _, n := range b.nodes[i+1:] {
		if n.kind == heading && n.depth <= b.nodes[i].depth {
			return false
		}
		if n.role == objective {
			return true
		}
	}
	return false
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
		if sections[letters(b.nodes[p].text)] == keyResult {
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
	if team == "" {
		team = b.section(i)
	}
	o := Objective{Title: trimTitle(title), Team: team, Cycle: b.cycleAt(i), Line: n.line, Note: note, Dropped: n.struck, KeyResults: []KeyResult{}}
	o.Score = scoreOf(note)
	if n.kind == row && len(n.cells) > 1 && o.Status == "" {
		o.Status = statusCell(n.cells[1:])
	}
	b.put(i, b.above(i), o)
}

// cycleAt is the cycle that a heading above a node names, else the document's.
func (b *builder) cycleAt(i int) string {
	for p := b.nodes[i].parent; p >= 0; p = b.nodes[p].parent {
		if n := b.nodes[p]; period(n.text) {
			return reCycle.FindString(n.text)
		}
	}
	return b.cycle
}

// section is the team that the nearest heading above an objective names, "" if none does.
func (b *builder) section(i int) string {
	for p := b.nodes[i].parent; p >= 0; p = b.nodes[p].parent {
		switch n := b.nodes[p]; {
		case n.role == objective: // one below another is of its team unless it says otherwise
			return ""
		case n.kind == heading:
			if team := teamOf(n.text); team != "" {
				return team
			}
		}
	}
	return ""
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
		b.draft.Unread = append(b.draft.Unread, Unread{Line: n.line, Text: n.raw, Reason: "the key result has no text"})
		return
	}
	if k.Kind == "" {
		k.readSlots(b.o)
	}
	if under < 0 {
		b.draft.Unread = append(b.draft.Unread, Unread{Line: n.line, Text: n.raw, Reason: "a key result with no objective above it"})
		return
	}
	o := b.objectiveAt(b.at[under])
	if c := columnOf(n.header, "goal_kind"); o.Kind == "" && c >= 0 && c < len(n.cells) {
		o.Kind = goalKind(n.cells[c])
	}
	o.take(k)
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
	b.put(i, b.above(i), Objective{Title: title, Cycle: b.cycleAt(i), Line: b.nodes[i].line, KeyResults: []KeyResult{}})
	b.rows = i
	return i
}

// outcome cuts what was written behind an arrow: the result as it was published.
func outcome(s string) (text, note string) {
	if !strings.ContainsAny(s, ">→⇒") {
		return s, ""
	}
	at := reOutcome.FindStringIndex(s)
	if at != nil && at[0] > 0 && !(strings.ContainsAny(s[at[0]:at[1]], "→-") && fromTo(s[:at[0]], s[at[1]:])) {
		return s[:at[0]], strings.TrimSpace(s[at[1]:])
	}
	return s, ""
}

// fromTo answers whether an arrow stands between two values of the same thing.
func fromTo(left, right string) bool {
	if reFrom.MatchString(left) && reTo.MatchString(right) {
		return true
	}
	from, to := reFromUnit.FindStringSubmatch(left), reToUnit.FindStringSubmatch(right)
	if from == nil || to == nil {
		return false
	}
	a, b := strings.ToLower(from[1]), strings.ToLower(to[1])
	return a == b || strings.TrimRight(a, "ens") == strings.TrimRight(b, "ens") // one day, two days; Tage, Tagen
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
