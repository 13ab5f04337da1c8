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

// Two people have the form of one key result open: the second is told at each field what the first wrote, finds what they typed, and replaces it only then.
func TestConflictOfAWholeKeyResult(t *testing.T) {
	ruben := signIn(t, "ruben@pannier.example")
	page := ruben.get(at("objectives/new")).Body.String()
	cycle, team := find(t, page, `<option value="([^"]+)" selected[^>]*>Q4 2026`), find(t, page, `(?s)name="team_ids".*?<option value="([^"]+)"`)
	made := ruben.post(at("objectives"), url.Values{"title": {"Mornings are calm for who repairs"}, "cycle_id": {cycle}, "team_ids": {team}, "kr_title": {"Calm mornings from 71 % to 90 %"}})
	where, _, _ := strings.Cut(made.Header().Get("Location"), "?")
	edit := find(t, ruben.get(where).Body.String(), `href="([^"]+/key-results/[^"]+/edit)"`)
	seen := url.Values{"version": {find(t, ruben.get(edit).Body.String(), `name="version" value="(\d+)"`)}, "kind": {"number"}, "direction": {"increase"}, "baseline": {"71"}, "unit": {"%"}}
	write := func(title, target, version string) (int, string) {
		seen.Set("title", title)
		seen.Set("target", target)
		seen.Set("version", version)
		w := ruben.post(edit, seen)
		return w.Code, w.Body.String()
	}
	began := seen.Get("version")
	if code, _ := write("Calm mornings from 71 % to 95 %", "95", began); code != http.StatusSeeOther {
		t.Fatalf("the first gets %d", code)
	}
	code, body := write("Mornings without a queue from 71 % to 90 %", "90", began)
	if code != http.StatusConflict {
		t.Errorf("the second gets %d", code)
	}
	for _, want := range []string{"<li>Title: It is now: “Calm mornings from 71 % to 95 %”.</li>", "<li>Target: It is now: “95”.</li>", ">Mornings without a queue from 71 % to 90 %</textarea>", "<li>Somebody saved this key result"} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is not on the page", want)
		}
	}
	for _, not := range []string{"Version:", "Baseline: It", "Unit: It", "Direction: It", "Kind: It", "Milestones: It", "Source: It"} {
		if strings.Contains(body, not) {
			t.Errorf("%s is on the page", not)
		}
	}
	if code, _ := write("Mornings without a queue from 71 % to 90 %", "90", find(t, body, `name="version" value="(\d+)"`)); code != http.StatusSeeOther {
		t.Errorf("who saves again gets %d", code)
	}
}
