package okr

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestComposeUpdate(t *testing.T) {
	value, sure := 4.2, 5
	source := UpdateSource{Today: "2026-11-13",
		KeyResults: []KeyResult{{ID: "k", Title: "Days until it rides again", Kind: Number, Unit: "d", Value: &value, Confidence: &sure}, {ID: "l", Title: "Not begun"}},
		CheckIns:   []CheckIn{{KeyResultID: "k", Note: "The second stand\nis open."}, {KeyResultID: "k", Note: "no hands", Blocker: "no hands"}},
		Blockers:   []Blocker{{Text: "No hands.", Raised: InstantOf(Date("2026-11-09").Time())}},
		Commitments: []Commitment{{Week: "2026-11-09", Text: "Ring eight families", State: CommitmentDone}, {Week: "2026-11-09", Text: "Read the logs"},
			{Week: "2026-11-16", Text: "The fair"}, {Week: "2026-11-09", Text: "Gone", State: CommitmentLetGo}, {Week: "2026-11-02", Text: "Long done", State: CommitmentDone}}}
	u := ComposeUpdate("t", "2026-11-09", source)
	want := "Workshop, week of 9 November\n\nHow sure we are\n  Days until it rides again: 4.2 days, confidence 5 of 10\n\nLast week\n  Ring eight families\n  The second stand is open.\n\n" +
		"Next week\n  Read the logs\n  The fair\n\nIn the way\n  No hands (4 d)\n"
	if diff := cmp.Diff(want, u.Text("Workshop")); diff != "" {
		t.Errorf("the text (-want +got):\n%s", diff)
	}
	if md := u.Markdown("Workshop"); !strings.HasPrefix(md, "**Workshop, week of 9 November**\n\n**How sure we are**\n- Days until") {
		t.Errorf("as Markdown:\n%s", md)
	}
	if err := u.Check(); err != nil {
		t.Error(err)
	}
	u.Next, u.Week = []string{strings.Repeat("x", MaxUpdateLine+1), " "}, "2026-11-10"
	if got := fieldsOf(u.Check()); got != "week next_week[0] next_week[1]" {
		t.Errorf("faults at %q", got)
	}
}

// Whatever people write, a composed update can be kept as it is.
func TestComposedUpdatesAreRight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(0, 700, -1)
		s := UpdateSource{Today: "2026-11-13"}
		for range rapid.IntRange(0, 60).Draw(t, "n") {
			s.CheckIns = append(s.CheckIns, CheckIn{Note: strings.ReplaceAll(text.Draw(t, "note"), "\x00", "") + "x"})
			s.Blockers = append(s.Blockers, Blocker{Text: strings.ReplaceAll(text.Draw(t, "blocker"), "\x00", "") + "x", Raised: 1})
		}
		u := ComposeUpdate("t", "2026-11-09", s)
		for _, line := range append(u.Done, u.Blocked...) {
			if n := utf8.RuneCountInString(line); n > MaxUpdateLine || strings.ContainsRune(line, '\n') {
				t.Fatalf("a line of %d characters: %q", n, line)
			}
		}
		if err := u.Check(); err != nil {
			t.Fatal(err)
		}
	})
}
