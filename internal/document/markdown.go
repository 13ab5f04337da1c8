package document

import (
	"regexp"
	"strings"
)

// A node is one thing of a Markdown document that can mean something: a heading, a list item, a row of a table, a line behind a backslash, a
// paragraph. Depth orders headings before list items: a node is below the last node before it of smaller depth.
type node struct {
	line    int
	kind    nodeKind
	depth   int
	raw     string // with its markup
	text    string // cleaned
	bold    string // the bold words that it begins with, "" if none
	allBold bool
	box     byte     // ' ', 'x' of a checkbox, 0 if none
	struck  bool     // struck out as a whole
	cells   []string // of a table row, raw
	header  []string // of a table row: the table's header, cleaned, nil if it has none
	parent  int      // index of the node above, -1
	role    role
	why     string // why it was not read
}

type nodeKind byte

const (
	heading nodeKind = iota
	item
	row
	paragraph
)

type role byte

const (
	none role = iota
	objective
	keyResult
	skipped
)

// listDepth is the depth of a list item without indentation: below every heading.
const listDepth = 100

var (
	reHeading  = regexp.MustCompile(`^ {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$`)
	reItem     = regexp.MustCompile(`^(\s*)(?:[-*+•]|\d{1,3}[.)]|[a-zA-Z][.)])\s+(.*)$`)
	reBox      = regexp.MustCompile(`^\[([ xX✓✔-])\]\s+`)
	reRule     = regexp.MustCompile(`^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$`)
	reLinkDef  = regexp.MustCompile(`^\s{0,3}\[[^\]]+\]:\s+\S+`)
	reKramdown = regexp.MustCompile(`^\s*\{:.*\}\s*$`)
	reImage    = regexp.MustCompile(`!\[[^\]]*\]\([^)]*\)`)
	reLink     = regexp.MustCompile(`\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+"[^"]*")?\)`)
	reLinkRef  = regexp.MustCompile(`\[([^\[\]]+)\]\[[^\[\]]*\]`)
	reTag      = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)
	reBold     = regexp.MustCompile(`^(?:\*\*|__)(.+?)(?:\*\*|__)\s*(.*)$`)
	reStruck   = regexp.MustCompile(`~~?([^~]+)~~?`)
	reTocEntry = regexp.MustCompile(`^\[.*\]\(#[^)]*\)$`)
)

// scan cuts the text into nodes, and lists what is no part of the plan: front matter, code, link definitions, tables of contents.
func scan(text string) (nodes []node, unread []Unread) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	skip := func(n int, why string) {
		if strings.TrimSpace(lines[n]) != "" {
			unread = append(unread, Unread{Line: n + 1, Text: lines[n], Reason: why})
		}
	}
	i := 0
	if len(lines) > 0 && strings.TrimSpace(lines[0]) == "---" {
		for n := 1; n < len(lines); n++ {
			if s := strings.TrimSpace(lines[n]); s == "---" || s == "..." {
				for ; i <= n; i++ {
					skip(i, whyFrontMatter)
				}
				break
			}
		}
	}
	fence, comment, continued := "", false, false
	var header []string
	for ; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " \t")
		trimmed := strings.TrimSpace(line)
		switch {
		case fence != "":
			skip(i, whyCode)
			if strings.HasPrefix(trimmed, fence) {
				fence = ""
			}
			continue
		case strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~"):
			fence = trimmed[:3]
			skip(i, whyCode)
			continue
		case comment || strings.HasPrefix(trimmed, "<!--"):
			comment = !strings.Contains(trimmed, "-->")
			skip(i, whyComment)
			continue
		case trimmed == "":
			continued, header = false, nil
			continue
		case reLinkDef.MatchString(line), reKramdown.MatchString(line):
			skip(i, whyLink)
			continue
		}
		n := node{line: i + 1, parent: -1}
		if trimmed[0] == '|' || (header != nil && strings.Contains(trimmed, "|")) || (strings.Count(trimmed, "|") >= 2 && i+1 < len(lines) && reRule.MatchString(lines[i+1]) && strings.Contains(lines[i+1], "|")) {
			if reRule.MatchString(trimmed) || isRuleRow(trimmed) {
				skip(i, whyRule)
				continue
			}
			n.kind, n.cells = row, splitRow(trimmed)
			if i+1 < len(lines) && reRule.MatchString(lines[i+1]) && header == nil {
				header = make([]string, len(n.cells))
				for c := range n.cells {
					header[c], _ = clean(n.cells[c])
				}
				if !tableHeader(header) {
					header = []string{}
				} else {
					skip(i, whyHeader)
					continue
				}
			}
			if len(header) > 0 {
				n.header = header
			}
			n.depth, n.raw = listDepth*10, strings.Join(n.cells, " ")
			n.finish(n.cells[0])
			nodes = append(nodes, n)
			continue
		}
		header = nil
		more := strings.HasSuffix(trimmed, `\`)
		body := strings.TrimSpace(strings.TrimSuffix(trimmed, `\`))
		if m := reHeading.FindStringSubmatch(line); m != nil {
			n.kind, n.depth = heading, len(m[1])
			n.finish(m[2])
		} else if m := reItem.FindStringSubmatch(line); m != nil {
			n.kind, n.depth = item, listDepth+columns(m[1])
			n.finish(strings.TrimSpace(strings.TrimSuffix(m[2], `\`)))
		} else if continued && len(nodes) > 0 {
			// A line behind a backslash is a line of its own, one step below the item that it continues.
			first := len(nodes) - 1
			for first > 0 && nodes[first].kind == paragraph {
				first--
			}
			n.kind, n.depth = paragraph, nodes[first].depth+1
			n.finish(body)
		} else if i+1 < len(lines) && isUnderline(lines[i+1]) {
			n.kind, n.depth = heading, 1
			if strings.HasPrefix(strings.TrimSpace(lines[i+1]), "-") {
				n.depth = 2
			}
			n.finish(body)
			i++
		} else if indent := len(line) - len(strings.TrimLeft(line, " \t")); indent >= 2 && len(nodes) > 0 && nodes[len(nodes)-1].kind == item && !labelled(body) {
			// A wrapped line belongs to its item.
			last := &nodes[len(nodes)-1]
			last.finish(last.raw + " " + body)
			continued = more
			continue
		} else {
			n.kind, n.depth = paragraph, listDepth-1
			n.finish(body)
			if !n.allBold && !labelled(n.text) {
				n.depth = listDepth * 20 // prose is above nothing
			} else {
				n.depth = listDepth - 2
				if _, kr := krLabel(n.text); kr {
					n.depth = listDepth - 1
				}
			}
		}
		continued = more
		nodes = append(nodes, n)
	}
	link(nodes)
	goals(nodes)
	return nodes, unread
}

// goals names the columns of tables that hold targets under a header that could be a title.
func goals(nodes []node) {
	for i := 0; i < len(nodes); i++ {
		header := nodes[i].header
		if header == nil {
			continue
		}
		var rows [][]string
		for ; i < len(nodes) && len(nodes[i].header) > 0 && &nodes[i].header[0] == &header[0]; i++ {
			rows = append(rows, nodes[i].cells)
		}
		i--
		if c := goalColumn(header, rows); c >= 0 {
			header[c] = "target"
		}
	}
}

func isUnderline(line string) bool {
	s := strings.TrimSpace(line)
	return len(s) >= 3 && (strings.Trim(s, "=") == "" || strings.Trim(s, "-") == "") && !strings.HasPrefix(line, "    ")
}

// isRuleRow is a rule that somebody put among the rows: |-|-|
func isRuleRow(s string) bool { return strings.Trim(s, "|-: \t") == "" }

// tableHeader answers whether a table's first row names its columns, rather than being an objective itself.
func tableHeader(cells []string) bool {
	for _, c := range cells {
		if fieldOf(c) != "" {
			return true
		}
	}
	return false
}

// splitRow cuts a table row into cells, minding escaped bars and code.
func splitRow(s string) []string {
	s = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(s), "|"), "|")
	var cells []string
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '|' || s[i+1] == '\\'):
			b.WriteString(s[i : i+2]) // clean takes the backslash off
			i++
		case s[i] == '|':
			cells = append(cells, strings.TrimSpace(b.String()))
			b.Reset()
		default:
			b.WriteByte(s[i])
		}
	}
	return append(cells, strings.TrimSpace(b.String()))
}

// columns is the width of an indentation, a tab going to the next multiple of four.
func columns(indent string) int {
	n := 0
	for _, r := range indent {
		if r == '\t' {
			n += 4 - n%4
		} else {
			n++
		}
	}
	return n
}

// finish reads the markup of a node's text.
func (n *node) finish(raw string) {
	n.raw = raw
	if m := reBox.FindStringSubmatch(raw); m != nil {
		n.box = ' '
		if m[1] != " " && m[1] != "-" {
			n.box = 'x'
		}
		raw = raw[len(m[0]):]
	}
	if reTocEntry.MatchString(strings.TrimSpace(raw)) {
		n.role, n.why = skipped, whyContents
	}
	if m := reBold.FindStringSubmatch(strings.TrimSpace(raw)); m != nil {
		n.bold, _ = clean(m[1])
		rest, _ := clean(m[2])
		n.allBold = rest == "" || strings.HasPrefix(rest, "=>")
	}
	n.text, n.struck = clean(raw)
}

// clean takes the markup off a text, and says whether all of it was struck out.
func clean(raw string) (text string, struck bool) {
	if !strings.ContainsAny(raw, markup) { // most lines have none
		return strings.Join(strings.Fields(raw), " "), false
	}
	s := reImage.ReplaceAllString(hideEscaped.Replace(raw), "")
	s = reLink.ReplaceAllString(s, "$1")
	s = reLinkRef.ReplaceAllString(s, "$1")
	s = reTag.ReplaceAllString(s, "")
	if m := reStruck.FindStringSubmatch(s); m != nil {
		rest := strings.TrimSpace(reStruck.ReplaceAllString(s, ""))
		struck = len(rest) <= len(m[1])/4
	}
	s = reStruck.ReplaceAllString(s, "$1")
	s = showEscaped.Replace(trimEmphasis(unmark.Replace(s)))
	return strings.Join(strings.Fields(s), " "), struck
}

var unmark = strings.NewReplacer("**", "", "__", "", "`", "", `\`, "")

// markup are the marks that mean themselves behind a backslash, where inline writes one.
const markup = "\\`*_~<>[]|#!"

// hideEscaped and showEscaped put a private character in the place of an escaped mark, while markup is taken off a text, and back.
var hideEscaped, showEscaped = func() (hide, show *strings.Replacer) {
	var to, back []string
	for _, r := range markup {
		stand := string(0xE000 + r)
		to, back = append(to, "\\"+string(r), stand), append(back, stand, string(r))
	}
	return strings.NewReplacer(to...), strings.NewReplacer(back...)
}()

var reEmphasis = regexp.MustCompile(`(^|[\s(≥≤<>=~$€£+])[*_]([^*_]+)[*_]([\s).,;:!?%+]|$)`)

// trimEmphasis takes single stars and underscores off words, and leaves those inside words alone.
func trimEmphasis(s string) string { return reEmphasis.ReplaceAllString(s, "$1$2$3") }

// link gives every node its parent: the last node before it of smaller depth that can be above something.
func link(nodes []node) {
	var stack []int
	for i := range nodes {
		for len(stack) > 0 && nodes[stack[len(stack)-1]].depth >= nodes[i].depth {
			stack = stack[:len(stack)-1]
		}
		if len(stack) > 0 {
			nodes[i].parent = stack[len(stack)-1]
		}
		if nodes[i].depth < listDepth*10 {
			stack = append(stack, i)
		}
	}
}
