package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// In the example one team is caught in the trap, and the others are not.
func TestExampleTrap(t *testing.T) {
	page := signIn(t, "selma@pannier.example").get(at("trap")).Body.String()
	for _, want := range []string{"Launch the new booking flow", "Loading time of the booking page"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of the trap does not name %q", want)
		}
	}
	if row := find(t, page, `(?s)>Software</th>\s*<td[^>]*>(\d+)`); row < "50" || len(row) != 2 {
		t.Errorf("Software is at %s, want at 50 or more", row)
	}
	for _, team := range []string{"Workshop", "Riding", "Cities", "Bikes", "Growth"} {
		if row := find(t, page, `(?s)>`+team+`</th>\s*<td[^>]*>(\d+)`); len(row) > 1 && row > "30" {
			t.Errorf("%s is at %s, want at 30 or less", team, row)
		}
	}
}

// A bet is written, placed, dropped, taken up, removed and restored by forms alone; what was typed stays when it is refused.
func TestBet(t *testing.T) {
	v := signIn(t, "ruben@pannier.example")
	form := v.get(at("roadmap/new")).Body.String()
	team, kr := find(t, form, `(?s)name="lead_id".*?<option value="([^"]+)"`), find(t, form, `(?s)name="serves".*?<option value="([0-9a-f-]{36})"`)
	in := url.Values{"title": {"A bell that sings"}, "lead_id": {team}, "horizon": {"next"}, "serves": {kr}, "low": {"30"}, "likely": {"20"}, "high": {""}, "effort": {"3"}}
	refused := v.post(at("roadmap"), in)
	if page := refused.Body.String(); refused.Code != http.StatusUnprocessableEntity || !strings.Contains(page, "A bell that sings") || !strings.Contains(page, "smaller than the low one") {
		t.Errorf("a likely effect under the low one is answered by %d without saying so", refused.Code)
	}
	second := url.Values{"title": {"A bell that sings"}, "lead_id": {team}, "horizon": {"next"}, "serves": {"", kr}, "low": {"", "30"}, "likely": {"", "20"}, "high": {"", ""}}
	lines := strings.Split(v.post(at("roadmap"), second).Body.String(), `name="serves"`)
	found := 0
	for _, line := range lines[1:] { // the line with the key result is the one that says what is wrong
		if chosen, wrong := strings.Contains(line, `value="`+kr+`" selected`), strings.Contains(line, "smaller than the low one"); chosen != wrong {
			t.Errorf("a line with the key result: %v, with the fault: %v", chosen, wrong)
		} else if chosen {
			found++
		}
	}
	if found != 1 {
		t.Errorf("%d lines have the key result and its fault", found)
	}
	in.Set("likely", "40")
	made := v.post(at("roadmap"), in)
	place, _, _ := strings.Cut(made.Header().Get("Location"), "?")
	if made.Code != http.StatusSeeOther || !strings.Contains(place, "/roadmap/") {
		t.Fatalf("a new bet is answered by %d to %q", made.Code, place)
	}
	if page := v.get(place).Body.String(); !strings.Contains(page, "Closes about 38 %") {
		t.Errorf("its page does not say what it closes:\n%s", page)
	}
	said := func(what, path string, in url.Values, want string) {
		t.Helper()
		if got := v.post(path, in); got.Code != http.StatusSeeOther {
			t.Errorf("%s is answered by %d:\n%s", what, got.Code, got.Body)
		}
		if page := v.get(place).Body.String(); !strings.Contains(page, want) {
			t.Errorf("after %s its page does not say %q", what, want)
		}
	}
	said("a move", place+"/move", url.Values{"to": {"now"}}, "Now, not begun")
	said("an override", place+"/priority", url.Values{"factor": {"2"}, "reason": {"Children love it."}, "back": {"item"}}, "Children love it.")
	said("dropping", place+"/drop", url.Values{"reason": {"Nobody hears it."}}, "Nobody hears it.")
	said("taking it up", place+"/reopen", nil, "Drop</button>")
	said("removing", place+"/remove", nil, "This bet was removed")
	said("restoring", place+"/restore", nil, "Drop</button>")
	if got := v.post(place+"/drop", url.Values{"reason": {" "}}); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("dropping without a reason is answered by %d", got.Code)
	}
}

// The tray works by check boxes: items are aligned in bulk, and undo puts them back.
func TestTrayForms(t *testing.T) {
	v := signIn(t, "ruben@pannier.example")
	page := v.get(at("tray")).Body.String()
	item, road := find(t, page, `name="item" value="([^"]+)"`), find(t, page, `(?s)name="roadmap_item_id".*?<option value="([0-9a-f-]{36})"`)
	if got := v.post(at("tray"), url.Values{"do": {"align"}, "roadmap_item_id": {road}}); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("nothing ticked is answered by %d", got.Code)
	}
	done := v.post(at("tray"), url.Values{"do": {"align"}, "roadmap_item_id": {road}, "item": {item}})
	if done.Code != http.StatusOK || !strings.Contains(done.Body.String(), "1 item aligned") || strings.Contains(done.Body.String(), `value="`+item+`" id`) {
		t.Fatalf("aligning is answered by %d", done.Code)
	}
	if page := v.get(at("backlog/%s", item)).Body.String(); !strings.Contains(page, "A person has said so") {
		t.Error("the item's page does not say who aligned it")
	}
	back := v.post(at("tray/undo"), url.Values{"item": {item}, "was": {""}, "by_rule": {find(t, done.Body.String(), `name="by_rule" value="(\w+)"`)}})
	if back.Code != http.StatusSeeOther || !strings.Contains(v.get(at("tray")).Body.String(), `value="`+item+`"`) {
		t.Errorf("undo is answered by %d, and the item is not back", back.Code)
	}
}
