package app

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/headwater-okr/headwater/internal/okr"
)

// maxName is how many characters a name has at most, of an organization, team, person, cycle or token.
const maxName = 120

// lineOf is a text of one line, trimmed and normalized: invalid when it is empty, too long, or has characters that nobody sees.
func lineOf(field, s string, most int) (string, error) {
	s = norm.NFC.String(strings.TrimSpace(s))
	switch {
	case s == "":
		return "", okr.Fail(okr.Invalid, field, "Write something here.")
	case utf8.RuneCountInString(s) > most:
		return "", okr.Fail(okr.Invalid, field, fmt.Sprintf("Use at most %d characters.", most))
	case !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl):
		return "", okr.Fail(okr.Invalid, field, "Use one line of plain text.")
	}
	return s, nil
}

// textOf is a text of any number of lines, trimmed and normalized; it may be empty.
func textOf(field, s string, most int) (string, error) {
	s = norm.NFC.String(strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")))
	switch {
	case utf8.RuneCountInString(s) > most:
		return "", okr.Fail(okr.Invalid, field, fmt.Sprintf("Use at most %d characters.", most))
	case !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }):
		return "", okr.Fail(okr.Invalid, field, "Use plain text.")
	}
	return s, nil
}

// setLine gives *to the line *from, if there is one.
func setLine(to *string, field string, from *string, most int) (err error) {
	if from != nil {
		*to, err = lineOf(field, *from, most)
	}
	return err
}

// setText gives *to the text *from, if there is one.
func setText(to *string, field string, from *string, most int) (err error) {
	if from != nil {
		*to, err = textOf(field, *from, most)
	}
	return err
}

// set gives *to the value *from, if there is one.
func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// stale is the conflict of an edit that was made on another version than the one that stands; given 0 asks for none.
func stale(given, stands int, theirs any) error {
	if given == 0 || given == stands {
		return nil
	}
	return &okr.Error{Kind: okr.Conflict, Field: "version", Theirs: theirs,
		Message: "Somebody else has changed this meanwhile. Compare both, and save again."}
}

// slugOf makes the part of a URL that stands for a name: lower-case letters a–z, digits and single hyphens. otherwise stands in
// for a name that has none of them.
func slugOf(name, otherwise string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == 'ß':
			b.WriteString("ss")
		case unicode.Is(unicode.Mn, r): // an accent, which is left out
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	slug := strings.Trim(cut(b.String(), 50), "-")
	if slug == "" {
		return otherwise
	}
	return slug
}

// freeSlug is slugOf with a number behind it where the slug is taken, and takes it.
func freeSlug(name, otherwise string, taken map[string]bool) string {
	base := slugOf(name, otherwise)
	slug := base
	for n := 2; taken[slug]; n++ {
		slug = fmt.Sprintf("%s-%d", base, n)
	}
	taken[slug] = true
	return slug
}

var errForbidden = okr.Fail(okr.Forbidden, "", "You may not do this here. Ask an owner or the ambassador of your organization.")

// mayAdminister holds for owners and ambassadors, and for their tokens with the scope admin.
func mayAdminister(actor Actor) error {
	if actor.Viewer.Role != okr.OrgOwner && actor.Viewer.Role != okr.OrgAmbassador {
		return errForbidden
	}
	if !actor.May("admin") {
		return okr.Fail(okr.Forbidden, "", "This token may not administer. Make one with the scope admin.")
	}
	return nil
}

// mayLead holds for the leadership: owners, ambassadors and the leads of the root team.
func mayLead(actor Actor) error {
	if !actor.Viewer.Leader {
		return okr.Fail(okr.Forbidden, "", "This is for the leadership: owners, ambassadors and the leads of the whole organization.")
	}
	return nil
}
