package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// What a team will do is written, ticked, carried on and taken back with forms alone; a win goes on the wall.
func TestMondayAndFriday(t *testing.T) {
	v := signIn(t, "sami@pannier.example")
	week := v.get(at("week")).Body.String()
	team := find(t, week, `name="team_id" value="([^"]+)"`)
	answer := v.post(at("commitments"), url.Values{"team_id": {team}, "week": {"2026-11-09"}, "text": {"Oil the hinge of the gate"}, "back": {"week"}})
	if to := answer.Header().Get("Location"); answer.Code != http.StatusSeeOther || to != at("week")+"#commitments" {
		t.Fatalf("adding answers %d to %s: %s", answer.Code, to, answer.Body)
	}
	week = v.get(at("week")).Body.String()
	tick := find(t, week, `id="do-([^"]+)">\s*<form[^>]*>(?:<input[^>]*>\s*)*<button class="tick" aria-pressed="false" aria-label="Done: Oil the hinge`)
	v.post(at("commitments/%s/tick", tick), url.Values{"state": {"done"}, "back": {"week"}})
	if page := v.get(at("commitments")).Body.String(); !strings.Contains(page, `aria-pressed="true" aria-label="Done: Oil the hinge of the gate"`) {
		t.Error("it is not ticked")
	}
	answer = v.post(at("commitments/%s/remove", tick), nil)
	if page := v.get(answer.Header().Get("Location")).Body.String(); strings.Contains(page, "Oil the hinge") || !strings.Contains(page, "commitments/"+tick+"/restore") {
		t.Error("it is not taken away, or there is no way back")
	}
	v.post(at("commitments/%s/restore", tick), nil)

	if answer := v.post(at("wins"), url.Values{"text": {" "}}); answer.Code != http.StatusUnprocessableEntity || !strings.Contains(answer.Body.String(), "Write something here.") {
		t.Errorf("an empty win answers %d", answer.Code)
	}
	v.post(at("wins"), url.Values{"text": {"The gate is quiet"}, "thanks": {"", team}, "back": {"week"}})
	if wall := v.get(at("wins")).Body.String(); !strings.Contains(wall, "The gate is quiet") || !strings.Contains(wall, "with thanks to Workshop") {
		t.Error("the win is not on the wall with its thanks")
	}
}
