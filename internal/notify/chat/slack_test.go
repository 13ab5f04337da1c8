package chat

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
)

const signing = "8f742231b10e8888abcd99yyyzzz85a5"

// slackSays is a payload as Slack sends it: a form, signed.
func slackSays(payload, secret string, at time.Time) (http.Header, []byte) {
	body := []byte(url.Values{"payload": {payload}}.Encode())
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + stamp + ":" + string(body)))
	h := http.Header{}
	h.Set("X-Slack-Request-Timestamp", stamp)
	h.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	return h, body
}

// pressed is what Slack sends of a button, after docs.slack.dev.
const pressed = `{"type":"block_actions","user":{"id":"U1","username":"ines","name":"ines","team_id":"T1"},"api_app_id":"A1","token":"old","container":{"type":"message","message_ts":"1731.001","channel_id":"C1"},
"trigger_id":"1.2.3","team":{"id":"T1","domain":"fjord"},"channel":{"id":"C1","name":"apps"},"response_url":"https://hooks.slack.com/actions/T1/1/x",
"state":{"values":{"kr1":{"answer":{"type":"plain_text_input","value":"14, confidence 7"}},"kr2":{"answer":{"type":"plain_text_input","value":null}}}},
"actions":[{"type":"button","action_id":"check-in","block_id":"b9","value":"kr1","action_ts":"1731.5"}]}`

func TestPressed(t *testing.T) {
	want := okr.Press{Account: "T1/U1", Name: "ines", Message: "1731.001", KeyResultID: "kr1", Text: "14, confidence 7", URL: "https://hooks.slack.com/actions/T1/1/x"}
	empty := want
	empty.KeyResultID, empty.Text = "kr2", ""
	enter := want
	enter.Text = "15"
	for _, c := range []struct {
		what, payload string
		want          okr.Press
	}{
		{"the button", pressed, want},
		{"a line with nothing in it", strings.Replace(pressed, `"value":"kr1"`, `"value":"kr2"`, 1), empty},
		{"Enter", strings.Replace(pressed, `{"type":"button","action_id":"check-in","block_id":"b9","value":"kr1"`, `{"type":"plain_text_input","action_id":"answer","block_id":"kr1","value":"15"`, 1), enter},
		{"another button", strings.Replace(pressed, `"check-in"`, `"other"`, 1), okr.Press{}},
		{"a dialog", `{"type":"view_submission","user":{"id":"U1"},"team":{"id":"T1"}}`, okr.Press{}},
	} {
		h, body := slackSays(c.payload, signing, now)
		got, err := Pressed(h, body, signing, now)
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", c.what, err, diff)
		}
	}
	good, body := slackSays(pressed, signing, now)
	for _, c := range []struct {
		what   string
		header func(http.Header)
		body   []byte
		secret string
		now    time.Time
	}{
		{"no signature", func(h http.Header) { h.Del("X-Slack-Signature") }, body, signing, now},
		{"another secret", nil, body, "another", now},
		{"no secret at all", nil, body, "", now},
		{"another body", nil, append([]byte("x=y&"), body...), signing, now},
		{"another time", func(h http.Header) { h.Set("X-Slack-Request-Timestamp", strconv.FormatInt(now.Unix()+1, 10)) }, body, signing, now},
		{"six minutes later", nil, body, signing, now.Add(6 * time.Minute)},
		{"six minutes before", nil, body, signing, now.Add(-6 * time.Minute)},
	} {
		h := good.Clone()
		if c.header != nil {
			c.header(h)
		}
		var e *okr.Error
		if _, err := Pressed(h, c.body, c.secret, c.now); err == nil {
			t.Errorf("%s: it is taken", c.what)
		} else if e, _ = err.(*okr.Error); e == nil || e.Kind != okr.Unauthenticated {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	h, body := slackSays("{", signing, now)
	if _, err := Pressed(h, body, signing, now); err == nil {
		t.Error("half a payload is read")
	}
}

// A message that asks keeps to Slack's limits, and what somebody wrote of a key result makes no mention.
func TestSlackAsks(t *testing.T) {
	m := okr.Message{Title: "Workshop", URL: "https://okr.example"}
	for range 60 {
		m.Parts = append(m.Parts, okr.MessagePart{Title: "Part", Lines: []string{"A line"}})
		m.Asks = append(m.Asks, okr.MessageAsk{KeyResultID: "kr" + strconv.Itoa(len(m.Asks)), Title: "Repairs <!channel>" + strings.Repeat("x", 400), Text: "at 12"})
	}
	var got struct {
		Blocks []struct {
			Type    string
			BlockID string `json:"block_id"`
			Text    struct{ Text string }
			Element struct {
				Type   string
				Action string `json:"action_id"`
			}
			Elements []struct {
				Type, Value string
				Action      string `json:"action_id"`
			}
		}
	}
	if err := json.Unmarshal(Slack(m), &got); err != nil || len(got.Blocks) > 50 {
		t.Fatalf("%d blocks: %v", len(got.Blocks), err)
	}
	lines, buttons, seen := 0, 0, map[string]bool{}
	for _, b := range got.Blocks {
		if b.BlockID != "" && seen[b.BlockID] {
			t.Errorf("two blocks are %s", b.BlockID)
		}
		seen[b.BlockID] = true
		if strings.Contains(b.Text.Text, "<!channel>") || len([]rune(b.Text.Text)) > 3000 {
			t.Errorf("a text is %q", b.Text.Text)
		}
		switch b.Type {
		case "input":
			lines++
			if b.Element.Type != "plain_text_input" || b.Element.Action != "answer" {
				t.Errorf("a line is %+v", b)
			}
		case "actions":
			buttons++
			if len(b.Elements) != 1 || b.Elements[0].Action != "check-in" || !seen[b.Elements[0].Value] {
				t.Errorf("a button is %+v", b)
			}
		}
	}
	if lines != slackAsks || buttons != slackAsks {
		t.Errorf("%d lines and %d buttons", lines, buttons)
	}
}

func TestAnswer(t *testing.T) {
	f := newTool(t)
	if err := poster().Answer(t.Context(), f.URL+"/actions", "Noted for <!channel>."); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Type string `json:"response_type"`
		Text string
	}
	if err := json.Unmarshal(f.body, &got); err != nil || got.Type != "ephemeral" || got.Text != "Noted for &lt;!channel&gt;." {
		t.Errorf("%v: %s", err, f.body)
	}
	f.status = 404
	if err := poster().Answer(t.Context(), f.URL, "Late."); err == nil {
		t.Error("an address that is gone is no error")
	}
	if err := poster().Answer(t.Context(), "file:///etc/passwd", "x"); err == nil {
		t.Error("it reads files")
	}
}
