// Package calendar writes what happens when as iCalendar text (RFC 5545), which a calendar program subscribes to.
//
// It is values in, text out: the same feed is the same bytes, so that a reader who has them already need not get them again. Hours are written in
// UTC, which every program shows where its reader is, with no list of zones to be wrong about. It imports okr.
package calendar

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Feed is a calendar with its events.
type Feed struct {
	Name   string
	Events []Event
}

// An Event is something on a day, or at an hour of one.
type Event struct {
	UID     string      // of this event alone, and the same for ever
	Day     okr.Date    // of one that lasts the whole day; "" for one with an hour
	Start   okr.Instant // of one with an hour
	Minutes int         // how long that one takes
	Title   string
	Text    string      // more of it; lines may be broken
	Path    string      // the page that it is about, below the organization's address; "" for none
	Made    okr.Instant // when what it is about came to be
}

// Text is the feed as iCalendar; base is the organization's address, with no slash at its end.
func (f Feed) Text(base string) []byte {
	w := &writer{}
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//Headwater//Calendar 1//EN")
	w.line("CALSCALE", "GREGORIAN")
	w.line("METHOD", "PUBLISH")
	w.line("NAME", escape(f.Name)) // RFC 7986; X-WR-CALNAME is what was before it
	w.line("X-WR-CALNAME", escape(f.Name))
	w.line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
	w.line("X-PUBLISHED-TTL", "PT1H")
	for _, e := range f.Events {
		w.event(e, base)
	}
	w.line("END", "VCALENDAR")
	return []byte(w.b.String())
}

func (w *writer) event(e Event, base string) {
	w.line("BEGIN", "VEVENT")
	w.line("UID", escape(e.UID+"@headwater"))
	w.line("DTSTAMP", stamp(e.Made))
	if e.Day != "" {
		w.line("DTSTART;VALUE=DATE", day(e.Day))
		w.line("DTEND;VALUE=DATE", day(e.Day.Add(1))) // the first day after it
		w.line("TRANSP", "TRANSPARENT")               // nobody is busy because of it
	} else {
		w.line("DTSTART", stamp(e.Start))
		w.line("DURATION", "PT"+strconv.Itoa(max(e.Minutes, 1))+"M")
	}
	w.line("SUMMARY", escape(e.Title))
	text := e.Text
	if e.Path != "" {
		address := base + "/" + e.Path
		w.line("URL", strings.Map(printable, address))
		text = strings.TrimPrefix(text+"\n\n"+address, "\n\n") // many programs do not show URL
	}
	if text != "" {
		w.line("DESCRIPTION", escape(text))
	}
	w.line("END", "VEVENT")
}

func day(d okr.Date) string { return strings.ReplaceAll(string(d), "-", "") }

func stamp(i okr.Instant) string { return i.Time().Format("20060102T150405Z") }

// escape is a text as a value (RFC 5545, 3.3.11). Control characters are not allowed in one, and are left out.
func escape(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(strings.Map(func(r rune) rune {
		if r == '\n' {
			return r
		}
		return printable(r)
	}, strings.ToValidUTF8(s, "�")))
}

func printable(r rune) rune {
	if r < ' ' || r == 0x7f {
		return -1
	}
	return r
}

// maxLine is how many octets a line has at most, without its end (RFC 5545, 3.1).
const maxLine = 75

type writer struct{ b strings.Builder }

// line writes a content line, folded between characters where it is too long.
func (w *writer) line(name, value string) {
	left, room := name+":"+value, maxLine
	for len(left) > room {
		at := room
		for !utf8.RuneStart(left[at]) {
			at--
		}
		w.b.WriteString(left[:at] + "\r\n ")
		left, room = left[at:], maxLine-1 // the space counts
	}
	w.b.WriteString(left + "\r\n")
}
