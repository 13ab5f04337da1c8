// Package chat sends messages to chat tools and to signed webhooks, each in its own shape.
//
// It knows nothing of what a message says or why it is sent; whoever calls decides when to try again. It imports okr and outgoing of ours.
package chat

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/outgoing"
)

// A Poster posts. Client must be one that refuses private addresses: people write them.
type Poster struct {
	Client *http.Client
	Now    func() time.Time
}

const (
	maxAnswer = 8 << 10 // bytes that are read of an answer
	maxWait   = 12 * time.Hour
)

// Post sends a message to a channel at address. Messages of webhooks are signed with secret, if there is one, as Standard Webhooks says; id is the same
// for every try of one message. An error is an *okr.Error that is safe to show: Unavailable or TooMany is worth another try, after its Wait if it has
// one, and anything else is not.
func (p Poster) Post(ctx context.Context, kind okr.ChannelKind, address, secret, id string, m okr.Message) error {
	var body []byte
	switch kind {
	case okr.ChannelSlack:
		body = Slack(m)
	case okr.ChannelTeams:
		body = Teams(m)
	case okr.ChannelWebhook:
		body = Webhook(id, p.Now(), m)
	default:
		return okr.Fail(okr.Invalid, "kind", "This is no tool that messages are posted to.")
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return okr.Fail(okr.Invalid, "url", "The address cannot be used. Put it in again.")
	}
	r.Header.Set("User-Agent", "Headwater")
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	if kind == okr.ChannelWebhook {
		if err := sign(r.Header, secret, id, p.Now(), body); err != nil {
			return err
		}
	}
	client := *p.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse } // a message is not carried elsewhere
	answer, err := client.Do(r)
	if err != nil {
		return unreachable(err)
	}
	defer answer.Body.Close() //nolint:errcheck // it was only read
	text, _ := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	return refused(kind, answer, strings.TrimSpace(string(text)), p.Now())
}

// sign adds the headers of Standard Webhooks: webhook-id, webhook-timestamp in seconds, and webhook-signature, which is "v1," and the base64 of the
// HMAC-SHA256 of "id.timestamp.body" under the bytes that the secret stands for.
func sign(h http.Header, secret, id string, now time.Time, body []byte) error {
	at := strconv.FormatInt(now.Unix(), 10)
	h.Set("Webhook-Id", id)
	h.Set("Webhook-Timestamp", at)
	if secret == "" {
		return nil
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return okr.Fail(okr.Invalid, "secret", "The secret that messages are signed with is damaged. Make a new one.")
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", id, at, body)
	h.Set("Webhook-Signature", "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	return nil
}

// unreachable says why there was no answer. The address is a secret, so that what net/http says is not shown.
func unreachable(err error) error {
	var private *outgoing.Refused
	switch {
	case errors.As(err, &private):
		return &okr.Error{Kind: okr.Invalid, Message: "The address " + private.Error()[len("this "):] + "."}
	case errors.Is(err, context.DeadlineExceeded):
		return &okr.Error{Kind: okr.Unavailable, Message: "There was no answer in time."}
	}
	return &okr.Error{Kind: okr.Unavailable, Message: "It could not be reached."}
}

// slackWords are what Slack says of a webhook, in ours.
var slackWords = map[string]string{
	"no_service":                        "the webhook was removed. Make a new one in Slack and put its address in",
	"no_service_id":                     "the webhook was removed. Make a new one in Slack and put its address in",
	"no_team":                           "the workspace is gone",
	"channel_not_found":                 "the channel is gone. Make a webhook for another one",
	"channel_is_archived":               "the channel is archived",
	"action_prohibited":                 "the workspace does not allow it. Its administrators can",
	"posting_to_general_channel_denied": "the workspace does not allow it. Its administrators can",
	"invalid_token":                     "the address is not whole. Copy it again",
}

// refused says what an answer means, nil for one that has taken the message.
func refused(kind okr.ChannelKind, answer *http.Response, text string, now time.Time) error {
	s := answer.StatusCode
	if s >= 200 && s < 300 {
		return nil
	}
	why := ""
	if kind == okr.ChannelSlack {
		why = slackWords[text]
	}
	switch {
	case s == http.StatusTooManyRequests:
		return &okr.Error{Kind: okr.TooMany, Wait: retryAfter(answer.Header, now), Message: "429: it asks for a pause. It is tried again by itself."}
	case s == http.StatusRequestTimeout || s == http.StatusTooEarly || s >= 500:
		return &okr.Error{Kind: okr.Unavailable, Wait: retryAfter(answer.Header, now), Message: fmt.Sprintf("%d: it cannot take messages now. It is tried again by itself.", s)}
	case why != "":
	case s >= 300 && s < 400:
		why = "the address has moved. Put in the one that it leads to"
	case s == http.StatusNotFound || s == http.StatusGone:
		why = "the webhook was removed. Make a new one and put its address in"
	case s == http.StatusUnauthorized || s == http.StatusForbidden:
		why = "it does not let us in. Make a new webhook and put its address in"
	case s == http.StatusRequestEntityTooLarge:
		why = "the message is too large for it"
	default:
		why = "it does not take this message. Is this the address of such a webhook?"
		return &okr.Error{Kind: okr.Invalid, Message: fmt.Sprintf("%d: %s", s, why)}
	}
	return &okr.Error{Kind: okr.Invalid, Message: fmt.Sprintf("%d: %s.", s, why)}
}

// retryAfter is how long the other side asks to wait, in seconds or until a date; 0 if it does not say.
func retryAfter(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return min(time.Duration(n)*time.Second, maxWait)
	}
	if at, err := http.ParseTime(text); err == nil && at.After(now) {
		return min(at.Sub(now), maxWait)
	}
	return 0
}

// encode writes JSON without turning < and & into escapes that only make it longer.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // what is written here is text in maps
	}
	return bytes.TrimSpace(b.Bytes())
}

// object is a JSON object.
type object map[string]any

// Webhook is a message for programs.
func Webhook(id string, now time.Time, m okr.Message) []byte {
	return encode(object{"id": id, "type": m.Kind, "timestamp": now.UTC().Format(time.RFC3339), "data": object{"title": m.Title, "parts": m.Parts, "url": m.URL, "text": m.Text()}})
}

// What Slack takes: docs.slack.dev/reference/block-kit/blocks.
const (
	slackHeader = 150 // characters
	slackText   = 3000
	slackBlocks = 50
	slackAsks   = 8 // of a message, three blocks each
)

// Slack is a message as Block Kit for an incoming webhook. Lines stand in it as they are: what would be a mention or a link in Slack's own writing is not.
func Slack(m okr.Message) []byte {
	blocks := []object{{"type": "header", "text": object{"type": "plain_text", "text": cut(m.Title, slackHeader)}}}
	section := func(text string) {
		blocks = append(blocks, object{"type": "section", "text": object{"type": "mrkdwn", "text": text, "verbatim": true}})
	}
	for _, p := range m.Parts {
		text := ""
		if p.Title != "" {
			text = "*" + slackEscape(p.Title) + "*\n"
		}
		for _, line := range p.Lines {
			if p.Title != "" {
				line = "• " + line
			}
			line = cut(slackEscape(line), slackText-1) + "\n"
			if length(text)+length(line) > slackText {
				section(text)
				text = ""
			}
			text += line
		}
		section(text)
	}
	asks := m.Asks[:min(len(m.Asks), slackAsks)]
	if room := slackBlocks - 2 - 3*len(asks); len(blocks) > room {
		blocks = blocks[:room]
		section("…")
	}
	for _, a := range asks {
		blocks = append(blocks, slackAsk(a)...)
	}
	if m.URL != "" {
		blocks = append(blocks, object{"type": "context", "elements": []object{{"type": "mrkdwn", "text": "<" + slackEscape(m.URL) + "|Open in Headwater>"}}})
	}
	return encode(object{"text": slackEscape(m.Title), "blocks": blocks, "unfurl_links": false, "unfurl_media": false})
}

// slackEscape takes from a text what Slack would read as more than text.
func slackEscape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// teamsSize is how many bytes Teams takes, with some room: 28 KB.
const teamsSize = 26 << 10

// Teams is a message as an Adaptive Card for a workflow that posts what it is sent. Runs of text have no marks, so that lines stand in it as they are.
func Teams(m okr.Message) []byte {
	body := []object{{"type": "TextBlock", "text": teamsEscape(m.Title), "size": "Large", "weight": "Bolder", "wrap": true, "style": "heading"}}
	size := 2000
	for _, p := range m.Parts {
		if p.Title != "" {
			body = append(body, object{"type": "TextBlock", "text": teamsEscape(p.Title), "weight": "Bolder", "wrap": true, "spacing": "Medium"})
		}
		for _, line := range p.Lines {
			run := "• " + line
			if p.Title == "" {
				run = line
			}
			if size += len(encode(run)) + 100; size > teamsSize {
				run = "…"
			}
			body = append(body, object{"type": "RichTextBlock", "spacing": "Small", "inlines": []object{{"type": "TextRun", "text": run}}})
			if run == "…" {
				return teamsEnvelope(m, body)
			}
		}
	}
	return teamsEnvelope(m, body)
}

func teamsEnvelope(m okr.Message, body []object) []byte {
	card := object{"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4", "body": body, "fallbackText": m.Title, "msteams": object{"width": "Full"}}
	if m.URL != "" {
		card["actions"] = []object{{"type": "Action.OpenUrl", "title": "Open in Headwater", "url": m.URL}}
	}
	return encode(object{"type": "message", "attachments": []object{{"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": nil, "content": card}}})
}

// teamsEscape takes from a title what a TextBlock would read as Markdown.
func teamsEscape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`).Replace(s)
}

func length(s string) int { return len([]rune(s)) }

// cut is a text of at most n characters.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
