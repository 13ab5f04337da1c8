package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Whoever runs the programme puts the Slack app's secret in, others read that there is one, and a link that is not whole ties nobody.
func TestSlackSettings(t *testing.T) {
	selma, mira := signIn(t, "selma@pannier.example"), signIn(t, "mira@pannier.example")
	if w := mira.post(at("channels/slack"), url.Values{"signing_secret": {"8f742231b10e8888abcd99yyyzzz85a5"}}); w.Code != http.StatusForbidden {
		t.Errorf("set by a member: %d", w.Code)
	}
	if text := mira.get(at("channels")).Body.String(); !strings.Contains(text, "Buttons in Slack") || strings.Contains(text, `name="signing_secret"`) {
		t.Error("a member is shown the form")
	}
	if w := selma.post(at("channels/slack"), url.Values{"signing_secret": {" "}}); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Copy the signing secret") {
		t.Errorf("nothing is a secret: %d", w.Code)
	}
	for _, token := range []string{"x", "a.b.c.d.e", strings.Repeat(".", 4)} {
		if w := mira.get(at("slack/%s", token)); w.Code != http.StatusNotFound {
			t.Errorf("a link %s: %d", token, w.Code)
		}
		if w := mira.post(at("slack/%s", token), nil); w.Code != http.StatusNotFound {
			t.Errorf("tied by %s: %d", token, w.Code)
		}
	}
	if w := mira.post(at("slack"), nil); w.Code != http.StatusSeeOther {
		t.Errorf("forgetting what is not known: %d", w.Code)
	}
}
