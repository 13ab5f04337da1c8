package calendar

import (
	"flag"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/headwater-okr/headwater/internal/okr"
)

var update = flag.Bool("update", false, "write the golden file again")

var feed = Feed{Name: "Workshop, Pannier", Events: []Event{
	{UID: "check-in-workshop-2026-11-09", Day: "2026-11-09", Title: "Check-in: 2 key results", Path: "check-in", Made: 1_790_000_000_000,
		Text: "Repairs a day from 12 to 20; at least 18 on Saturdays\nReturns under 2 %, counted by hand: an über-long title that has to be folded, because a line has 75 octets"},
	{UID: "meeting-workshop-2026-11-10", Start: okr.InstantOf(okr.Date("2026-11-10").Time()) + 9*3_600_000, Minutes: 30, Title: `Weekly \ meeting`, Path: "meeting?team=t1", Made: 1_790_000_000_000},
	{UID: "cycle-q4-end", Day: "2026-12-31", Title: "Q4 2026: the last day", Made: 1_790_000_000_000},
}}

func TestGolden(t *testing.T) {
	const name = "testdata/workshop.ics"
	got := feed.Text("https://okr.pannier.example/pannier")
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("the calendar changed (-want +got):\n%s", diff)
	}
}

// Whatever stands in an event, the text is iCalendar, and reads back as what was written.
func TestReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Feed{Name: rapid.String().Draw(t, "name")}
		for range rapid.IntRange(0, 4).Draw(t, "events") {
			e := Event{UID: rapid.StringMatching(`[a-z0-9.-]{1,90}`).Draw(t, "uid"), Title: rapid.String().Draw(t, "title"), Text: rapid.String().Draw(t, "text"), Made: okr.Instant(rapid.Int64Range(0, 4e12).Draw(t, "made"))}
			if rapid.Bool().Draw(t, "whole day") {
				e.Day = okr.Date("2026-02-27").Add(rapid.IntRange(0, 4000).Draw(t, "day"))
			} else {
				e.Start, e.Minutes = okr.Instant(rapid.Int64Range(1, 4e9).Draw(t, "start")*1000), rapid.IntRange(1, 600).Draw(t, "minutes")
			}
			f.Events = append(f.Events, e)
		}
		text := string(f.Text("https://okr.example"))
		for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n\x00") {
				t.Fatalf("not a content line: %q", line)
			}
		}
		got := readBack(t, text)
		if got.Name != clean(f.Name) || len(got.Events) != len(f.Events) {
			t.Fatalf("%q with %d events", got.Name, len(got.Events))
		}
		for i, want := range f.Events {
			want.UID, want.Title, want.Text, want.Made = want.UID+"@headwater", clean(want.Title), clean(want.Text), want.Made/1000*1000
			if diff := cmp.Diff(want, got.Events[i]); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
		}
	})
}

// clean is what remains of a text that no value may hold.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(s, "�"), "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		if r != '\n' && (r < ' ' || r == 0x7f) {
			return -1
		}
		return r
	}, s)
}

// readBack reads iCalendar text as RFC 5545 says, as far as a feed has it.
func readBack(t *rapid.T, text string) (f Feed) {
	if !strings.HasSuffix(text, "\r\n") {
		t.Fatalf("no end: %q", text)
	}
	unescape := strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n")
	var e *Event
	for line := range strings.SplitSeq(strings.TrimSuffix(strings.ReplaceAll(text, "\r\n ", ""), "\r\n"), "\r\n") {
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			t.Fatalf("a line without a name: %q", line)
		}
		switch name + "=" + value {
		case "BEGIN=VEVENT":
			f.Events = append(f.Events, Event{})
			e = &f.Events[len(f.Events)-1]
			continue
		case "END=VEVENT":
			e = nil
			continue
		}
		at := func() okr.Instant {
			var i okr.Instant
			v := value
			if err := i.UnmarshalJSON([]byte(`"` + v[:4] + "-" + v[4:6] + "-" + v[6:11] + ":" + v[11:13] + ":" + v[13:] + `"`)); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			return i
		}
		switch {
		case e == nil && name == "NAME":
			f.Name = unescape.Replace(value)
		case name == "UID":
			e.UID = unescape.Replace(value)
		case name == "DTSTAMP" && value != "00010101T000000Z": // of never
			e.Made = at()
		case name == "DTSTART":
			e.Start = at()
		case name == "DURATION":
			for _, c := range strings.TrimSuffix(strings.TrimPrefix(value, "PT"), "M") {
				e.Minutes = 10*e.Minutes + int(c-'0')
			}
		case name == "DTSTART;VALUE=DATE":
			e.Day = okr.Date(value[:4] + "-" + value[4:6] + "-" + value[6:])
		case name == "DTEND;VALUE=DATE":
			if end := okr.Date(value[:4] + "-" + value[4:6] + "-" + value[6:]); end != e.Day.Add(1) {
				t.Fatalf("%s after %s", end, e.Day)
			}
		case name == "SUMMARY":
			e.Title = unescape.Replace(value)
		case name == "DESCRIPTION":
			e.Text = unescape.Replace(value)
		}
	}
	return f
}
