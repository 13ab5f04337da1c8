package live

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func by(objective, id, name string) Edit {
	return Edit{Org: "acme", Thing: objective, Editor: Editor{ID: id, Name: name}}
}

// Who edits is told to everybody who sees it, until they leave or say nothing any more.
func TestEditing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, cancel := hub(t, &book{})
		defer cancel()
		b, stop := open(t, h, "acme", "", "o-1", "o-2")
		other, stopOther := open(t, h, "elsewhere", "", "o-1")
		outside, stopOutside := open(t, h, "acme", "", "o-1")
		pass(time.Second)
		h.Edits(by("o-1", "r", "Ruben"))
		pass(time.Second)
		private := by("o-2", "s", "Selma")
		private.Private = true
		h.Edits(private)
		pass(20 * time.Second)
		h.Edits(by("o-1", "r", "Ruben")) // still: nobody has to be told
		late, stopLate := open(t, h, "acme", "", "o-1", "o-2")
		pass(time.Second)
		if diff := cmp.Diff([]string{`{"id":"o-1","who":[{"id":"r","name":"Ruben"}]}`, `{"id":"o-2","who":[{"id":"s","name":"Selma"}]}`}, slices.Sorted(slices.Values(late.heard()))); diff != "" {
			t.Errorf("who comes later hears %s", diff)
		}
		pass(9 * time.Second) // Selma has said nothing for 30 s
		h.Edits(by("o-1", "i", "Ines"))
		pass(time.Second)
		if diff := cmp.Diff([]Editor{{"i", "Ines"}}, h.Editors("acme", "o-1", "r")); diff != "" {
			t.Error(diff)
		}
		gone := by("o-1", "r", "Ruben")
		gone.Left = true
		h.Edits(gone)
		h.Edits(gone) // nobody is told twice
		pass(time.Second)
		h.Edits(gone)
		pass(time.Second)
		want := []string{
			`{"id":"o-1","who":[{"id":"r","name":"Ruben"}]}`,
			`{"id":"o-2","who":[{"id":"s","name":"Selma"}]}`,
			`{"id":"o-2","who":[]}`,
			`{"id":"o-1","who":[{"id":"i","name":"Ines"},{"id":"r","name":"Ruben"}]}`,
			`{"id":"o-1","who":[{"id":"i","name":"Ines"}]}`,
		}
		if diff := cmp.Diff(want, b.heard()); diff != "" {
			t.Error(diff)
		}
		var seen []string
		for _, line := range want {
			if line[:13] != `{"id":"o-2","` {
				seen = append(seen, line)
			}
		}
		if diff := cmp.Diff(seen, outside.heard()); diff != "" {
			t.Errorf("who does not see the private one: %s", diff)
		}
		if len(other.heard()) > 0 {
			t.Errorf("another organization hears %q", other.heard())
		}
		pass(time.Minute)
		if len(h.edited) > 0 {
			t.Errorf("after a minute of silence %d organizations are kept", len(h.edited))
		}
		for _, end := range []func() error{stop, stopOther, stopOutside, stopLate} {
			if err := end(); err != nil {
				t.Error(err)
			}
		}
	})
}

// Who goes from one form to another of the same thing is there all the time: what the first page says when it is left may be heard after what the second one says.
func TestEditingInTwoPages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, cancel := hub(t, &book{})
		defer cancel()
		b, stop := open(t, h, "acme", "", "o-1")
		pass(time.Second)
		first, second := by("o-1", "i", "Ines"), by("o-1", "i", "Ines")
		first.Page, second.Page = "short form", "full form"
		left := first
		left.Left = true
		for _, e := range []Edit{first, second, left} {
			h.Edits(e)
			pass(time.Second)
		}
		if diff := cmp.Diff([]Editor{{"i", "Ines"}}, h.Editors("acme", "o-1", "r")); diff != "" {
			t.Error(diff)
		}
		left = second
		left.Left = true
		h.Edits(left)
		pass(time.Second)
		if diff := cmp.Diff([]string{`{"id":"o-1","who":[{"id":"i","name":"Ines"}]}`, `{"id":"o-1","who":[]}`}, b.heard()); diff != "" {
			t.Error(diff)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

// Programs on one database tell each other, and none hears itself.
func TestEditingElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var hubs []*Hub
		told := 0
		announce := func(_ context.Context, text string) error {
			for _, h := range hubs {
				told++
				h.Heard(text)
			}
			return nil
		}
		for range 2 {
			hubs = append(hubs, New(ctx, Options{Tail: (&book{}).tail, Now: now, Overlap: time.Second, Announce: announce}))
		}
		b, stop := open(t, hubs[0], "acme", "", "o-1")
		pass(time.Second)
		hubs[0].Edits(by("o-1", "i", "Ines"))
		pass(time.Second)
		hubs[1].Edits(by("o-1", "r", "Ruben"))
		hubs[1].Heard("not one of ours")
		pass(time.Second)
		if diff := cmp.Diff([]string{`{"id":"o-1","who":[{"id":"i","name":"Ines"}]}`, `{"id":"o-1","who":[{"id":"i","name":"Ines"},{"id":"r","name":"Ruben"}]}`}, b.heard()); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(hubs[0].Editors("acme", "o-1", ""), hubs[1].Editors("acme", "o-1", "")); diff != "" || told != 4 {
			t.Errorf("after %d announcements: %s", told, diff)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
		pass(time.Minute)
	})
}
