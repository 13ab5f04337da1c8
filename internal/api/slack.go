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
	answerTime = 15 * time.Second
)

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
	later := context.WithoutCancel(r.Context())
	go func() {
		ctx, cancel := context.WithTimeout(later, answerTime)
		defer cancel()
		if err := s.App.AnswerSlack(ctx, said); err != nil {
			s.Log.Warn("slack not answered", "err", err)
		}
	}()
}
