package web

import (
	"bytes"
	"cmp"
	"html"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// What two people write at once: a form that began with what somebody else has replaced meanwhile keeps what was typed and says at each field what stands
// there now. It carries the new version, so that who saves again replaces it, and knows it.

// clash is the conflict of a field with what somebody else has saved, nil for none; without a field of its own it is that of the whole form. A name that is taken
// is none: nothing stands there that was not there before.
func (f *form) clash(field string) *okr.Error {
	if f == nil {
		return nil
	}
	for _, e := range f.faults {
		if e.Kind == okr.Conflict && (e.Field == field && e.Theirs != nil || e.Field == "version") {
			return e
		}
	}
	return nil
}

// field is a field of a form: x as it stands, shown as it was typed, with what is wrong with it.
func (f *form) field(x ui.Field) ui.Field { return f.fieldAt(x, 0, "") }

// fieldAt is field for the nth of those that share a name; label says above which it is, "" where the name does.
func (f *form) fieldAt(x ui.Field, n int, label string) ui.Field {
	if f == nil {
		return x
	}
	if x.Error == "" {
		x.Error = f.fault(x.Name)
	}
	if n < 0 || len(f.values[x.Name]) <= n {
		return x
	}
	typed, stands, shown := f.values[x.Name][n], x.Value, x.Value
	if x.Type == "select" || x.Type == "pick" {
		for i, o := range x.Options {
			if i == 0 || o.Chosen {
				stands, shown = o.Value, o.Text
			}
		}
		x.Options = chosen(x.Options, typed)
	} else if x.Type == "date" {
		shown = okr.Date(x.Value).Words("")
	}
	x.Value = typed
	if said := f.now(x.Name, cmp.Or(label, x.Name), typed, stands, shown); said != "" {
		x.Error = strings.TrimSpace(x.Error + " " + said)
	}
	return x
}

// now says what stands in a field where somebody else has saved something other than what was typed, "" where nobody has; shown is what stands, in words.
func (f *form) now(name, label, typed, stands, shown string) string {
	if f.clash(name) == nil || slices.Equal(lines(typed), lines(stands)) {
		return ""
	}
	said := "It is empty now."
	if list := lines(shown); len(list) > 0 {
		said = "It is now: “" + strings.Join(list, "; ") + "”."
	}
	f.stands = append(f.stands, &okr.Error{Kind: okr.Conflict, Field: label, Message: said})
	return said
}

// nowTicked is now for a tick.
func (f *form) nowTicked(name string, stands bool) string {
	words := map[bool]string{true: "ticked", false: "not ticked"}
	return f.now(name, name, words[f.value(name, "") != ""], words[stands], words[stands])
}

// nowOf is now for a field of which several things can be chosen: values are what stands, and words what they are called.
func (f *form) nowOf(name string, values []string, words func(string) string) string {
	if f.clash(name) == nil {
		return ""
	}
	typed, stands := slices.Sorted(slices.Values(f.values[name])), slices.Sorted(slices.Values(values))
	var shown []string
	for _, v := range values {
		shown = append(shown, words(v))
	}
	return f.now(name, name, strings.Join(slices.Compact(typed), "\n"), strings.Join(stands, "\n"), strings.Join(shown, ", "))
}

// nowStep is now for a scale.
func (f *form) nowStep(name string, stands *int) string {
	text := ""
	if stands != nil {
		text = strconv.Itoa(*stands)
	}
	return f.now(name, name, f.value(name, ""), text, text)
}

// standing is what the fields said of a name.
func (f *form) standing(name string) string {
	for _, e := range f.stands {
		if e.Field == name {
			return e.Message
		}
	}
	return ""
}

// hear lets the fields of a page say what stands there now, and keeps what was typed that the page has no place for any more: its top shows both.
func (f *form) hear(r *request, again func(*request, int, *form) error) error {
	page := &draft{header: http.Header{}}
	q := *r
	q.w = page
	if err := again(&q, http.StatusConflict, f); err != nil {
		return err
	}
	text := page.String()
	for _, name := range slices.Sorted(maps.Keys(f.values)) {
		for _, typed := range f.values[name] {
			// Choices and ids have no blanks, and what began with "base" or "read" nobody typed.
			if typed = strings.TrimSpace(typed); strings.ContainsAny(typed, " \n") && !strings.HasPrefix(name, "base") && !strings.HasPrefix(name, "read") && !strings.Contains(text, html.EscapeString(typed)) {
				f.lost = append(f.lost, typed)
			}
		}
	}
	return nil
}

// clashText says that somebody was there before.
func (f *form) clashText() string {
	if len(f.lost) > 0 {
		return "Somebody saved this while you were writing, and there is no place for what you typed any more. You wrote: “" + strings.Join(f.lost, "”, “") + "”."
	}
	return "Somebody saved this while you were writing. What you typed is still here; saving again puts it in the place of theirs."
}

// A draft is a page that nobody gets.
type draft struct {
	bytes.Buffer
	header http.Header
}

func (d *draft) Header() http.Header { return d.header }
func (d *draft) WriteHeader(int)     {}
