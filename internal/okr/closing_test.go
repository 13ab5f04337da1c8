package okr

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseTags(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "",
		"Spare parts, winter , winter":  "spare parts|winter",
		"#Winter #spare parts":          "spare parts|winter",
		" ;,, # ":                       "",
		"Zürich; école\nspare   parts ": "spare parts|zürich|école",
	} {
		if got := strings.Join(ParseTags(text), "|"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if diff := cmp.Diff([]string{"a b"}, TidyTags([]string{"# A   b", "a b"})); diff != "" {
		t.Error(diff)
	}
}

func TestClosingNoteIsZero(t *testing.T) {
	for _, n := range []ClosingNote{{What: "a"}, {Why: "a"}, {Learned: "a"}, {Tags: []string{"a"}}, {Evidence: "a"}, {Onward: Alter}} {
		if n.IsZero() {
			t.Errorf("%+v is not empty", n)
		}
	}
	if !(ClosingNote{}).IsZero() {
		t.Error("an empty note is empty")
	}
}
