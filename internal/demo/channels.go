package demo

import (
	"errors"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

// channels sets up where two teams post to. Both are paused, and their addresses lead nowhere: the example writes to nobody.
func (s *seeder) channels() error {
	s.tick()
	paused := true
	for _, in := range []app.NewChannelInput{
		{Kind: okr.ChannelSlack, Name: "#workshop", TeamID: s.team["Workshop"], URL: "https://hooks.slack.example.invalid/services/pannier/workshop", Weekly: true},
		{Kind: okr.ChannelWebhook, Name: "The screen in the hall", TeamID: s.team["Workshop"], URL: "https://screen.pannier.example.invalid/headwater"},
	} {
		c, err := s.app.AddChannel(s.ctx, s.owner, in)
		if err == nil {
			_, err = s.app.EditChannel(s.ctx, s.owner, app.ChannelPatch{ID: c.ID, Paused: &paused})
		}
		if err != nil {
			return errors.Join(errors.New("set up the example's channels"), err)
		}
	}
	return s.tell()
}

// tell has the company's lead write to whoever looks at the example, so that there is a notice.
func (s *seeder) tell() error {
	reader := s.actors["Ines Okafor"]
	q, err := s.app.CheckInQueue(s.ctx, reader)
	if err != nil || len(q.Cards) == 0 {
		return err
	}
	s.tick()
	_, err = s.app.AddComment(s.ctx, s.actors["Ruben Acker"], app.CommentInput{ObjectiveID: q.Cards[0].Objective.ID,
		Text: s.mention("@Ines Okafor what would help you most this week? I can ask Software about the ride logs.")})
	return err
}
