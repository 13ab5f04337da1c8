package source

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// hookAge is how old a signed message that says when it was sent may be.
const hookAge = time.Minute

// Hook checks a message that a tool has sent by itself, and says which items it is about: they are read again, because what a message says may be
// older than what is there, and is never believed. No item, and no error, is a message about something else; whole is one after which all has to be
// read. A message whose signature is not right is Unauthenticated.
func Hook(kind okr.MirrorKind, h http.Header, body []byte, secret string, now time.Time) (external []string, whole bool, err error) {
	refused := okr.Fail(okr.Unauthenticated, "", "The signature of this message is not right. Compare the secret at the tool with the one of the mirror.")
	if secret == "" {
		return nil, false, refused
	}
	switch kind {
	case okr.MirrorGitHub, okr.MirrorGitHubProject:
		if !signed(h.Get("X-Hub-Signature-256"), "sha256=", body, secret) {
			return nil, false, refused
		}
		return githubHook(kind, h.Get("X-GitHub-Event"), body)
	case okr.MirrorJira, okr.MirrorJiraServer:
		if !signed(h.Get("X-Hub-Signature"), "sha256=", body, secret) {
			return nil, false, refused
		}
		return jiraHook(body)
	case okr.MirrorGitLab:
		given := sha256.Sum256([]byte(h.Get("X-Gitlab-Token"))) // hashed, so that the time it takes tells nothing of the length
		if want := sha256.Sum256([]byte(secret)); subtle.ConstantTimeCompare(given[:], want[:]) != 1 {
			return nil, false, refused
		}
		return gitlabHook(body)
	case okr.MirrorLinear:
		var m struct {
			Sent int64 `json:"webhookTimestamp"`
		}
		if !signed(h.Get("Linear-Signature"), "", body, secret) {
			return nil, false, refused
		}
		if json.Unmarshal(body, &m) != nil || now.Sub(time.UnixMilli(m.Sent)).Abs() > hookAge {
			return nil, false, okr.Fail(okr.Unauthenticated, "", "This message is too old, or from the future. Compare the clocks.")
		}
		return linearHook(body)
	}
	return nil, false, okr.Fail(okr.Invalid, "kind", "Mirrors of this kind take no messages.")
}

// Sign is the HMAC-SHA256 of a body in hexadecimal digits, as the tools write it.
func Sign(body []byte, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// signed answers whether a header holds the HMAC-SHA256 of a body in hexadecimal digits.
func signed(header, prefix string, body []byte, secret string) bool {
	digits, ok := strings.CutPrefix(header, prefix)
	return ok && hmac.Equal([]byte(strings.ToLower(digits)), []byte(Sign(body, secret)))
}

// unread reads a signed message. One that cannot be read may have said anything: then all has to be read again.
func unread(body []byte, into any) (whole bool) { return json.Unmarshal(body, into) != nil }

func githubHook(kind okr.MirrorKind, event string, body []byte) ([]string, bool, error) {
	var m struct {
		Issue struct {
			Number      int
			PullRequest *struct{} `json:"pull_request"`
		}
	}
	switch {
	case kind == okr.MirrorGitHubProject:
		return nil, event == "projects_v2_item" || event == "issues", nil
	case event != "issues" && event != "sub_issues":
		return nil, false, nil
	case unread(body, &m) || m.Issue.Number == 0:
		return nil, true, nil
	case m.Issue.PullRequest != nil:
		return nil, false, nil
	}
	return []string{strconv.Itoa(m.Issue.Number)}, false, nil
}

func jiraHook(body []byte) ([]string, bool, error) {
	var m struct {
		Event string `json:"webhookEvent"`
		Issue struct{ ID json.RawMessage }
	}
	if unread(body, &m) {
		return nil, true, nil
	}
	if !strings.HasPrefix(m.Event, "jira:issue_") {
		return nil, false, nil
	}
	if id := text(m.Issue.ID); id != "" {
		return []string{id}, false, nil
	}
	return nil, true, nil
}

func gitlabHook(body []byte) ([]string, bool, error) {
	var m struct {
		Kind string `json:"object_kind"`
		Item struct {
			IID     int `json:"iid"`
			Project int `json:"project_id"`
			Group   int `json:"group_id"`
			Type    string
		} `json:"object_attributes"`
	}
	switch {
	case unread(body, &m):
		return nil, true, nil
	case m.Kind == "epic" && m.Item.Group > 0, m.Kind == "work_item" && m.Item.Type == "Epic" && m.Item.Group > 0:
		return []string{strconv.Itoa(m.Item.Group) + "&" + strconv.Itoa(m.Item.IID)}, false, nil
	case (m.Kind == "issue" || m.Kind == "work_item") && m.Item.Project > 0:
		return []string{strconv.Itoa(m.Item.Project) + "#" + strconv.Itoa(m.Item.IID)}, false, nil
	}
	return nil, m.Kind == "issue" || m.Kind == "epic" || m.Kind == "work_item", nil
}

func linearHook(body []byte) ([]string, bool, error) {
	var m struct {
		Type string
		Data struct{ ID string }
	}
	switch {
	case unread(body, &m), m.Type == "Project", m.Type == "Issue" && m.Data.ID == "":
		return nil, true, nil
	case m.Type == "Issue":
		return []string{m.Data.ID}, false, nil
	}
	return nil, false, nil
}
