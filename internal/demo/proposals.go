package demo

import (
	"fmt"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A proposal is an objective that somebody suggests, with what others make of it.
type proposal struct {
	Title    string   `yaml:"title"`
	By       string   `yaml:"by"`
	For      string   `yaml:"for"` // a team
	Why      string   `yaml:"why"`
	Support  []string `yaml:"support"`
	Comments []struct {
		By   string `yaml:"by"`
		Text string `yaml:"text"`
	} `yaml:"comments"`
	Answer *struct {
		By   string             `yaml:"by"`
		Is   okr.ProposalAnswer `yaml:"is"`
		Into string             `yaml:"into"`
		Why  string             `yaml:"why"`
	} `yaml:"answer"`
}

// propose has people propose for a cycle, support and answer.
func (s *seeder) propose(cycle string, list []proposal) error {
	ids := map[string]string{}
	for _, x := range list {
		p, err := s.app.Propose(s.ctx, s.actors[x.By], app.ProposalInput{CycleID: cycle, TeamID: s.team[x.For], Title: x.Title, Why: x.Why})
		if err != nil {
			return fmt.Errorf("%s: %w", x.Title, err)
		}
		ids[x.Title] = p.ID
		for _, by := range x.Support {
			if _, err := s.app.BackProposal(s.ctx, s.actors[by], app.BackInput{ID: p.ID}); err != nil {
				return fmt.Errorf("%s: %w", x.Title, err)
			}
		}
		for _, c := range x.Comments {
			if _, err := s.app.CommentProposal(s.ctx, s.actors[c.By], app.ProposalCommentInput{ID: p.ID, Text: c.Text}); err != nil {
				return fmt.Errorf("%s: %w", x.Title, err)
			}
		}
	}
	for _, x := range list {
		if a := x.Answer; a != nil {
			in := app.ProposalReply{ID: ids[x.Title], Answer: a.Is, Into: ids[a.Into], Why: a.Why}
			if _, err := s.app.AnswerProposal(s.ctx, s.actors[a.By], in); err != nil {
				return fmt.Errorf("%s: %w", x.Title, err)
			}
		}
	}
	return nil
}
