package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// What is mailed is chosen on a page that shows the mail as it would be; saving one's profile leaves the choices alone.
func TestChooseNotices(t *testing.T) {
	v := signIn(t, "petra@pannier.example")
	page := v.get(at("notices")).Body.String()
	if !strings.Contains(page, "as it would be now") || !strings.Contains(page, "Hello Petra,") {
		t.Errorf("the page shows no mail:\n%s", page)
	}
	form := url.Values{"due": {"daily"}, "nudge": {"never"}, "mention": {"daily"}, "blocker": {"now"}, "changed": {"daily"}, "quiet_from": {"18"}, "quiet_to": {"9"}, "time_zone": {"Europe/Oslo"}}
	if answer := v.post(at("notices"), form); answer.Code != http.StatusSeeOther {
		t.Fatalf("it is answered by %d: %s", answer.Code, answer.Body)
	}
	v.post(at("settings/profile"), url.Values{"name": {"Petra Holub"}, "theme": {"dark"}, "keys": {"yes"}})
	page = v.get(at("notices")).Body.String()
	for _, want := range []string{`value="Europe/Oslo"`, `<option value="18" selected>`, `<option value="never" selected>`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	form.Set("time_zone", "Mars")
	if answer := v.post(at("notices"), form); answer.Code != http.StatusUnprocessableEntity || !strings.Contains(answer.Body.String(), "name of a time zone") {
		t.Errorf("a wrong zone is answered by %d", answer.Code)
	}
	stranger := &visitor{t: t, handler: v.handler}
	if answer := stranger.post("/link/notices/nonsense", url.Values{"List-Unsubscribe": {"One-Click"}}); answer.Code != http.StatusNotFound {
		t.Errorf("a wrong link is answered by %d", answer.Code)
	}
}
