package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Two people write in one field without script: the second is told what the first wrote, and finds what they typed where they typed it.
func TestConflictKeepsWhatWasTyped(t *testing.T) {
	mira := signIn(t, "mira@pannier.example")
	var begin url.Values
	for _, f := range formsOf(mira.get(at("planning")).Body.String()) {
		if f.values.Get("room") != "" {
			begin = f.values
		}
	}
	begin.Set("title", "A spare part is there before it is missed")
	ref := find(t, mira.post(at("objectives"), begin).Header().Get("Location"), `draft=(O-\d+)`)
	mira.post(at("objectives/%s/key-results", ref), url.Values{"room": {"yes"}, "kind": {"number"}, "title": {"Parts that are there"}})
	id := find(t, mira.get(at("objectives/%s", ref)).Body.String(), `/key-results/([^"/]+)/edit`)
	for what, base := range map[string]string{"objectives/" + ref: "A spare part is there before it is missed", "key-results/" + id: "Parts that are there"} {
		field := url.Values{"name": {"title"}, "base": {base}, "value": {"What was written first"}}
		if w := mira.post(at("%s/field", what), field); w.Code != http.StatusSeeOther {
			t.Fatalf("%s: the first gets %d", what, w.Code)
		}
		field.Set("value", "What was written second")
		w := mira.post(at("%s/field", what), field)
		if w.Code != http.StatusConflict {
			t.Errorf("%s: the second gets %d", what, w.Code)
		}
		for _, want := range []string{"It is now: “What was written first”", ">What was written second</textarea>"} {
			if !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s: %s is not on the page", what, want)
			}
		}
	}
}
