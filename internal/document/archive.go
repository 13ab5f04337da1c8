package document

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/headwater-okr/headwater/internal/okr"
)

// An ArchiveWriter writes an okr.Archive piece by piece, so that it need not be in memory: as JSON, a line each thing, or as YAML that people can read
// and compare. The pieces come in the order of the fields of okr.Archive; both formats hold the same.
type ArchiveWriter struct {
	w    *bufio.Writer
	yaml bool
	list string // the list that is open
	some bool   // something was written
}

// NewArchiveWriter begins an archive; format is "json" or "yaml".
func NewArchiveWriter(w io.Writer, format string) *ArchiveWriter {
	return &ArchiveWriter{w: bufio.NewWriterSize(w, 64<<10), yaml: format == "yaml"}
}

// Field writes a field that is one thing.
func (a *ArchiveWriter) Field(name string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	a.end()
	a.begin(name)
	if !a.yaml {
		a.w.Write(b)
		return nil
	}
	return a.block(b, false)
}

// Item writes the next thing of a list. A list without any is left out.
func (a *ArchiveWriter) Item(list string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	first := a.list != list
	if first {
		a.end()
		a.begin(list)
		a.list = list
	}
	switch {
	case a.yaml:
		a.w.WriteString("\n-")
		return a.block(b, true)
	case first:
		a.w.WriteString("[\n")
	default:
		a.w.WriteString(",\n")
	}
	_, err = a.w.Write(b)
	return err
}

// Close ends the archive. A fault of the writer below is told here at the latest.
func (a *ArchiveWriter) Close() error {
	a.end()
	switch {
	case a.yaml:
		a.w.WriteString("\n")
	case a.some:
		a.w.WriteString("}\n")
	default:
		a.w.WriteString("{}\n")
	}
	return a.w.Flush()
}

// begin writes the name of a field.
func (a *ArchiveWriter) begin(name string) {
	switch {
	case a.yaml && a.some:
		a.w.WriteString("\n" + name + ":")
	case a.yaml:
		a.w.WriteString(name + ":")
	case a.some:
		a.w.WriteString(",\n\"" + name + "\":")
	default:
		a.w.WriteString("{\"" + name + "\":")
	}
	a.some = true
}

// end closes an open list.
func (a *ArchiveWriter) end() {
	if a.list != "" && !a.yaml {
		a.w.WriteString("\n]")
	}
	a.list = ""
}

// block writes a JSON value as YAML behind "name:" or "-". It goes through the tokens, so that order and numbers stay as they are.
func (a *ArchiveWriter) block(b []byte, behindDash bool) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	return a.value(d, 1, behindDash)
}

func (a *ArchiveWriter) value(d *json.Decoder, depth int, behindDash bool) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	switch t := t.(type) {
	case json.Delim:
		return a.entries(d, t, depth, behindDash)
	case string:
		a.w.WriteString(" " + scalar(t))
	case json.Number:
		a.w.WriteString(" " + plainNumber(t))
	case bool:
		fmt.Fprintf(a.w, " %t", t)
	default:
		a.w.WriteString(" null")
	}
	return nil
}

// entries writes what is in a list or mapping; the first entry of a mapping stands behind the dash of its list.
func (a *ArchiveWriter) entries(d *json.Decoder, kind json.Delim, depth int, behindDash bool) error {
	if !d.More() {
		a.w.WriteString(map[json.Delim]string{'{': " {}", '[': " []"}[kind])
	}
	for n := 0; d.More(); n++ {
		if n == 0 && behindDash && kind == '{' {
			a.w.WriteString(" ")
		} else {
			a.w.WriteString("\n" + strings.Repeat("  ", depth))
		}
		if kind == '[' {
			a.w.WriteString("-")
			if err := a.value(d, depth+1, true); err != nil {
				return err
			}
			continue
		}
		name, err := d.Token()
		if err != nil {
			return err
		}
		a.w.WriteString(scalar(name.(string)) + ":")
		if err := a.value(d, depth+1, false); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

var (
	rePlain  = regexp.MustCompile(`^[A-Za-z][A-Za-z_ ]*[A-Za-z]$`)
	reserved = map[string]bool{"true": true, "false": true, "null": true, "yes": true, "no": true, "on": true, "off": true}
)

// scalar writes a text so that every reader of YAML takes it for that text: plain words plainly, all else as in JSON.
func scalar(s string) string {
	if rePlain.MatchString(s) && !reserved[strings.ToLower(s)] {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r < 0x10000 && r != ' ' && !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		case r != ' ' && !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// plainNumber writes a number without an exponent, which some readers take for a text.
func plainNumber(n json.Number) string {
	if n == "-0" {
		return "-0.0" // "-0" is the integer 0
	}
	if !strings.ContainsAny(n.String(), "eE") {
		return n.String()
	}
	f, err := n.Float64()
	if err != nil {
		return n.String()
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// MaxArchive is the largest archive that is read, in bytes.
const MaxArchive = 2 << 30

// ReadArchive reads what an ArchiveWriter wrote, in either format. After-images come back as the bytes that they were.
func ReadArchive(r io.Reader) (*okr.Archive, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxArchive+1))
	if err != nil {
		return nil, err
	}
	if len(b) > MaxArchive {
		return nil, okr.Fail(okr.Invalid, "file", "This export is larger than 2 GB. Restore a backup of the database instead.")
	}
	fromYAML := !bytes.HasPrefix(bytes.TrimLeft(b, " \t\r\n\ufeff"), []byte("{"))
	if fromYAML {
		if b, err = yamlToJSON(b); err != nil {
			return nil, okr.Fail(okr.Invalid, "file", "This is no export of Headwater, neither JSON nor YAML: "+firstLine(err.Error()))
		}
	}
	var a okr.Archive
	if err := json.Unmarshal(b, &a); err != nil {
		return nil, jsonFault(err)
	}
	switch {
	case a.Format == 0 || a.Organization.ID == "":
		return nil, okr.Fail(okr.Invalid, "file", "This is no export of Headwater: it does not begin with “headwater” and an organization.")
	case a.Format > okr.ArchiveFormat:
		return nil, okr.Fail(okr.Invalid, "file", fmt.Sprintf("This export is of format %d; this program reads up to %d. Use a newer Headwater.", a.Format, okr.ArchiveFormat))
	}
	if fromYAML {
		for i := range a.Events {
			for j := range a.Events[i].Rows {
				row := &a.Events[i].Rows[j]
				if row.After, err = asWritten(row.Thing, row.After); err != nil {
					return nil, jsonFault(err)
				}
			}
		}
	}
	return &a, nil
}

// asWritten gives an after-image that went through YAML the bytes that the log writes.
func asWritten(thing okr.Thing, raw json.RawMessage) (json.RawMessage, error) {
	v, ok := okr.NewThing(thing)
	if !ok { // it has no fractions, and so only its spaces are others
		var b, escaped bytes.Buffer
		if err := json.Compact(&b, raw); err != nil {
			return nil, err
		}
		json.HTMLEscape(&escaped, b.Bytes())
		return escaped.Bytes(), nil
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return nil, err
	}
	return json.Marshal(v)
}
