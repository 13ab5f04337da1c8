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

// reach is that of each leading team, by id. Without ids there is none.
func (p *pass) reach(list []Finding) map[string]Reach {
	of := map[string]*pass{}
	var out map[string]Reach
	for _, g := range p.goals {
		if len(g.TeamIDs) == 0 {
			continue
		}
		id := g.TeamIDs[0]
		if of[id] == nil {
			of[id] = &pass{Case: p.Case}
		}
		of[id].goals = append(of[id].goals, g)
	}
	about := map[string][]Finding{}
	for _, f := range list {
		if f.Place.Team != "" {
			about[f.Place.Team] = append(about[f.Place.Team], f)
		}
	}
	for id, part := range of {
		r := Reach{Score: part.score(about[part.goals[0].Team]), Objectives: len(part.goals), Lines: printed(part.goals), Words: spoken(part.goals)}
		for _, g := range part.goals {
			r.KeyResults = append(r.KeyResults, len(g.results))
		}
		if out == nil {
			out = map[string]Reach{}
		}
		out[id] = r
	}
	return out
}

// printed is how many lines objectives take on a page.
func printed(goals []*goal) int {
	lines := 2
	for _, g := range goals {
		lines += 2 + words(g.Title)/lineWords
		for _, k := range g.results {
			lines += 1 + words(k.Title)/lineWords
		}
	}
	return lines
}

// spoken is how many words objectives have.
func spoken(goals []*goal) int {
	n := 0
	for _, g := range goals {
		n += words(g.Title)
		for _, k := range g.results {
			n += words(k.reading.Text())
		}
	}
	return n
}

func words(s string) int { return len(strings.Fields(s)) }
