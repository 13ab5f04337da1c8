package okr

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A StatusUpdate is what a team says of its week, in lines that fit into a chat: how sure it is, what happened, what comes, what is in the way. It is
// composed from check-ins and commitments, edited by a person, and kept.
type StatusUpdate struct {
	ID       string   `json:"id,omitempty"`
	TeamID   string   `json:"team_id"`
	Week     Date     `json:"week"`                 // its Monday
	AuthorID string   `json:"author_id,omitempty"`  // who kept it last; "" of one that is only composed
	Sure     []string `json:"confidence,omitempty"` // a line a key result
	Done     []string `json:"last_week,omitempty"`
	Next     []string `json:"next_week,omitempty"`
	Blocked  []string `json:"blocked,omitempty"`
	Version  int      `json:"version,omitempty"`
	Created  Instant  `json:"created_at,omitzero"`
}

// MaxUpdateLine is how many characters a line has at most: what is read without opening it.
const MaxUpdateLine = 280

// parts are the lists of an update with their titles, in the order in which they are read.
func (u *StatusUpdate) parts() []struct {
	field, title string
	lines        *[]string
} {
	return []struct {
		field, title string
		lines        *[]string
	}{{"confidence", "How sure we are", &u.Sure}, {"last_week", "Last week", &u.Done}, {"next_week", "Next week", &u.Next}, {"blocked", "In the way", &u.Blocked}}
}

// Check says what is wrong with the update as a person wrote it.
func (u StatusUpdate) Check() error {
	var f Faults
	f.id("team_id", u.TeamID)
	if u.TeamID == "" {
		f.addf("team_id", "Choose the team.")
	}
	if err := checkDate("week", u.Week, true); err != nil {
		f.add(err)
	} else if u.Week != u.Week.Monday() {
		f.addf("week", "Name a week by its Monday: %s.", u.Week.Monday())
	}
	for _, p := range u.parts() {
		f.count(p.field, "lines", len(*p.lines), maxList)
		for i, line := range *p.lines {
			f.text(fmt.Sprintf("%s[%d]", p.field, i), line, 1, MaxUpdateLine)
		}
	}
	return f.err()
}

// Markdown is the update as a chat or a page takes it.
func (u StatusUpdate) Markdown(team string) string {
	return u.write(fmt.Sprintf("**%s, week of %s**\n", team, u.week()), "\n**%s**\n", "- ")
}

// Text is the update without any marks.
func (u StatusUpdate) Text(team string) string {
	return u.write(fmt.Sprintf("%s, week of %s\n", team, u.week()), "\n%s\n", "  ")
}

func (u StatusUpdate) write(head, title, before string) string {
	var b strings.Builder
	b.WriteString(head)
	for _, p := range u.parts() {
		if len(*p.lines) == 0 {
			continue
		}
		fmt.Fprintf(&b, title, p.title)
		for _, line := range *p.lines {
			b.WriteString(before + line + "\n")
		}
	}
	return b.String()
}

// An UpdateSource is what an update is composed from. What a person may not see is not in it.
type UpdateSource struct {
	KeyResults  []KeyResult
	CheckIns    []CheckIn // of the week, on those key results
	Blockers    []Blocker // unresolved
	Commitments []Commitment
	Today       Date
	Set         Settings
}

// ComposeUpdate writes an update of a week from what is known of it: no word in it is new. Lines are cut at MaxUpdateLine.
func ComposeUpdate(teamID string, week Date, s UpdateSource) StatusUpdate {
	u := StatusUpdate{TeamID: teamID, Week: week, Sure: []string{}, Done: []string{}, Next: []string{}, Blocked: []string{}}
	for _, k := range s.KeyResults {
		if k.Confidence == nil && k.Value == nil {
			continue
		}
		line := k.Title + ": "
		if k.Value != nil {
			line += k.Format(*k.Value)
		}
		if k.Confidence != nil {
			line += fmt.Sprintf(", confidence %d of 10", *k.Confidence)
		}
		u.Sure = append(u.Sure, shortLine(strings.Replace(line, ": , ", ": ", 1)))
	}
	for _, c := range s.Commitments {
		switch {
		case c.Week == week && c.State == CommitmentDone, c.Week == week.Add(-7) && c.State == CommitmentDone && s.Today == week:
			u.Done = append(u.Done, shortLine(c.Text))
		case c.State == CommitmentOpen && c.Week >= week && c.Week <= week.Add(7):
			u.Next = append(u.Next, shortLine(c.Text))
		}
	}
	for _, c := range s.CheckIns {
		if c.Note != "" && c.Blocker == "" {
			u.Done = append(u.Done, shortLine(c.Note))
		}
	}
	for _, b := range s.Blockers {
		line := b.Text
		if days := s.Today.Since(b.Raised.DateIn(s.Set.Location())); days > 0 {
			line = strings.TrimSuffix(shortLine(line), ".") + fmt.Sprintf(" (%d d)", days)
		}
		u.Blocked = append(u.Blocked, shortLine(line))
	}
	for _, p := range u.parts() {
		*p.lines = (*p.lines)[:min(len(*p.lines), maxList)]
	}
	return u
}

// shortLine is a text as one line of at most MaxUpdateLine characters, cut at a word.
func shortLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= MaxUpdateLine {
		return s
	}
	cut := string([]rune(s)[:MaxUpdateLine-1])
	if i := strings.LastIndexByte(cut, ' '); i > MaxUpdateLine/2 {
		cut = cut[:i]
	}
	return cut + "…"
}

// week is the Monday that it is the week of, as people write it.
func (u StatusUpdate) week() string { return u.Week.Time().Format("2 January") }
