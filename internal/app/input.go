package app

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/headwater-okr/headwater/internal/okr"
)

// setLine gives *to the text *from, if there is one, as one line: normalized, without space around it.
func setLine(to, from *string) {
	if from != nil {
		*to = line(*from)
	}
}

func line(s string) string { return norm.NFC.String(okr.OneLine(s)) }

// setText gives *to the text *from, if there is one, of any number of lines.
func setText(to, from *string) {
	if from != nil {
		*to = norm.NFC.String(strings.TrimSpace(strings.ReplaceAll(*from, "\r\n", "\n")))
	}
}

// emailOf is an e-mail address in the one form in which it is stored.
func emailOf(field, s string) (string, error) { return okr.Email(field, norm.NFC.String(s)) }

// set gives *to the value *from, if there is one.
func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// compareNames orders by letters, not by case.
func compareNames(x, y string) int {
	if c := strings.Compare(okr.NameKey(x), okr.NameKey(y)); c != 0 {
		return c
	}
	return strings.Compare(x, y)
}

// pageOf is how many of something stand on a page: DefaultPage unless a limit is given.
func pageOf(limit int, what string) (int, error) {
	if limit < 0 || limit > MaxPage {
		return 0, okr.Fail(okr.Invalid, "limit", fmt.Sprintf("Ask for 1 to %d %s at once.", MaxPage, what))
	}
	return cmp.Or(limit, DefaultPage), nil
}

// cursorOf says where a page ended, by the last of what was on it.
func cursorOf(key ...any) string {
	b, err := json.Marshal(key)
	if err != nil {
		panic("a key that is no JSON") // it is of numbers and texts
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// readCursorOf reads such a key into pointers, and leaves them alone for the first page.
func readCursorOf(cursor string, key ...any) error {
	if cursor == "" {
		return nil
	}
	n := len(key)
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || json.Unmarshal(b, &key) != nil || len(key) != n {
		return errCursor
	}
	return nil
}

var errCursor = okr.Fail(okr.Invalid, "cursor", "Use the cursor that came with the page before, with the same query.")

// stale is the conflict of an edit that was made on another version than the one that stands; given 0 asks for none.
func stale(given, stands int, theirs any) error {
	if given == 0 || given == stands {
		return nil
	}
	return &okr.Error{Kind: okr.Conflict, Field: "version", Theirs: theirs,
		Message: "Somebody else has changed this meanwhile. Compare both, and save again."}
}

// notPast refuses a day to do something by that is over already when somebody writes it. One that stood there stays.
func notPast(field string, day, before, today okr.Date) error {
	if day == "" || day == before || day >= today {
		return nil
	}
	if _, err := okr.ParseDate(field, string(day)); err != nil {
		return nil // what Check refuses
	}
	return okr.Fail(okr.Invalid, field, "This day is over. Use "+today.Words(today)+" or a later day.")
}

// freeSlug is okr.Slug with a number behind it where the slug is taken, and takes it.
func freeSlug(name string, taken map[string]bool) string {
	base := okr.Slug(name)
	slug := base
	for n := 2; taken[slug]; n++ {
		slug = fmt.Sprintf("%s-%d", base, n)
	}
	taken[slug] = true
	return slug
}

// refield gives the faults in err the names that an input's fields have where they are others than the thing's.
func refield(err error, names map[string]string) error {
	faults := okr.FaultsOf(err)
	if faults == nil {
		return err
	}
	out := make(okr.Faults, len(faults))
	for i, e := range faults {
		c := *e
		c.Field = strings.TrimPrefix(c.Field, "settings.")
		if to := names[c.Field]; to != "" {
			c.Field = to
		}
		out[i] = &c
	}
	return out
}

// mayAdminister holds for owners and ambassadors, and for their tokens with the scope admin.
func mayAdminister(actor Actor) error {
	if err := okr.CanAdmin(actor.Viewer); err != nil {
		return err
	}
	if !actor.May(ScopeAdmin) {
		return okr.Fail(okr.Forbidden, "", "This token may not administer. Make one with the scope admin.")
	}
	return nil
}

// A ThingInput names one thing, at a version if that is not 0.
type ThingInput struct {
	ID      string `json:"id"`
	Version int    `json:"version,omitempty"`
}

// A Ref is a thing's id with the name that people know it by.
type Ref struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func byName(x, y Ref) int {
	if c := compareNames(x.Name, y.Name); c != 0 {
		return c
	}
	return strings.Compare(x.ID, y.ID)
}
