package demo

import (
	_ "embed"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

//go:embed closing.yaml
var closingSource []byte

// endings are how cycles end, beside what pannier.yaml says of each objective.
type endings struct {
	Notes map[string]struct {
		Tags     []string   `yaml:"tags"`
		Evidence string     `yaml:"evidence"`
		Onward   okr.Onward `yaml:"onward"`
	} `yaml:"notes"`
}

type closingNote struct {
	Grade   float64 `yaml:"grade"`
	What    string  `yaml:"what"`
	Why     string  `yaml:"why"`
	Learned string  `yaml:"learned"`
}

// closing closes the objectives of a cycle on the day after it.
func (s *seeder) closing(list []objective) error {
	s.at(s.started.Add(weeks*dayOfWeeks), checkHour)
	for _, o := range list {
		if o.Closing == nil {
			continue
		}
		s.now = s.now.Add(9 * time.Minute)
		more := s.ends.Notes[o.Title]
		_, err := s.app.CloseObjective(s.ctx, s.actors[o.Owner], app.CloseInput{ID: s.objs[o.Title], Grade: &o.Closing.Grade,
			Note: okr.ClosingNote{What: o.Closing.What, Why: o.Closing.Why, Learned: o.Closing.Learned, Tags: more.Tags, Evidence: more.Evidence, Onward: more.Onward}})
		if err != nil {
			return err
		}
	}
	return nil
}
