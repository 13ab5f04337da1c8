package demo

import (
	"errors"
	"fmt"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A contract is what one team asks of another for a key result.
type contract struct {
	KeyResult string `yaml:"key_result"`
	By        string `yaml:"by"`
	Of        string `yaml:"of"` // a team
	Text      string `yaml:"text"`
	Until     int    `yaml:"until"` // weeks from now
	Gain      string `yaml:"gain"`
	Answer    *struct {
		By     string            `yaml:"by"`
		Is     okr.ContractStage `yaml:"is"`
		Text   string            `yaml:"text"`
		Until  int               `yaml:"until"`
		Why    string            `yaml:"why"`
		Within string            `yaml:"within"` // an objective
	} `yaml:"answer"`
	Said []struct {
		By   string           `yaml:"by"`
		Kept okr.ContractKept `yaml:"kept"`
		Text string           `yaml:"text"`
	} `yaml:"said"`
}

// agree has teams ask each other for support, and answer.
func (s *seeder) agree(list []contract) error {
	until := func(weeks int) okr.Date {
		if weeks == 0 {
			return ""
		}
		return s.today.Add(weeks * dayOfWeeks)
	}
	for _, x := range list {
		id := s.krs[x.KeyResult]
		if id == "" {
			return errors.New("there is no key result " + x.KeyResult)
		}
		c, err := s.app.AskContract(s.ctx, s.actors[x.By], app.ContractInput{KeyResultID: id, TeamID: s.team[x.Of], Text: x.Text, Until: until(x.Until), Gain: x.Gain})
		if err != nil {
			return fmt.Errorf("%s: %w", x.Text, err)
		}
		if a := x.Answer; a != nil {
			in := app.ContractReply{ID: c.ID, Answer: a.Is, Text: a.Text, Until: until(a.Until), Why: a.Why, Within: s.objs[a.Within]}
			if _, err := s.app.AnswerContract(s.ctx, s.actors[a.By], in); err != nil {
				return fmt.Errorf("%s: %w", x.Text, err)
			}
		}
		for _, a := range x.Said {
			if _, err := s.app.EndContract(s.ctx, s.actors[a.By], app.ContractOutcome{ID: c.ID, Kept: a.Kept, Text: a.Text}); err != nil {
				return fmt.Errorf("%s: %w", x.Text, err)
			}
		}
	}
	return nil
}
