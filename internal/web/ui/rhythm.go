package ui

import "github.com/headwater-okr/headwater/internal/okr"

// A CommitmentLine is a commitment as a row.
type CommitmentLine struct {
	ID      string
	Version int
	Text    string
	About   string // what it moves
	URL     string // of what it moves, "" for none
	Who     string
	Done    bool
	Tick    string // URL that ticks it and takes the tick back; "" if not by this reader
	Back    string // where ticking leads
}

// next is the state that the tick gives.
func (c CommitmentLine) next() string {
	if c.Done {
		return "open"
	}
	return "done"
}

// A WinLine is a win on the wall.
type WinLine struct {
	Text   string
	Who    string
	Team   string
	Thanks string // a sentence's list of names, "" for none
	Day    okr.Date
	When   string
	Remove string // URL; "" if not by this reader
}

// by is who shares it, and for which team.
func (w WinLine) by() string {
	if w.Team == "" {
		return w.Who
	}
	return w.Who + ", " + w.Team
}
