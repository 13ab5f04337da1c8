package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// One team asks another on an objective's page, the other offers something else, and the first agrees: all of it by forms, and it stands on both pages.
func TestContract(t *testing.T) {
	ines, yusuf, mira := signIn(t, "ines@pannier.example"), signIn(t, "yusuf@pannier.example"), signIn(t, "mira@pannier.example")
	form := ines.get(at("objectives/O-20/contracts/new")).Body.String()
	growth := find(t, form, `<option value="([^"]+)"[^>]*>[^<]*Growth</option>`)
	if strings.Contains(form, ">Workshop</option>") {
		t.Error("a team that shares the objective can be asked")
	}
	in := url.Values{"key_result_id": {find(t, form, `name="key_result_id"[^>]*>\s*<option value="([^"]+)"`)}, "team_id": {growth}}
	if w := ines.post(at("objectives/O-20/contracts"), in); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Write something here") {
		t.Errorf("asked for nothing: %d", w.Code)
	}
	in.Set("text", "Tell new families how a repair goes")
	in.Set("team_id", find(t, form, `<option value="([^"]+)"[^>]*>[^<]*Bikes</option>`))
	w := ines.post(at("objectives/O-20/contracts"), in)
	page, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("asking answers %d", w.Code)
	}
	if text := mira.get(page).Body.String(); strings.Contains(text, "We agree") || !strings.Contains(text, "Waits for Bikes") {
		t.Error("a third team is offered to answer")
	}
	if text := yusuf.get(at("week")).Body.String(); !strings.Contains(text, "Tell new families how a repair goes") {
		t.Error("This week does not say that somebody asks")
	}
	own := find(t, yusuf.get(page).Body.String(), `name="within"[^>]*>(?s:.*?)<option value="([^"]{36})"`)
	if w := yusuf.post(page+"/answer", url.Values{"answer": {"declined"}}); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "so that they can plan without you") {
		t.Errorf("declined without a reason: %d", w.Code)
	}
	if w := yusuf.post(page+"/answer", url.Values{"answer": {"countered"}, "text": {"A card on each new bike"}}); w.Code != http.StatusSeeOther {
		t.Errorf("another offer: %d", w.Code)
	}
	if text := ines.get(page).Body.String(); !strings.Contains(text, "<del>Tell new families how a repair goes</del>") || !strings.Contains(text, "What does Workshop say?") {
		t.Error("what it said before is not shown to whom it may concern")
	}
	if w := ines.post(page+"/answer", url.Values{"answer": {"countered"}, "text": {"A card on each bike"}}); w.Code != http.StatusSeeOther {
		t.Errorf("and another: %d", w.Code)
	}
	if w := yusuf.post(page+"/answer", url.Values{"answer": {"agreed"}, "within": {own}}); w.Code != http.StatusSeeOther {
		t.Fatalf("agreeing: %d", w.Code)
	}
	text := mira.get(page).Body.String()
	if !strings.Contains(text, "Ines Okafor for Workshop, Yusuf Demir for Bikes") {
		t.Error("it does not name both")
	}
	theirs := find(t, text, `Part of</dt><dd><a class="link" href="([^"]+)"`)
	for _, on := range []string{at("objectives/O-20"), theirs} {
		if !strings.Contains(mira.get(on).Body.String(), "A card on each bike") {
			t.Errorf("%s does not show it", on)
		}
	}
	if w := yusuf.post(page+"/outcome", url.Values{"kept": {"kept"}}); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Say in a sentence what came of it.") {
		t.Errorf("kept, without a word: %d", w.Code)
	}
	if w := yusuf.post(page+"/outcome", url.Values{"kept": {"kept"}, "text": {"A card hangs on each bike."}}); w.Code != http.StatusSeeOther {
		t.Errorf("kept: %d", w.Code)
	}
	if text := ines.get(page).Body.String(); !strings.Contains(text, "We see it so too") || !strings.Contains(text, "Workshop has not said yet") {
		t.Error("the other side is not asked")
	}
	if w := ines.post(page+"/outcome", url.Values{"kept": {"kept"}}); w.Code != http.StatusSeeOther {
		t.Errorf("the second name: %d", w.Code)
	}
	if text := mira.get(at("objectives/O-20")).Body.String(); !strings.Contains(text, "A card hangs on each bike.") || !strings.Contains(text, "Ines Okafor for Workshop, Yusuf Demir for Bikes.") {
		t.Error("the objective’s page does not show what came of it, with both names")
	}
}

// The leadership says what is asked of the teams, and each reads its own line first.
func TestBrief(t *testing.T) {
	selma, lena := signIn(t, "selma@pannier.example"), signIn(t, "lena@pannier.example")
	if w := lena.get(at("planning/brief?cycle=q1-2027")); w.Code != http.StatusForbidden {
		t.Errorf("a member is shown the form: %d", w.Code)
	}
	var f filled
	for _, x := range formsOf(selma.get(at("planning/brief?cycle=q1-2027")).Body.String()) {
		if strings.Contains(x.action, "/planning/brief") {
			f = x
		}
	}
	if len(f.values["team_id"]) != 9 || len(f.values["expect"]) != 9 {
		t.Fatalf("the form has %d teams", len(f.values["team_id"]))
	}
	f.values.Set("text", "Spring begins in the winter.")
	if w := selma.post(f.action, f.values); w.Code != http.StatusSeeOther {
		t.Fatalf("saving: %d", w.Code)
	}
	text := lena.get(at("planning")).Body.String()
	if !strings.Contains(text, "Spring begins in the winter.") || !strings.Contains(text, "the new brake is your part of it") || strings.Index(text, "<b>Bikes</b>") > strings.Index(text, "Of the other 8 teams") {
		t.Error("planning does not show what is asked, one's own team first")
	}
	if w := selma.post(f.action, f.values); w.Code != http.StatusConflict {
		t.Errorf("saved over what has changed: %d", w.Code)
	}
}
