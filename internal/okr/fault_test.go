package okr

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestFaults(t *testing.T) {
	one, two, broken := Fail(Invalid, "title", "Write something here."), Fail(Conflict, "", "Changed."), errors.New("disk full")
	fields := func(err error) (out []string) {
		for _, f := range FaultsOf(err) {
			out = append(out, string(f.Kind)+" "+f.Field)
		}
		return out
	}
	for name, tt := range map[string]struct {
		err  error
		want []string
	}{
		"nothing":              {Join(nil, nil), nil},
		"one":                  {Join(nil, one), []string{"invalid title"}},
		"several":              {Join(one, Join(two, one)), []string{"invalid title", "conflict ", "invalid title"}},
		"what is no fault":     {Join(one, broken, two), nil},
		"wrapped":              {fmt.Errorf("saving: %w", one), []string{"invalid title"}},
		"several, wrapped":     {fmt.Errorf("saving: %w", Join(one, two)), []string{"invalid title", "conflict "}},
		"under a prefix":       {Under("items[3].", Join(one, two)), []string{"invalid items[3].title", "conflict items[3]."}},
		"no fault is prefixed": {Under("items[3].", broken), nil},
		"nothing is prefixed":  {Under("items[3].", nil), nil},
	} {
		if diff := cmp.Diff(tt.want, fields(tt.err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if err := Join(one, broken); !errors.Is(err, broken) {
		t.Errorf("what is no fault is lost: %v", err)
	}
	if FaultsOf(one)[0].Field != "title" {
		t.Error("a prefix has changed the fault that it was put before")
	}
	if got, want := Join(one, two).Error(), "title: Write something here.\nChanged."; got != want {
		t.Errorf("together they read %q, want %q", got, want)
	}
	var e *Error
	if !errors.As(Join(one, two), &e) || e.Field != "title" {
		t.Error("the first fault is not found first")
	}
}

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{"Back office": "back-office", "Größe & Maß": "groesse-mass", "Équipe №1": "equipe-1", "東京": "x", "  --  ": "x", "A": "a"} {
		if got := Slug(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

// A slug is short, safe in a URL, and its own slug, whatever the name.
func FuzzSlug(f *testing.F) {
	for _, name := range []string{"Größe", strings.Repeat("ä", 80), strings.Repeat("a", 59) + "ß", "a/b?c#d", "\x00\xff", "İstanbul", "…"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		s := Slug(name)
		if s == "" || len(s) > maxSlug || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("%q becomes %q", name, s)
		}
		if err := CheckSlug("slug", s); err != nil {
			t.Errorf("%q becomes %q, which is refused: %v", name, s, err)
		}
	})
}

func TestEmail(t *testing.T) {
	for text, want := range map[string]string{
		"ines@example.org": "ines@example.org", "  Ines.Dubois+okr@Example.ORG ": "ines.dubois+okr@example.org", "ünal@example.org": "ünal@example.org",
		"": "", "ines": "", "ines@": "", "@example.org": "", "ines@example.org, bo@example.org": "", "Ines <ines@example.org>": "", "ines@example.org\x00": "", "a b@example.org": "",
		"\xff@example.org": "", strings.Repeat("a", 250) + "@example.org": "", "ines@exa\nmple.org": "",
	} {
		got, err := Email("email", text)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q becomes %q, %v; want %q", text, got, err, want)
		}
	}
}

// Whatever bytes come: what text lets through can be stored and shown, and is not too long.
func TestTextIsText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := string(rapid.SliceOfN(rapid.SampledFrom([]byte{0, 'a', ' ', '\n', 0xc3, 0xa4, 0xff, 0xf0, 0x9f, 0x92, 0xa7}), 0, 12).Draw(t, "bytes"))
		c := Comment{Text: raw}
		ok := c.Check() == nil
		if want := strings.ToValidUTF8(raw, "\x00") == raw && !strings.Contains(raw, "\x00") && strings.TrimSpace(raw) != ""; ok != want {
			t.Fatalf("%q is accepted: %v", raw, ok)
		}
	})
}
