package demo

import (
	_ "embed"
	"errors"
	"fmt"

	"github.com/goccy/go-yaml"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

//go:embed planning.yaml
var planningSource []byte

// A reading is how other teams read a draft: who asks, whom, and what those say that have answered.
type reading struct {
	By      string   `yaml:"by"`
	Teams   []string `yaml:"teams"`
	Answers []struct {
		Team  string `yaml:"team"`
		By    string `yaml:"by"`
		Lines []struct {
			Of      string      `yaml:"of"`
			Verdict okr.Verdict `yaml:"verdict"`
			Text    string      `yaml:"text"`
		} `yaml:"lines"`
	} `yaml:"answers"`
}

// planning drafts the cycle to come, and has teams read what is far enough: today, so that their clock still runs.
func (s *seeder) planning(cycle string) error {
	var p struct {
		Drafts    []objective
		Proposals []proposal
		Contracts []contract
		Brief     struct {
			By    string `yaml:"by"`
			Text  string `yaml:"text"`
			Teams []struct {
				Team   string        `yaml:"team"`
				Scope  okr.TeamScope `yaml:"scope"`
				Expect string        `yaml:"expect"`
			} `yaml:"teams"`
			Talks []okr.Talk `yaml:"talks"`
		}
		Carry []carried
	}
	if err := yaml.Unmarshal(planningSource, &p); err != nil {
		return fmt.Errorf("read the drafts: %w", err)
	}
	running := s.krs
	goesOn := make([]app.CarryInput, len(p.Carry))
	for i, c := range p.Carry {
		o := app.CarryObjective{ID: s.objs[c.Title]}
		for _, k := range c.KeyResults {
			o.KeyResults = append(o.KeyResults, app.CarryKeyResult{ID: s.krs[k.Title], Target: k.To})
		}
		goesOn[i] = app.CarryInput{CycleID: cycle, Objectives: []app.CarryObjective{o}}
	}
	s.krs, s.objs = map[string]string{}, map[string]string{}
	for _, d := range p.Drafts {
		if err := s.draft(cycle, d); err != nil {
			return fmt.Errorf("%s: %w", d.Title, err)
		}
	}
	for title, id := range running {
		if s.krs[title] == "" {
			s.krs[title] = id
		}
	}
	s.at(s.today, 0)
	for _, d := range p.Drafts {
		if err := s.read(d); err != nil {
			return fmt.Errorf("%s: %w", d.Title, err)
		}
	}
	brief := app.BriefInput{CycleID: cycle, Text: p.Brief.Text}
	for _, t := range p.Brief.Teams {
		brief.Teams = append(brief.Teams, okr.TeamBrief{TeamID: s.team[t.Team], Scope: t.Scope, Expect: t.Expect})
	}
	if _, err := s.app.WriteBrief(s.ctx, s.actors[p.Brief.By], brief); err != nil {
		return err
	}
	if _, err := s.app.PlanTalks(s.ctx, s.actors[p.Brief.By], app.TalksInput{CycleID: cycle, Talks: p.Brief.Talks}); err != nil {
		return err
	}
	if err := errors.Join(s.propose(cycle, p.Proposals), s.agree(p.Contracts)); err != nil {
		return err
	}
	for i, in := range goesOn {
		if _, err := s.app.CarryOver(s.ctx, s.actors[p.Carry[i].By], in); err != nil {
			return fmt.Errorf("%s goes on: %w", p.Carry[i].Title, err)
		}
	}
	return nil
}

// A carried objective goes on from the running cycle, with the targets of the key results that go on.
type carried struct {
	Title      string      `yaml:"title"`
	By         string      `yaml:"by"`
	KeyResults []keyResult `yaml:"key_results"`
}

// read asks teams to read a draft and has some of them answer.
func (s *seeder) read(d objective) error {
	if d.Read == nil {
		return nil
	}
	in := app.ReviewInput{ObjectiveID: s.objs[d.Title]}
	for _, t := range d.Read.Teams {
		in.TeamIDs = append(in.TeamIDs, s.team[t])
	}
	r, err := s.app.StartReview(s.ctx, s.actors[d.Read.By], in)
	if err != nil {
		return err
	}
	for _, a := range d.Read.Answers {
		said := app.AnswerInput{ID: r.ID, TeamID: s.team[a.Team]}
		for _, l := range a.Lines {
			id := s.krs[l.Of]
			if id == "" {
				return errors.New("there is no key result " + l.Of)
			}
			said.Lines = append(said.Lines, okr.LineReview{ID: id, Verdict: l.Verdict, Text: l.Text})
		}
		if _, err := s.app.AnswerReview(s.ctx, s.actors[a.By], said); err != nil {
			return err
		}
	}
	return nil
}
