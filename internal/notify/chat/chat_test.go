package chat

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/outgoing"
)

var now = time.Date(2026, 11, 9, 8, 0, 0, 0, time.UTC)

var update = okr.Message{Kind: "status_update", Title: "Workshop, week of 2026-11-09", URL: "https://okr.example/pannier/updates?team=t&week=2026-11-09", Parts: []okr.MessagePart{
	{Title: "How sure we are", Lines: []string{"Repairs <!channel> & parts: 14, confidence 6 of 10"}}, {Title: "Next week", Lines: []string{"*Ring* [the](https://evil.example) families"}}}}

func poster() Poster {
	return Poster{Client: outgoing.Client([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}), Now: func() time.Time { return now }}
}

// A tool that answers as it is told, and keeps what it was sent.
type tool struct {
	*httptest.Server
	status int
	text   string
	header http.Header
	got    *http.Request
	body   []byte
}

func newTool(t *testing.T) *tool {
	f := &tool{status: 200, text: "ok", header: http.Header{}}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.got = r
		f.body, _ = io.ReadAll(r.Body)
		for k, v := range f.header {
			w.Header()[k] = v
		}
		w.WriteHeader(f.status)
		_, _ = io.WriteString(w, f.text)
	}))
	t.Cleanup(f.Close)
	return f
}

// slackFaults is what Slack's own check of a message would say: its shape and its limits.
func slackFaults(body []byte) (out []string) {
	var m struct {
		Text   string `json:"text"`
		Blocks []struct {
			Type string `json:"type"`
			Text *struct {
				Type, Text string
			} `json:"text"`
			Elements []struct{ Type, Text string } `json:"elements"`
		} `json:"blocks"`
	}
	if err := json.Unmarshal(body, &m); err != nil {
		return []string{"invalid_payload"}
	}
	if m.Text == "" {
		out = append(out, "no text to fall back on")
	}
	if n := len(m.Blocks); n == 0 || n > 50 {
		out = append(out, "invalid_blocks: their number")
	}
	for _, b := range m.Blocks {
		switch {
		case b.Type == "header" && b.Text != nil && b.Text.Type == "plain_text" && b.Text.Text != "" && utf8.RuneCountInString(b.Text.Text) <= 150:
		case b.Type == "section" && b.Text != nil && b.Text.Type == "mrkdwn" && b.Text.Text != "" && utf8.RuneCountInString(b.Text.Text) <= 3000:
		case b.Type == "context" && len(b.Elements) >= 1 && len(b.Elements) <= 10 && b.Elements[0].Type == "mrkdwn":
		default:
			out = append(out, "invalid_blocks: "+b.Type)
		}
	}
	return out
}

// teamsFaults is what a workflow would say of a message.
func teamsFaults(body []byte) (out []string) {
	var m struct {
		Type        string
		Attachments []struct {
			ContentType string
			ContentURL  *string `json:"contentUrl"`
			Content     struct {
				Schema  string `json:"$schema"`
				Type    string
				Version string
				Body    []struct {
					Type, Text string
					Inlines    []struct{ Type, Text string }
				}
				Actions []struct{ Type, Title, URL string }
			}
		}
	}
	if err := json.Unmarshal(body, &m); err != nil || m.Type != "message" || len(m.Attachments) != 1 {
		return []string{"no message with one attachment"}
	}
	a := m.Attachments[0]
	if a.ContentType != "application/vnd.microsoft.card.adaptive" || a.ContentURL != nil || a.Content.Type != "AdaptiveCard" || a.Content.Version != "1.4" || a.Content.Schema == "" {
		out = append(out, "no adaptive card")
	}
	if len(body) > 28<<10 {
		out = append(out, "too large")
	}
	for _, b := range a.Content.Body {
		if !(b.Type == "TextBlock" && b.Text != "" || b.Type == "RichTextBlock" && len(b.Inlines) == 1 && b.Inlines[0].Type == "TextRun" && b.Inlines[0].Text != "") {
			out = append(out, "an element "+b.Type)
		}
	}
	for _, x := range a.Content.Actions {
		if x.Type != "Action.OpenUrl" || x.Title == "" || x.URL == "" {
			out = append(out, "an action "+x.Type)
		}
	}
	return out
}

func TestPost(t *testing.T) {
	secret := "whsec_" + base64.StdEncoding.EncodeToString([]byte("thirty-two bytes of a good secret"))
	f := newTool(t)
	post := func(kind okr.ChannelKind) string {
		t.Helper()
		if err := poster().Post(t.Context(), kind, f.URL+"/hook", secret, "msg_1", update); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if f.got.Method != http.MethodPost || !strings.HasPrefix(f.got.Header.Get("Content-Type"), "application/json") {
			t.Errorf("%s: %s %v", kind, f.got.Method, f.got.Header)
		}
		return string(f.body)
	}
	slack := post(okr.ChannelSlack)
	if faults := slackFaults(f.body); faults != nil {
		t.Errorf("Slack would say %q of %s", faults, slack)
	}
	if !strings.Contains(slack, "Repairs &lt;!channel&gt; &amp; parts") || strings.Contains(slack, "<!channel>") || f.got.Header.Get("Webhook-Signature") != "" {
		t.Errorf("a line rings everybody: %s", slack)
	}
	teams := post(okr.ChannelTeams)
	if faults := teamsFaults(f.body); faults != nil {
		t.Errorf("Teams would say %q of %s", faults, teams)
	}
	hook := post(okr.ChannelWebhook)
	mac := hmac.New(sha256.New, []byte("thirty-two bytes of a good secret"))
	_, _ = io.WriteString(mac, "msg_1.1794211200."+hook)
	if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); f.got.Header.Get("Webhook-Signature") != want || f.got.Header.Get("Webhook-Id") != "msg_1" || f.got.Header.Get("Webhook-Timestamp") != "1794211200" {
		t.Errorf("headers %v, want the signature %s", f.got.Header, want)
	}
	var m struct {
		ID, Type string
		Data     struct {
			Title, URL, Text string
			Parts            []okr.MessagePart
		}
	}
	if err := json.Unmarshal(f.body, &m); err != nil || m.ID != "msg_1" || m.Type != "status_update" || m.Data.Text != update.Text() || len(m.Data.Parts) != 2 {
		t.Errorf("%v, %s", err, hook)
	}
}

// Whatever is said, each tool takes it.
func TestLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		long := rapid.StringN(1, -1, rapid.SampledFrom([]int{-1, 900}).Draw(t, "bytes"))
		m := okr.Message{Kind: "status_update", Title: rapid.StringN(1, 300, -1).Draw(t, "title")}
		for range rapid.IntRange(0, 5).Draw(t, "parts") {
			line := long.Draw(t, "line")
			p := okr.MessagePart{Title: rapid.StringMatching(`[A-Z][a-z ]{0,20}`).Draw(t, "part")}
			for range rapid.IntRange(1, 200).Draw(t, "lines") {
				p.Lines = append(p.Lines, line)
			}
			m.Parts = append(m.Parts, p)
		}
		if faults := slackFaults(Slack(m)); faults != nil {
			t.Fatalf("Slack: %q", faults)
		}
		if faults := teamsFaults(Teams(m)); faults != nil {
			t.Fatalf("Teams: %q", faults)
		}
	})
}

func TestRefused(t *testing.T) {
	f := newTool(t)
	for _, c := range []struct {
		status      int
		text, after string
		kind        okr.ErrorKind
		wait        time.Duration
		says        string
	}{
		{404, "no_service", "", okr.Invalid, 0, "404: the webhook was removed. Make a new one in Slack"},
		{410, "channel_is_archived", "", okr.Invalid, 0, "410: the channel is archived."},
		{403, "action_prohibited", "", okr.Invalid, 0, "does not allow it"},
		{400, "invalid_payload", "", okr.Invalid, 0, "400: it does not take this message."},
		{302, "", "", okr.Invalid, 0, "the address has moved"},
		{404, "<html>secret words of another server</html>", "", okr.Invalid, 0, "404: the webhook was removed."},
		{429, "", "30", okr.TooMany, 30 * time.Second, "asks for a pause"},
		{429, "", "Mon, 09 Nov 2026 08:02:00 GMT", okr.TooMany, 2 * time.Minute, "asks for a pause"},
		{503, "", "", okr.Unavailable, 0, "503"},
		{500, "", "999999999", okr.Unavailable, maxWait, "500"},
	} {
		f.status, f.text, f.header = c.status, c.text, http.Header{"Location": {"http://127.0.0.1:1/else"}}
		if c.after != "" {
			f.header.Set("Retry-After", c.after)
		}
		err := poster().Post(t.Context(), okr.ChannelSlack, f.URL, "", "msg", update)
		var e *okr.Error
		if !errors.As(err, &e) || e.Kind != c.kind || e.Wait != c.wait || !strings.Contains(e.Message, c.says) || strings.Contains(e.Message, "secret words") {
			t.Errorf("%d %s: %v", c.status, c.text, err)
		}
	}
}

func TestUnreachable(t *testing.T) {
	private := Poster{Client: outgoing.Client(nil), Now: time.Now}
	f := newTool(t)
	late, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	gone := newTool(t)
	gone.Close()
	for name, c := range map[string]struct {
		err  error
		kind okr.ErrorKind
		says string
	}{
		"a private address": {private.Post(t.Context(), okr.ChannelWebhook, f.URL+"/token", "", "m", update), okr.Invalid, "not on the public internet"},
		"nobody there":      {poster().Post(t.Context(), okr.ChannelWebhook, gone.URL+"/token", "", "m", update), okr.Unavailable, "could not be reached"},
		"no answer":         {poster().Post(late, okr.ChannelWebhook, f.URL+"/token", "", "m", update), okr.Unavailable, "in time"},
	} {
		var e *okr.Error
		if !errors.As(c.err, &e) || e.Kind != c.kind || !strings.Contains(e.Message, c.says) || strings.Contains(e.Message, "token") {
			t.Errorf("%s: %v", name, c.err)
		}
	}
}
