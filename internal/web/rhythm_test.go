package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A draft is sent to other teams, one of them asks, and the author answers: all of it by forms.
func TestDraftIsRead(t *testing.T) {
	mira, ines := signIn(t, "mira@pannier.example"), signIn(t, "ines@pannier.example")
	board := mira.get(at("planning")).Body.String()
	ref := find(t, board, `draft=(O-\d+)#draft">Spring begins`)
	ask := mira.get(at("objectives/%s/review", ref)).Body.String()
	if n := strings.Count(ask, "checked"); n != 3 {
		t.Errorf("%d teams are proposed, want 3", n)
	}
	form := url.Values{"id": {find(t, ask, `name="id" value="([^"]+)"`)}, "version": {find(t, ask, `name="version" value="([^"]+)"`)}}
	if w := mira.post(at("objectives/%s/review", ref), form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Choose at least one team") {
		t.Errorf("nobody is asked: %d", w.Code)
	}
	workshop := find(t, ask, `value="([^"]+)"[^>]*>\s*<label class="grow" for="[^"]+">Workshop`)
	form["team_id"] = []string{workshop}
	if w := mira.post(at("objectives/%s/review", ref), form); w.Code != http.StatusSeeOther {
		t.Fatalf("asking answers %d: %s", w.Code, w.Body)
	}
	if week := ines.get(at("week")).Body.String(); !strings.Contains(week, "Spring begins") || !strings.Contains(week, "Mira Vogel asks Workshop") {
		t.Error("This week does not say that a draft waits")
	}
	page := ines.get(at("objectives/%s/review", ref)).Body.String()
	line := find(t, page, `name="line" value="([^"]+)"`)
	said := url.Values{"id": {find(t, page, `name="id" value="([^"]+)"`)}, "team_id": {workshop}, "line": {line}, "verdict-" + line: {"question"}}
	if w := ines.post(at("objectives/%s/review/answer", ref), said); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Write something here") {
		t.Errorf("a question without words: %d", w.Code)
	}
	said.Set("text-"+line, "Who counts as a rider who stayed?")
	if w := ines.post(at("objectives/%s/review/answer", ref), said); w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "did=activated") {
		t.Errorf("the last answer: %d to %s", w.Code, w.Header().Get("Location"))
	}
	live := mira.get(at("objectives/%s", ref)).Body.String()
	if !strings.Contains(live, "Who counts as a rider who stayed?") || !strings.Contains(live, "Active since") {
		t.Error("the objective is not live with its question open")
	}
	reply := url.Values{"id": said["id"], "team_id": {workshop}, "line_id": {line}, "text": {"Whoever rode in November."}}
	if w := mira.post(at("objectives/%s/review/reply", ref), reply); w.Code != http.StatusSeeOther {
		t.Errorf("the reply: %d", w.Code)
	}
	if strings.Contains(mira.get(at("objectives/%s", ref)).Body.String(), "Who counts as a rider") {
		t.Error("the question is answered and still asked")
	}
}

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
