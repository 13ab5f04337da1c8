package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Somebody proposes upward, others support and ask, it becomes part of another, and that is adopted: all of it by forms.
func TestProposal(t *testing.T) {
	jo, mira, walter := signIn(t, "jo@pannier.example"), signIn(t, "mira@pannier.example"), signIn(t, "walter@pannier.example")
	form := formsOf(jo.get(at("proposals/new")).Body.String())
	var f filled
	for _, x := range form {
		if strings.HasSuffix(x.action, "/proposals") {
			f = x
		}
	}
	f.values.Set("title", "Riders bring the bike before it breaks")
	if w := jo.post(f.action, f.values); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Write something here") || !strings.Contains(w.Body.String(), "Riders bring the bike") {
		t.Errorf("no reason: %d", w.Code)
	}
	riding := find(t, jo.get(at("proposals/new")).Body.String(), `<option value="([^"]+)"[^>]*>[^<]*Riding`)
	f.values.Set("why", "They come when the chain is off.")
	f.values.Set("team_id", riding)
	w := jo.post(f.action, f.values)
	page, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("proposing answers %d", w.Code)
	}
	if text := walter.get(page).Body.String(); strings.Contains(text, "/support\"") || strings.Contains(text, "Adopt it") {
		t.Error("a viewer is offered what they may not do")
	}
	if w := mira.post(page+"/support", url.Values{}); w.Code != http.StatusSeeOther {
		t.Errorf("support: %d", w.Code)
	}
	if w := mira.post(page+"/comments", url.Values{"text": {"How would they know?"}}); w.Code != http.StatusSeeOther {
		t.Errorf("a comment: %d", w.Code)
	}
	text := mira.get(page).Body.String()
	for _, want := range []string{"You support it", "How would they know?", "Adopt it as a draft"} {
		if !strings.Contains(text, want) {
			t.Errorf("its page does not say %q", want)
		}
	}
	if w := mira.post(page+"/answer", url.Values{"answer": {"declined"}}); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Say in a sentence why not") {
		t.Errorf("declined without a reason: %d", w.Code)
	}
	w = mira.post(page+"/answer", url.Values{"answer": {"adopted"}})
	draft, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	if w.Code != http.StatusSeeOther || !strings.Contains(draft, "/objectives/O-") {
		t.Fatalf("adopting answers %d to %s", w.Code, draft)
	}
	if text := jo.get(draft).Body.String(); !strings.Contains(text, "Proposed by Jo Dierckx") || !strings.Contains(text, "They come when the chain is off.") {
		t.Error("the draft does not say whose idea it was")
	}
	if text := jo.get(at("proposals")).Body.String(); !strings.Contains(text, "nobody is named or ranked here") || !strings.Contains(text, "Who takes part") {
		t.Error("the list does not say who takes part")
	}
}
