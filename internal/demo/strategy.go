package demo

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

//go:embed strategy.yaml
var strategySource []byte

// direction is what the strategy lives through, beside the choices themselves.
type direction struct {
	Visions []struct {
		Ago    int    `yaml:"ago"` // the cycle in whose second week it was written
		By     string `yaml:"by"`
		Text   string `yaml:"text"` // the last one is the vision
		Reason string `yaml:"reason"`
	} `yaml:"visions"`
	Insights []*struct {
		Week   int              `yaml:"week"`
		By     string           `yaml:"by"`
		Pillar string           `yaml:"pillar"`
		Seen   okr.InsightPlace `yaml:"seen"`
		Text   string           `yaml:"text"`
		URL    string           `yaml:"url"`
		Answer struct {
			Week   int               `yaml:"week"`
			By     string            `yaml:"by"`
			Answer okr.InsightAnswer `yaml:"answer"`
			Why    string            `yaml:"why"`
		} `yaml:"answer"`

		id string
	} `yaml:"insights"`
	Decisions []*struct {
		Week       int    `yaml:"week"`
		By         string `yaml:"by"`
		Question   string `yaml:"question"`
		Decided    string `yaml:"decided"`
		Why        string `yaml:"why"`
		Objective  string `yaml:"objective"`
		KeyResult  string `yaml:"key_result"`
		Item       string `yaml:"item"`       // the bet that it is about
		Revisit    int    `yaml:"revisit"`    // the Monday of this week
		Supersedes *int   `yaml:"supersedes"` // its place in the list

		id string
	} `yaml:"decisions"`
	Answers []struct {
		Team string            `yaml:"team"`
		By   map[string]string `yaml:"by"`
	} `yaml:"answers"`
}

// ask lets people answer the self-check of the trap, on the Monday that it is.
func (s *seeder) ask() error {
	replies := map[rune]okr.TrapReply{'n': okr.TrapNo, 'p': okr.TrapPartly, 'y': okr.TrapYes}
	for _, t := range s.d.Answers {
		for _, name := range slices.Sorted(maps.Keys(t.By)) {
			said := []rune(t.By[name])
			in := app.TrapCheckInput{TeamID: s.team[t.Team], Answers: map[string]okr.TrapReply{}}
			for _, c := range okr.TrapCauses {
				for _, a := range c.Asks {
					in.Answers[a.ID] = replies[said[len(in.Answers)]]
				}
			}
			if _, err := s.app.AnswerTrapCheck(s.ctx, s.actors[name], in); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

func (s *seeder) readDirection() error {
	if err := yaml.Unmarshal(strategySource, &s.d); err != nil {
		return fmt.Errorf("read the strategy of the example: %w", err)
	}
	s.d.Visions[len(s.d.Visions)-1].Text = s.c.Vision
	return nil
}

// reword gives the vision its later words, in the second week of the cycle in which they were found.
func (s *seeder) reword(ago int) error {
	for _, v := range s.d.Visions[1:] {
		if v.Ago != ago {
			continue
		}
		if _, err := s.app.EditVision(s.ctx, s.actors[v.By], okr.VisionPatch{Text: &v.Text, Reason: v.Reason}); err != nil {
			return err
		}
	}
	return nil
}

// look lives through what people see and what is decided in a week of the running cycle: on its Friday.
func (s *seeder) look(w int) error {
	if w == nowWeek {
		return nil
	}
	s.at(s.weekDay(w, 5), 17)
	for _, i := range s.d.Insights {
		s.now = s.now.Add(4 * time.Minute)
		if i.Week == w {
			made, err := s.app.AddInsight(s.ctx, s.actors[i.By], app.InsightInput{PillarID: s.up[i.Pillar].ID, Seen: i.Seen, Text: i.Text, URL: i.URL})
			if err != nil {
				return fmt.Errorf("%s: %w", i.Text, err)
			}
			i.id = made.ID
		}
		if i.Answer.Week == w {
			if _, err := s.app.AnswerInsight(s.ctx, s.actors[i.Answer.By], app.InsightReply{ID: i.id, Answer: i.Answer.Answer, Why: i.Answer.Why}); err != nil {
				return fmt.Errorf("%s: %w", i.Text, err)
			}
		}
	}
	for _, d := range s.d.Decisions {
		if d.Week != w {
			continue
		}
		s.now = s.now.Add(6 * time.Minute)
		in := app.DecisionInput{Question: d.Question, Decided: d.Decided, Why: d.Why, ObjectiveID: s.objs[d.Objective], KeyResultID: s.krs[d.KeyResult], Revisit: s.day(d.Revisit, 1), RoadmapItemID: s.bets[d.Item]}
		if d.Supersedes != nil {
			in.Supersedes = s.d.Decisions[*d.Supersedes].id
		}
		made, err := s.app.AddDecision(s.ctx, s.actors[d.By], in)
		if err != nil {
			return fmt.Errorf("%s: %w", d.Question, err)
		}
		d.id = made.ID
	}
	return nil
}
