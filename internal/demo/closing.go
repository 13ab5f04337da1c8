package demo

import (
	_ "embed"
	"fmt"
	"slices"
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
	Retrospectives []lookBack          `yaml:"retrospectives"`
	Uses           map[string][]string `yaml:"uses"`
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
		s.closed[o.Title] = s.objs[o.Title]
		_, err := s.app.CloseObjective(s.ctx, s.actors[o.Owner], app.CloseInput{ID: s.objs[o.Title], Grade: &o.Closing.Grade,
			Note: okr.ClosingNote{What: o.Closing.What, Why: o.Closing.Why, Learned: o.Closing.Learned, Tags: more.Tags, Evidence: more.Evidence, Onward: more.Onward}})
		if err != nil {
			return err
		}
	}
	return nil
}

// A lookBack is a retrospective of a past cycle: what was said, and what came of it.
type lookBack struct {
	Ago  int    `yaml:"ago"`
	Of   string `yaml:"of"` // a team or a shared objective
	Said []struct {
		By    string  `yaml:"by"`
		On    string  `yaml:"on"`
		Why   string  `yaml:"why"`
		Grade float64 `yaml:"grade"`
	} `yaml:"said"`
	Learned string   `yaml:"learned"`
	Tags    []string `yaml:"tags"`
	Skipped string   `yaml:"skipped"`
	Improve []struct {
		Text    string               `yaml:"text"`
		Owner   string               `yaml:"owner"`
		Week    int                  `yaml:"week"` // by the Friday of it, in the cycle after
		Becomes okr.ImprovementState `yaml:"becomes"`
		Reason  string               `yaml:"reason"`
	} `yaml:"improve"`
}

// A promised improvement becomes something on a day.
type promised struct {
	id     string
	owner  string
	day    okr.Date
	state  okr.ImprovementState
	reason string
}

// lookBacks lives through the retrospectives of a cycle on the Monday of its last week, in the afternoon.
func (s *seeder) lookBacks(cycle string, ago int) error {
	s.at(s.started.Add((weeks-1)*dayOfWeeks), checkHour+6)
	if err := s.app.OpenRetrospectives(s.ctx); err != nil {
		return err
	}
	list, err := s.app.Retrospectives(s.ctx, s.owner, cycle)
	if err != nil {
		return err
	}
	for _, l := range list {
		i := slices.IndexFunc(s.ends.Retrospectives, func(b lookBack) bool {
			return b.Ago == ago && (b.Of == l.Title || l.TeamID != "" && s.team[b.Of] == l.TeamID)
		})
		if i < 0 {
			return fmt.Errorf("the retrospective of %s is missing", l.Title)
		}
		if err := s.lookBack(l.ID, s.ends.Retrospectives[i]); err != nil {
			return fmt.Errorf("the retrospective of %s: %w", l.Title, err)
		}
	}
	return nil
}

func (s *seeder) lookBack(id string, b lookBack) error {
	s.now = s.now.Add(20 * time.Minute)
	move := app.RetrospectiveMove{ID: id, To: okr.RetroSkipped, Reason: b.Skipped}
	if b.Skipped != "" {
		_, err := s.app.MoveRetrospective(s.ctx, s.owner, move)
		return err
	}
	for _, x := range b.Said {
		s.now = s.now.Add(time.Minute)
		if _, err := s.app.AnswerRetrospective(s.ctx, s.actors[x.By], app.RetroAnswerInput{ID: id, ObjectiveID: s.objs[x.On], Why: x.Why, Grade: &x.Grade}); err != nil {
			return fmt.Errorf("%s: %w", x.By, err)
		}
	}
	now, err := s.app.Retrospective(s.ctx, s.owner, id)
	if err != nil {
		return err
	}
	if move.To, move.Known = okr.RetroRevealed, true; now.Stage == okr.RetroOpen { // else all were in
		if _, err := s.app.MoveRetrospective(s.ctx, s.owner, move); err != nil {
			return err
		}
	}
	after := s.started.Add(weeks * dayOfWeeks)
	for _, x := range b.Improve {
		s.now = s.now.Add(time.Minute)
		due := after.Add((x.Week-1)*dayOfWeeks + 4)
		i, err := s.app.AddImprovement(s.ctx, s.actors[b.Said[0].By], app.ImprovementInput{RetrospectiveID: id, Text: x.Text, OwnerID: s.member[x.Owner], Due: due})
		if err != nil {
			return err
		}
		if x.Becomes != okr.ImprovementOn {
			s.promised = append(s.promised, promised{i.ID, x.Owner, due.Add(-1), x.Becomes, x.Reason})
		}
	}
	if _, err := s.app.EditRetrospective(s.ctx, s.actors[b.Said[0].By], app.RetrospectivePatch{ID: id, Learned: &b.Learned, Tags: &b.Tags}); err != nil {
		return err
	}
	move.To = okr.RetroHeld
	_, err = s.app.MoveRetrospective(s.ctx, s.owner, move)
	return err
}

// keepPromises says of the improvements of the cycle before how they stand, in the week in which they were due.
func (s *seeder) keepPromises(w int) error {
	last := s.started.Add(w*dayOfWeeks - 1)
	for _, p := range s.promised {
		if p.day > last || p.day <= last.Add(-dayOfWeeks) {
			continue
		}
		s.at(p.day, 16)
		if _, err := s.app.EditImprovement(s.ctx, s.actors[p.owner], app.ImprovementPatch{ID: p.id, State: &p.state, Reason: &p.reason}); err != nil {
			return err
		}
	}
	return nil
}

// learn takes the lessons that the objectives of the running cycle rest on.
func (s *seeder) learn(list []objective) error {
	for _, o := range list {
		for _, old := range s.ends.Uses[o.Title] {
			s.now = s.now.Add(time.Minute)
			if _, err := s.app.UseLesson(s.ctx, s.owner, app.LessonInput{ID: s.objs[o.Title], LessonID: s.closed[old]}); err != nil {
				return fmt.Errorf("%s rests on %s: %w", o.Title, old, err)
			}
		}
	}
	return nil
}
