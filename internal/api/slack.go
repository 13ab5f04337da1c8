package api

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

func (s *server) registerSlack() {
	const tag = "Channels"
	register(s, route(tag, "get-slack-app", "GET /slack-app", "How the organization's Slack app is set up, whose buttons make check-ins."),
		func(ctx context.Context, a app.Actor, _ *none) (*body[app.SlackApp], error) {
			return answer(s.App.SlackApp(ctx, a))
		})
	register(s, route(tag, "set-slack-app", "PUT /slack-app", "Keep the signing secret of the organization's Slack app; without one, messages have no buttons.").
		about("The secret is kept sealed and never shown again."),
		func(ctx context.Context, a app.Actor, in *given[app.SlackSecretInput]) (*body[app.SlackApp], error) {
			return answer(s.App.SetSlackApp(ctx, a, in.Body))
		})
}

const (
	slackTime  = 2500 * time.Millisecond // Slack waits for three seconds
	answerTime = 10 * time.Second        // of one try
)

// slackAgain is how long to wait before each further try to say what became of a button. It is not kept: the check-in is, and a button that is pressed
// once more says the same.
var slackAgain = []time.Duration{2 * time.Second, 15 * time.Second, time.Minute}

// slack takes what Slack sends when somebody presses a button. It has no token, and is known by its signature. What became of it is said after the
// answer, since Slack shows nothing of that.
func (s *server) slack(w http.ResponseWriter, r *http.Request) {
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		s.refuseMessage(w, r, okr.Fail(okr.Invalid, "body", "This message is too large, or was cut off."))
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), slackTime)
	defer cancel()
	said, err := s.App.SlackPress(ctx, r.PathValue("org"), r.Header, b)
	if err != nil {
		s.refuseMessage(w, r, err)
		return
	}
	w.WriteHeader(http.StatusOK)
	go s.answerSlack(context.WithoutCancel(r.Context()), said, slackAgain)
}

func (s *server) answerSlack(later context.Context, said app.SlackAnswer, again []time.Duration) {
	for {
		ctx, cancel := context.WithTimeout(later, answerTime)
		err := s.App.AnswerSlack(ctx, said)
		cancel()
		if err == nil {
			return
		}
		list := okr.FaultsOf(err)
		if len(again) == 0 || list != nil && list[0].Kind != okr.Unavailable && list[0].Kind != okr.TooMany {
			s.Log.Warn("slack not answered", "err", err)
			return
		}
		time.Sleep(again[0])
		again = again[1:]
	}
}
