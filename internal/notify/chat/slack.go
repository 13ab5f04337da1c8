package chat

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// The names of the parts of a message that ask for a check-in.
const (
	slackAnswer = "answer"
	slackSend   = "check-in"
	slackAge    = 5 * time.Minute // how old a request may be, as Slack advises
)

// slackAsk asks for a check-in on one key result: a line to write in, which Enter sends, and a button.
func slackAsk(a okr.MessageAsk) []object {
	text := "*" + slackEscape(cut(a.Title, 300)) + "*"
	if a.Text != "" {
		text += "\n" + slackEscape(cut(a.Text, 300))
	}
	return []object{
		{"type": "section", "text": object{"type": "mrkdwn", "text": text, "verbatim": true}},
		{"type": "input", "block_id": a.KeyResultID, "optional": true, "dispatch_action": true,
			"label": object{"type": "plain_text", "text": "Where is it now?"},
			"element": object{"type": "plain_text_input", "action_id": slackAnswer, "max_length": 3000, "placeholder": object{"type": "plain_text", "text": "14, confidence 7, and what changed"},
				"dispatch_action_config": object{"trigger_actions_on": []string{"on_enter_pressed"}}}},
		{"type": "actions", "elements": []object{{"type": "button", "action_id": slackSend, "value": a.KeyResultID, "text": object{"type": "plain_text", "text": "Check in"}}}},
	}
}

// Pressed reads what Slack sends when somebody presses a button of a message: docs.slack.dev/reference/interaction-payloads/block_actions-payload. It is known by
// its signature (docs.slack.dev/authentication/verifying-requests-from-slack); one that is not right is Unauthenticated. What is about something else is the zero Press.
func Pressed(h http.Header, body []byte, secret string, now time.Time) (okr.Press, error) {
	var none okr.Press
	at := h.Get("X-Slack-Request-Timestamp")
	sent, err := strconv.ParseInt(at, 10, 64)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + at + ":"))
	mac.Write(body)
	if secret == "" || !hmac.Equal([]byte("v0="+hex.EncodeToString(mac.Sum(nil))), []byte(h.Get("X-Slack-Signature"))) {
		return none, okr.Fail(okr.Unauthenticated, "", "The signature of this message is not right. Compare the signing secret of the Slack app with the one kept here.")
	}
	if err != nil || now.Sub(time.Unix(sent, 0)).Abs() > slackAge {
		return none, okr.Fail(okr.Unauthenticated, "", "This message is too old, or from the future. Compare the clocks.")
	}
	form, err := url.ParseQuery(string(body))
	var p struct {
		Type string
		User struct{ ID, Username, Name string }
		Team struct{ ID string }
		URL  string `json:"response_url"`
		From struct {
			Message string `json:"message_ts"`
		} `json:"container"`
		Actions []struct {
			Action string `json:"action_id"`
			Block  string `json:"block_id"`
			Value  string
		}
		State struct {
			Values map[string]map[string]struct{ Value string }
		}
	}
	if err != nil || json.Unmarshal([]byte(form.Get("payload")), &p) != nil {
		return none, okr.Fail(okr.Invalid, "", "This message cannot be read.")
	}
	out := okr.Press{Account: p.Team.ID + "/" + p.User.ID, Name: p.User.Username, Message: p.From.Message, URL: p.URL}
	if out.Name == "" {
		out.Name = p.User.Name
	}
	if p.Type != "block_actions" || len(p.Actions) == 0 || p.Team.ID == "" || p.User.ID == "" {
		return none, nil
	}
	switch a := p.Actions[0]; a.Action {
	case slackAnswer: // Enter in the line
		out.KeyResultID, out.Text = a.Block, a.Value
	case slackSend:
		out.KeyResultID, out.Text = a.Value, p.State.Values[a.Value][slackAnswer].Value
	default: // a link, which Slack tells us of
		return none, nil
	}
	return out, nil
}

// Answer says something to the one who pressed a button, where nobody else sees it, by the address that came with the press.
func (p Poster) Answer(ctx context.Context, address, text string) error {
	body := encode(object{"response_type": "ephemeral", "replace_original": false, "text": slackEscape(text)})
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil || r.URL.Scheme != "https" && r.URL.Scheme != "http" {
		return okr.Fail(okr.Invalid, "", "There is no address to answer at.")
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	client := *p.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := client.Do(r)
	if err != nil {
		return unreachable(err)
	}
	defer answer.Body.Close() //nolint:errcheck // it was not read
	return refused(okr.ChannelSlack, answer, "", p.Now())
}
