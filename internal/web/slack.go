package web

import (
	"net/http"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// slackForm asks whether one is who has pressed a button in Slack.
func slackForm(r *request) error {
	tie, err := r.s.App.SlackTie(r.Context(), r.Actor, r.PathValue("token"))
	if err != nil {
		return err
	}
	return showSlack(r, tie)
}

func showSlack(r *request, tie app.SlackTie) error {
	v, err := r.around("You in Slack", "settings")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	return r.show(http.StatusOK, v, slackBody(r, tie))
}

func tieSlack(r *request) error {
	tie, err := r.s.App.TieSlack(r.Context(), r.Actor, r.PathValue("token"))
	if err != nil {
		return err
	}
	return showSlack(r, tie)
}

func untieSlack(r *request) error {
	if err := r.s.App.UntieSlack(r.Context(), r.Actor); err != nil {
		return err
	}
	return r.done("notices", "saved", "")
}

// setSlackApp keeps the signing secret of the organization's Slack app.
func setSlackApp(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.SlackSecretInput{Secret: strings.TrimSpace(r.PostFormValue("signing_secret"))}
	switch off := r.PostFormValue("off") != ""; {
	case off:
		in.Secret = ""
	case in.Secret == "":
		return r.refused(okr.Fail(okr.Invalid, "signing_secret", "Copy the signing secret from the page “Basic Information” of your Slack app."), showChannels)
	}
	if _, err := r.s.App.SetSlackApp(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showChannels)
	}
	return r.done("channels", "saved", "")
}

// slackHint says what is known of the signing secret.
func slackHint(s app.SlackApp) string {
	switch {
	case s.Hint != "":
		return "One that ends in " + s.Hint + " is kept. A new one takes its place."
	case s.On:
		return "One is kept. A new one takes its place."
	}
	return "On the app’s page “Basic Information”. It is kept sealed and never shown again."
}
