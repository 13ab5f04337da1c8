package okr

import "fmt"

// A Win is what went well, shared on Friday or any other day, with thanks to people and teams. Everybody in the organization sees it, and it needs no
// objective.
type Win struct {
	ID       string   `json:"id"`
	AuthorID string   `json:"author_id"`
	TeamID   string   `json:"team_id,omitempty"` // whose win it is; "" is everybody's
	Text     string   `json:"text"`
	Thanks   []string `json:"thanks,omitempty"` // ids of members and teams
	Date     Date     `json:"date"`
	Removed  Instant  `json:"removed_at,omitempty"`
	Version  int      `json:"version"`
	Created  Instant  `json:"created_at"`
}

// MaxWin is how many characters a win has at most: what can be read aloud in one breath or two.
const MaxWin = 500

// Check says what is wrong with the win as a person wrote it.
func (w Win) Check() error {
	var f Faults
	f.text("text", w.Text, 1, MaxWin)
	f.id("team_id", w.TeamID)
	f.count("thanks", "people and teams", len(w.Thanks), maxList)
	for i, id := range w.Thanks {
		f.id(fmt.Sprintf("thanks[%d]", i), id)
	}
	return f.err()
}

// CanChangeWin answers nil when v may change a win or take it away: its author, owners and ambassadors.
func CanChangeWin(v Viewer, w Win) error {
	if v.Role != OrgViewer && v.MemberID != "" && (v.IsAdmin() || w.AuthorID == v.MemberID) {
		return nil
	}
	return Refuse("whoever shared it, owners and ambassadors")
}

// LastFriday is the Friday on or before a day: the day from which wins are fresh.
func (d Date) LastFriday() Date {
	f := d.Monday().Add(4)
	if f > d {
		return f.Add(-7)
	}
	return f
}
