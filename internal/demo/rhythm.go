package demo

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

type win struct {
	Week   int      `yaml:"week"`
	Day    int      `yaml:"day"` // 1 is Monday
	By     string   `yaml:"by"`
	Team   string   `yaml:"team"`
	Text   string   `yaml:"text"`
	Thanks []string `yaml:"thanks"` // people and teams
}

// A belief is how sure somebody is of what another one checks in on.
type belief struct {
	Week       int            `yaml:"week"`
	KeyResult  string         `yaml:"key_result"`
	Confidence map[string]int `yaml:"confidence"` // by who says so
}

// A question is a lead's, about a check-in that is due.
type question struct {
	KeyResult string `yaml:"key_result"`
	By        string `yaml:"by"`
}

type commitment struct {
	Week  int    `yaml:"week"`
	Team  string `yaml:"team"`
	By    string `yaml:"by"`
	Text  string `yaml:"text"`
	Moves string `yaml:"moves"`
	Done  bool   `yaml:"done"`
}

// rhythm lives through the Monday and the Friday of a week. In the running week it is Monday morning.
func (s *seeder) rhythm(w int) error {
	if w == nowWeek {
		s.at(s.monday, checkHour-2)
	}
	for _, c := range s.c.Commitments {
		if c.Week != w && (w != nowWeek || c.Week < nowWeek) {
			continue
		}
		if err := s.commit(c); err != nil {
			return err
		}
	}
	if err := s.beliefs(w); err != nil {
		return err
	}
	for _, x := range s.c.Wins {
		if x.Week != w {
			continue
		}
		s.at(s.started.Add((w-1)*dayOfWeeks+x.Day-1), 15)
		in := app.WinInput{Text: x.Text, TeamID: s.team[x.Team]}
		for _, name := range x.Thanks {
			if id, ok := s.team[name]; ok {
				in.Thanks = append(in.Thanks, id)
			} else {
				in.Thanks = append(in.Thanks, s.member[name])
			}
		}
		if _, err := s.app.ShareWin(s.ctx, s.actors[x.By], in); err != nil {
			return err
		}
	}
	return nil
}

// beliefs gives the votes of a week and, in the running one, asks about what is late.
func (s *seeder) beliefs(w int) error {
	for _, b := range s.c.Votes {
		if b.Week != w {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(b.Confidence)) {
			s.now = s.now.Add(time.Minute)
			c := b.Confidence[name]
			if _, err := s.app.Vote(s.ctx, s.actors[name], app.VoteInput{KeyResultID: s.krs[b.KeyResult], Confidence: &c}); err != nil {
				return fmt.Errorf("%s on %s: %w", name, b.KeyResult, err)
			}
		}
	}
	if w != nowWeek {
		return nil
	}
	for _, n := range s.c.Nudges {
		s.now = s.now.Add(time.Minute)
		if _, err := s.app.Nudge(s.ctx, s.actors[n.By], s.krs[n.KeyResult]); err != nil {
			return fmt.Errorf("%s asks about %s: %w", n.By, n.KeyResult, err)
		}
	}
	return nil
}

// holidays are those of the year in which the running cycle begins: they lie at its end.
func (s *seeder) holidays() error {
	year := string(s.cycleStart(0))[:4]
	list := okr.Holidays{{Date: okr.Date(year + "-11-11"), Name: "Armistice Day"}, {Date: okr.Date(year + "-12-25"), Name: "Christmas Day"}, {Date: okr.Date(year + "-12-28"), Name: "The stands are closed"}}
	_, err := s.app.EditOrganization(s.ctx, s.owner, app.EditOrganizationInput{Holidays: &list})
	return err
}

// commit writes a commitment, and ticks it if it was done.
func (s *seeder) commit(c commitment) error {
	s.now = s.now.Add(time.Minute)
	made, err := s.app.AddCommitment(s.ctx, s.actors[c.By], app.CommitmentInput{TeamID: s.team[c.Team], Week: s.started.Add((c.Week - 1) * dayOfWeeks), Text: c.Text,
		KeyResultID: s.krs[c.Moves], OwnerID: s.member[c.By]})
	if err != nil || !c.Done {
		return err
	}
	s.now = s.now.Add(time.Minute)
	done := okr.CommitmentDone
	_, err = s.app.EditCommitment(s.ctx, s.actors[c.By], app.CommitmentPatch{ID: made.ID, State: &done})
	return err
}
