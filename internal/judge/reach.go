package judge

import "strings"

// A Reach is how a team's part of a plan stands: its score, and whether it can be kept in mind.
type Reach struct {
	Score      Score `json:"score"`
	Objectives int   `json:"objectives"`
	KeyResults []int `json:"key_results"` // of each objective
	Words      int   `json:"words"`       // read aloud, at WordsAMinute
	Lines      int   `json:"lines"`       // printed
}

// WordsAMinute is how fast people read aloud to others.
const WordsAMinute = 130

// Seconds is how long reading it aloud takes.
func (r Reach) Seconds() int { return r.Words * 60 / WordsAMinute }

// reach is how the goals that a team leads stand.
func (p *pass) reach(teamID string) Reach {
	goals := p.led()[teamID]
	r := Reach{Score: p.score(p.of[teamID], goals), Objectives: len(goals), Lines: printed(goals), Words: spoken(goals)}
	for _, g := range goals {
		r.KeyResults = append(r.KeyResults, len(g.results))
	}
	return r
}

// printed is how many lines goals take on a page.
func printed(goals []*noted) int {
	lines := 2
	for _, g := range goals {
		lines += g.printed
	}
	return lines
}

// spoken is how many words goals have.
func spoken(goals []*noted) (n int) {
	for _, g := range goals {
		n += g.spoken
	}
	return n
}

func words(s string) int { return len(strings.Fields(s)) }
