package letter

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxDepth is how deep elements are followed; mail programs do not nest deeper, and whoever does has no text there for us.
const maxDepth = 400

// plainOf is the text of a mail in HTML, a line a paragraph. What mail programs mark as quoted becomes a line that begins with >.
func plainOf(page string) string {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return ""
	}
	w := &htmlText{}
	w.walk(doc, 0)
	return w.String()
}

type htmlText struct {
	strings.Builder
	space bool // one is due before the next word
	ended bool // the rest is the mail that is answered
}

func (w *htmlText) line() {
	w.space = false
	if s := w.String(); s != "" && !strings.HasSuffix(s, "\n") {
		w.WriteByte('\n')
	}
}

func (w *htmlText) walk(n *html.Node, depth int) {
	if depth > maxDepth || w.Len() > maxText || w.ended {
		return
	}
	if n.Type == html.TextNode {
		w.words(n.Data)
		return
	}
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Head, atom.Title, atom.Template, atom.Noscript, atom.Img, atom.Object, atom.Svg:
		return
	case atom.Br:
		w.space = false
		w.WriteByte('\n')
		return
	case atom.Blockquote:
		w.quote()
		return
	}
	mark := attribute(n, "class") + " " + attribute(n, "id")
	switch {
	case strings.Contains(mark, "gmail_signature"), strings.Contains(mark, "moz-signature"):
		return
	case strings.Contains(mark, "gmail_quote"), strings.Contains(mark, "yahoo_quoted"), strings.Contains(mark, "moz-cite-prefix"), strings.Contains(mark, "protonmail_quote"):
		w.quote()
		return
	case strings.Contains(mark, "appendonsend"), strings.Contains(mark, "divRplyFwdMsg"), strings.Contains(mark, "mail-editor-reference-message-container"):
		w.ended = true // Outlook: everything behind it
		return
	}
	block := false
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Table, atom.Tr, atom.Li, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.Hr, atom.Pre, atom.Section:
		block = true
	}
	if block {
		w.line()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c, depth+1)
	}
	if n.DataAtom == atom.Td {
		w.space = true
	}
	if block {
		w.line()
		if n.DataAtom == atom.P {
			w.WriteByte('\n')
		}
	}
}

func (w *htmlText) quote() {
	w.line()
	w.WriteString(">\n")
}

// words writes a text as HTML shows it: any white space is one space, and none at the beginning of a line.
func (w *htmlText) words(s string) {
	for i, word := range strings.Fields(s) {
		if w.space = w.space || i > 0 || strings.TrimLeftFunc(s, unicode.IsSpace) != s; w.space && w.Len() > 0 && !strings.HasSuffix(w.String(), "\n") {
			w.WriteByte(' ')
		}
		w.space = false
		w.WriteString(word)
	}
	if s != "" && strings.TrimRightFunc(s, unicode.IsSpace) != s {
		w.space = true
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
