package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A sentence is read when it is saved, too: what a form has no field for always, its numbers where no script has filled them in.
func TestASentenceIsReadWhenItIsSaved(t *testing.T) {
	v := signIn(t, "ruben@pannier.example")
	page := v.get(at("objectives/new")).Body.String()
	cycle, team := find(t, page, `<option value="([^"]+)" selected[^>]*>Q4 2026`), find(t, page, `(?s)name="team_ids".*?<option value="([^"]+)"`)
	add := func(title, from, to, unit, seen string) string {
		made := v.post(at("objectives"), url.Values{"title": {"Families can wait for us"}, "cycle_id": {cycle}, "team_ids": {team}, "kr_title": {title}, "kr_from": {from}, "kr_to": {to}, "kr_unit": {unit}, "kr_read": {seen}})
		if made.Code != http.StatusSeeOther {
			t.Fatalf("%s: %d", title, made.Code)
		}
		page, _, _ := strings.Cut(made.Header().Get("Location"), "?")
		edit := find(t, v.get(page).Body.String(), `href="([^"]+/key-results/[^"]+/edit)"`)
		form := v.get(edit).Body.String()
		value := func(name string) string { return find(t, form, `name="`+name+`"[^>]*value="([^"]*)"`) }
		chosen := func(name string) string {
			for _, option := range strings.Split(find(t, form, `(?s)<select[^>]*name="`+name+`"[^>]*>(.*?)</select>`), "<option") {
				if strings.Contains(option, " selected") {
					return find(t, option, `value="([^"]*)"`)
				}
			}
			return "-"
		}
		return strings.Join([]string{chosen("kind"), chosen("direction"), value("baseline"), value("target"), value("unit"), value("due")}, " ")
	}
	const cut, keep = "Cut complaints from 12 to 3 % by 15 December", "Keep the response time under 4 h"
	for _, tt := range []struct{ what, title, from, to, unit, seen, want string }{
		{"without a script", cut, "", "", "", "", "number decrease 12 3 % 2026-12-15"},
		{"a limit without a script", keep, "", "", "", "", "number keep_below  4 h "},
		{"a limit that the page has read", keep, "", "4", "h", keep, "number keep_below  4 h "},
		{"downwards to a number", "Cut complaints to 3 %", "", "3", "%", "Cut complaints to 3 %", "number decrease  3 % "},
		{"another number beside it", keep, "", "2", "h", keep, "number increase  2 h "},
		{"the numbers were emptied", cut, "", "", "", cut, "yes_no -    2026-12-15"},
		{"a number whose start is not known", "Cut complaints by 30 %", "", "", "", "Cut complaints by 30 %", "number decrease    "},
		{"a day outside the cycle", "Cut complaints to 3 % by June 2028", "", "3", "%", "", "number decrease  3 % "},
	} {
		if got := add(tt.title, tt.from, tt.to, tt.unit, tt.seen); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.what, got, tt.want)
		}
	}
}
