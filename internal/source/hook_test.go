package source

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

const hookSecret = "a long secret"

func sign(body, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	return hex.EncodeToString(mac.Sum(nil))
}

// headers are those that a tool sends with a body.
func headers(kind okr.MirrorKind, event, body, secret string) http.Header {
	h := http.Header{}
	switch kind {
	case okr.MirrorGitHub, okr.MirrorGitHubProject:
		h.Set("X-GitHub-Event", event)
		h.Set("X-Hub-Signature-256", "sha256="+sign(body, secret))
	case okr.MirrorJira, okr.MirrorJiraServer:
		h.Set("X-Hub-Signature", "sha256="+sign(body, secret))
	case okr.MirrorGitLab:
		h.Set("X-Gitlab-Token", secret)
	case okr.MirrorLinear:
		h.Set("Linear-Signature", sign(body, secret))
	}
	return h
}

func TestHook(t *testing.T) {
	sent := fmt.Sprintf(`,"webhookTimestamp":%d}`, monday.Add(-5*time.Second).UnixMilli())
	for _, c := range []struct {
		kind        okr.MirrorKind
		event, body string
		want        []string
		whole       bool
	}{
		{okr.MirrorGitHub, "issues", `{"action":"closed","issue":{"number":42,"title":"x"}}`, []string{"42"}, false},
		{okr.MirrorGitHub, "issues", `{"action":"deleted","issue":{"number":7}}`, []string{"7"}, false},
		{okr.MirrorGitHub, "issues", `{"issue":{"number":42,"pull_request":{"url":"x"}}}`, nil, false},
		{okr.MirrorGitHub, "issues", `not JSON`, nil, true},
		{okr.MirrorGitHub, "ping", `{"zen":"Keep it"}`, nil, false},
		{okr.MirrorGitHub, "push", `{"ref":"x"}`, nil, false},
		{okr.MirrorGitHubProject, "projects_v2_item", `{"action":"edited"}`, nil, true},
		{okr.MirrorGitHubProject, "push", `{}`, nil, false},
		{okr.MirrorJira, "", `{"webhookEvent":"jira:issue_updated","issue":{"id":"10042","key":"PAY-12"}}`, []string{"10042"}, false},
		{okr.MirrorJiraServer, "", `{"webhookEvent":"jira:issue_deleted","issue":{"id":20042}}`, []string{"20042"}, false},
		{okr.MirrorJira, "", `{"webhookEvent":"comment_created","issue":{"id":"10042"}}`, nil, false},
		{okr.MirrorGitLab, "", `{"object_kind":"issue","object_attributes":{"iid":12,"project_id":77}}`, []string{"77#12"}, false},
		{okr.MirrorGitLab, "", `{"object_kind":"epic","object_attributes":{"iid":4,"group_id":9}}`, []string{"9&4"}, false},
		{okr.MirrorGitLab, "", `{"object_kind":"note"}`, nil, false},
		{okr.MirrorLinear, "", `{"action":"update","type":"Issue","data":{"id":"u-1"}` + sent, []string{"u-1"}, false},
		{okr.MirrorLinear, "", `{"action":"update","type":"Project","data":{"id":"p-1"}` + sent, nil, true},
		{okr.MirrorLinear, "", `{"action":"create","type":"Comment","data":{"id":"c-1"}` + sent, nil, false},
	} {
		got, whole, err := Hook(c.kind, headers(c.kind, c.event, c.body, hookSecret), []byte(c.body), hookSecret, monday)
		if err != nil || !slices.Equal(got, c.want) || whole != c.whole {
			t.Errorf("%s %s %s: %v, whole %v, %v", c.kind, c.event, c.body, got, whole, err)
		}
		for name, h := range map[string]http.Header{"another secret": headers(c.kind, c.event, c.body, "guessed"), "another body": headers(c.kind, c.event, c.body+" ", hookSecret), "none": {}} {
			if name == "another body" && c.kind == okr.MirrorGitLab {
				continue // GitLab sends the secret itself, and signs nothing
			}
			var e *okr.Error
			if got, whole, err := Hook(c.kind, h, []byte(c.body), hookSecret, monday); !errors.As(err, &e) || e.Kind != okr.Unauthenticated || got != nil || whole {
				t.Errorf("%s with %s: %v, %v, %v", c.kind, name, got, whole, err)
			}
		}
		if _, _, err := Hook(c.kind, headers(c.kind, c.event, c.body, ""), []byte(c.body), "", monday); err == nil {
			t.Errorf("%s takes messages of a mirror without a secret", c.kind)
		}
	}
	// A message that somebody has kept and sends again later is refused.
	body := `{"type":"Issue","data":{"id":"u-1"}` + sent
	for _, at := range []time.Time{monday.Add(2 * time.Minute), monday.Add(-2 * time.Minute)} {
		if _, _, err := Hook(okr.MirrorLinear, headers(okr.MirrorLinear, "", body, hookSecret), []byte(body), hookSecret, at); err == nil {
			t.Errorf("a message of %s is taken at %s", monday, at)
		}
	}
	if _, _, err := Hook(okr.MirrorCSV, nil, nil, hookSecret, monday); err == nil {
		t.Error("a file takes messages")
	}
}
