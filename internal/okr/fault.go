package okr

import (
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Faults are all that is wrong with an input, so that a person mends it in one go. As an error it holds each *Error.
type Faults []*Error

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, e := range f {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.As find the faults; the first is found first.
func (f Faults) Unwrap() []error {
	out := make([]error, len(f))
	for i, e := range f {
		out[i] = e
	}
	return out
}

// FaultsOf lists the faults in err that can be shown: all of Faults, the one of an *Error, none of anything else.
func FaultsOf(err error) Faults {
	var many Faults
	var one *Error
	switch {
	case errors.As(err, &many):
		return many
	case errors.As(err, &one):
		return Faults{one}
	}
	return nil
}

// Under puts a prefix before the field of every fault in err: "key_results[2]." makes "title" into "key_results[2].title".
func Under(prefix string, err error) error {
	faults := FaultsOf(err)
	if faults == nil {
		return err
	}
	out := make(Faults, len(faults))
	for i, e := range faults {
		c := *e
		c.Field = prefix + c.Field
		out[i] = &c
	}
	return out
}

// Join is all faults of several checks as one error, nil if there is none. An error that is no fault wins.
func Join(errs ...error) error {
	var f Faults
	for _, err := range errs {
		if err == nil {
			continue
		}
		faults := FaultsOf(err)
		if faults == nil {
			return err
		}
		f = append(f, faults...)
	}
	return f.err()
}

func (f Faults) err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

func (f *Faults) add(err error) {
	var e *Error
	if errors.As(err, &e) {
		*f = append(*f, e)
	}
}

func (f *Faults) addf(field, format string, args ...any) {
	*f = append(*f, &Error{Kind: Invalid, Field: field, Message: fmt.Sprintf(format, args...)})
}

// Limits of what people write, in characters, and of what they list.
const (
	MaxTitle = 300
	MaxText  = 10_000
	maxList  = 50
)

// text checks a text of at least least and at most most characters.
func (f *Faults) text(field, s string, least, most int) {
	n := utf8.RuneCountInString(s)
	switch {
	case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		f.addf(field, "This holds characters that are not text. Remove them and try again.")
	case strings.TrimSpace(s) == "" && least > 0:
		f.addf(field, "Write something here.")
	case n > most:
		f.addf(field, "This is %d characters long. Use at most %d.", n, most)
	}
}

// id checks the id of another thing as far as text goes; whether there is such a thing is for whoever can look.
func (f *Faults) id(field, id string) {
	if len(id) > 64 || !utf8.ValidString(id) || strings.ContainsRune(id, 0) {
		f.addf(field, "This is no id. Use one as it came from Headwater.")
	}
}

// count checks how many there are of something.
func (f *Faults) count(field, what string, n, most int) {
	if n > most {
		f.addf(field, "These are %d %s. Use at most %d.", n, what, most)
	}
}

// MaxPosition is the last place among siblings, and −MaxPosition the first: the store keeps places in 32 bits.
const MaxPosition = 1_000_000_000

func (f *Faults) position(n int) {
	if n < -MaxPosition || n > MaxPosition {
		f.addf("position", "Use a position between −1,000,000,000 and 1,000,000,000.")
	}
}

func (f *Faults) number(field string, v *float64) { f.add(checkValue(field, v)) }

// oneOf checks a word against the words that there are.
func oneOf[T ~string](f *Faults, field string, v T, choices ...T) {
	list := make([]string, len(choices))
	for i, w := range choices {
		if v == w {
			return
		}
		list[i] = words(w)
	}
	f.addf(field, "Choose one of: %s.", strings.Join(list, ", "))
}

func checkDate(field string, d Date, needed bool) error {
	if d == "" {
		if needed {
			return Fail(Invalid, field, "Choose a date.")
		}
		return nil
	}
	_, err := ParseDate(field, string(d))
	return err
}

const maxSlug = 60

// Slug makes the part of a URL from a name: lower-case letters and digits with hyphens, at most 60; "x" if nothing is left.
func Slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case folded[r] != "":
			b.WriteString(folded[r])
		case r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= maxSlug {
			break
		}
	}
	s := b.String()
	if s = strings.Trim(s[:min(len(s), maxSlug)], "-"); s != "" { // folding writes two letters for some
		return s
	}
	return "x"
}

// folded writes the letters of Latin languages without their marks.
var folded = func() map[rune]string {
	m := map[rune]string{'ä': "ae", 'ö': "oe", 'ü': "ue", 'ß': "ss", 'æ': "ae", 'ø': "o", 'å': "a", 'œ': "oe", 'ł': "l", 'đ': "d"}
	for plain, marked := range map[string]string{"a": "áàâãāą", "c": "çćč", "d": "ď", "e": "éèêëēęě", "i": "íìîïī", "n": "ñńň",
		"o": "óòôõōő", "r": "ř", "s": "śšş", "t": "ťţ", "u": "úùûūůű", "y": "ýÿ", "z": "źżž", "g": "ğ"} {
		for _, r := range marked {
			m[r] = plain
		}
	}
	return m
}()

// CheckSlug says what is wrong with the address that a person chose.
func CheckSlug(field, slug string) error {
	if slug == "" || slug != Slug(slug) {
		return Fail(Invalid, field, "Use lower-case letters, digits and hyphens, for example "+Slug(slug)+".")
	}
	return nil
}

// Email checks and normalises an e-mail address.
func Email(field, s string) (string, error) {
	valid := utf8.ValidString(s) && !strings.ContainsRune(s, 0) // asked first: lower case mends bytes that are no text
	s = strings.ToLower(strings.TrimSpace(s))
	a, err := mail.ParseAddress(s)
	if !valid || err != nil || a.Address != s || len(s) > 254 {
		return "", Fail(Invalid, field, "Write an e-mail address, for example ines@example.org.")
	}
	return s, nil
}

// checkURL lets through links that a page can show safely.
func checkURL(field, s string) error {
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || len(s) > 2000 || !utf8.ValidString(s) {
		return Fail(Invalid, field, "Write a web address that begins with https://.")
	}
	return nil
}
