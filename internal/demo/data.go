package demo

import (
	"slices"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

// data goes through the checklist of the numbers that the example says something about, on the Tuesday of a week.
func (s *seeder) data(day okr.Date, o objective) error {
	actor := s.actors[o.Owner]
	if o.Teams[0] == "Company" {
		actor = s.owner
	}
	for _, k := range o.KeyResults {
		if k.Data == nil {
			continue
		}
		s.at(day.Add(1), 11)
		in := app.ReadinessInput{KeyResultID: s.krs[k.Title], Source: k.Data.Source, Answers: map[okr.Aspect]okr.Answer{}}
		for _, a := range okr.Aspects {
			in.Answers[a.Aspect] = okr.AnswerYes
			if slices.Contains(k.Data.No, a.Aspect) {
				in.Answers[a.Aspect] = okr.AnswerNo
			}
		}
		if _, err := s.app.SetReadiness(s.ctx, actor, in); err != nil {
			return err
		}
		if k.Data.Choice == "" {
			continue
		}
		d := app.DataDecisionInput{KeyResultID: in.KeyResultID, Choice: k.Data.Choice, Proxy: k.Data.Proxy}
		if k.Data.Until > 0 {
			d.Until = s.started.Add(k.Data.Until*dayOfWeeks - 1)
		}
		s.at(day.Add(1), 12)
		if _, err := s.app.DecideReadiness(s.ctx, actor, d); err != nil {
			return err
		}
	}
	return nil
}
