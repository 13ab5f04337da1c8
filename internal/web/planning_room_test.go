package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// A draft is begun, opened and written at in the planning room by forms alone, each field by itself; of two that write in one, both texts survive.
func TestPlanningRoom(t *testing.T) {
	mira := signIn(t, "mira@pannier.example")
	board := mira.get(at("planning")).Body.String()
	var begin url.Values
	for _, f := range formsOf(board) {
		if f.values.Get("room") != "" {
			begin = f.values
		}
	}
	begin.Set("title", "Riders find the way home in fog")
	answer := mira.post(at("objectives"), begin)
	room, _, _ := strings.Cut(answer.Header().Get("Location"), "&did=")
	ref := find(t, room, `draft=(O-\d+)$`)

	add := url.Values{"room": {"yes"}, "kind": {"number"}, "title": {"Riders who ask for the way"}}
	if w := mira.post(at("objectives/%s/key-results", ref), add); w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "draft="+ref) {
		t.Fatalf("a key result: %d to %s", w.Code, w.Header().Get("Location"))
	}
	answer, n := mira.counted(room)
	page := answer.Body.String()
	if n > 30 {
		t.Errorf("the room with a draft takes %d statements, want at most 30", n)
	}
	id := find(t, page, `/key-results/([^"/]+)/field`)
	say := func(name, value, base string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), "POST", at("key-results/%s/field", id), strings.NewReader(url.Values{"name": {name}, "value": {value}, "base": {base}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Accept", "application/json")
		return mira.send(r)
	}
	for _, c := range []struct {
		name, value, base string
		code              int
		says              string
	}{
		{"baseline", "30", "", 200, "Saved"},
		{"target", "12", "", 200, "Saved"},
		{"unit", "%", "", 200, "Saved"},
		{"target", "10", "", 409, `"theirs":"12"`},
		{"target", "twelve", "12", 422, "message"},
		{"title", "Riders who ask us for the way", "Riders who ask", 409, `"theirs":"Riders who ask for the way"`},
		{"title", "Riders who ask us for the way", "Riders who ask for the way", 200, "Saved"},
		{"weight", "1", "", 422, "no such field"},
	} {
		if w := say(c.name, c.value, c.base); w.Code != c.code || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s from %q to %q answers %d: %s", c.name, c.base, c.value, w.Code, w.Body)
		}
	}
	page = mira.get(at("objectives/%s", ref)).Body.String()
	for _, want := range []string{"Riders who ask us for the way", "30", "12"} {
		if !strings.Contains(page, want) {
			t.Errorf("the objective does not show %s", want)
		}
	}
	// What is live, and what is another team's, is not written at in the room.
	for _, other := range []string{"O-31", "O-9999", "O-1"} {
		if page := mira.get(at("planning?cycle=q1-2027&draft=%s", other)).Body.String(); strings.Contains(page, `id="draft"`) {
			t.Errorf("%s is opened by somebody who may not write in it", other)
		}
	}
	cycle := begin.Get("cycle_id")
	for id, code := range map[string]int{cycle: http.StatusNoContent, "of-nothing": http.StatusNotFound} {
		if w := mira.post(at("planning/here"), url.Values{"cycle_id": {id}}); w.Code != code {
			t.Errorf("being in the room of %q answers %d, want %d", id, w.Code, code)
		}
	}
	if page := mira.as("ines@pannier.example").get(at("planning")).Body.String(); !strings.Contains(page, "Mira Vogel is here too.") {
		t.Error("who is in the room is not shown")
	}
}

// In the room, too, a sentence is read when it is saved: what the sentence before it had said follows, what somebody has written otherwise stays.
func TestRoomReadsTheSentence(t *testing.T) {
	v := signIn(t, "mira@pannier.example")
	var begin url.Values
	for _, f := range formsOf(v.get(at("planning")).Body.String()) {
		if f.values.Get("room") != "" {
			begin = f.values
		}
	}
	begin.Set("title", "Riders hear from us before they ask")
	room, _, _ := strings.Cut(v.post(at("objectives"), begin).Header().Get("Location"), "&did=")
	ref := find(t, room, `draft=(O-\d+)$`)
	const cut, plain = "Cut complaints from 12 to 3 % by 15 February", "Complaints"
	for _, tt := range []struct {
		what, title, from, to, unit string // as it is added
		fields                      [][2]string
		next, want                  string
	}{
		{"nothing was said before", plain, "", "", "", nil, cut, "decrease 12 3 % 2027-02-15"},
		{"the other way round", cut, "", "", "", nil, "Raise thanks from 3 to 12 %", "increase 3 12 % "},
		{"another target", cut, "", "", "", nil, "Cut complaints from 12 to 2 % by 1 February", "decrease 12 2 % 2027-02-01"},
		{"a limit", cut, "", "", "", nil, "Keep the response time under 4 h", "keep_below 12 4 h "},
		{"no limit any more", "Keep the response time under 4 h", "", "", "", nil, "Cut the response time from 9 to 4 h", "decrease 9 4 h "},
		{"the numbers left the sentence", cut, "", "", "", nil, "Fewer complaints", "decrease 12 3 % "},
		{"a target that somebody has changed", cut, "", "", "", [][2]string{{"target", "4"}}, "Cut complaints from 20 to 2 %", "decrease 20 4 % "},
		{"numbers that somebody has written", plain, "30", "20", "a week", nil, "Cut complaints from 12 to 3 %", "decrease 30 20 a week "},
		{"a direction that fits the number there", plain, "", "4", "h", nil, "Keep the response time under 4 h", "keep_below  4 h "},
	} {
		made := v.post(at("objectives/%s/key-results", ref), url.Values{"room": {"yes"}, "kind": {"number"}, "title": {tt.title}, "baseline": {tt.from}, "target": {tt.to}, "unit": {tt.unit}})
		page := v.get(room).Body.String()
		ids := regexp.MustCompile(`id="t-([^"]+)"`).FindAllStringSubmatch(page, -1)
		if made.Code != http.StatusSeeOther || len(ids) == 0 {
			t.Fatalf("%s: %d", tt.what, made.Code)
		}
		id := ids[len(ids)-1][1]
		say := func(name, value, base string) {
			t.Helper()
			r := httptest.NewRequestWithContext(t.Context(), "POST", at("key-results/%s/field", id), strings.NewReader(url.Values{"name": {name}, "value": {value}, "base": {base}}.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Accept", "application/json")
			if w := v.send(r); w.Code != http.StatusOK {
				t.Fatalf("%s: %s answers %d: %s", tt.what, name, w.Code, w.Body)
			}
		}
		form := func() string { return v.get(at("key-results/%s/edit", id)).Body.String() }
		value := func(name string) string { return find(t, form(), `name="`+name+`"[^>]*value="([^"]*)"`) }
		for _, f := range tt.fields {
			say(f[0], f[1], value(f[0]))
		}
		say("title", tt.next, tt.title)
		direction := ""
		for _, option := range strings.Split(find(t, form(), `(?s)<select[^>]*name="direction"[^>]*>(.*?)</select>`), "<option") {
			if strings.Contains(option, " selected") {
				direction = find(t, option, `value="([^"]*)"`)
			}
		}
		if got := strings.Join([]string{direction, value("baseline"), value("target"), value("unit"), value("due")}, " "); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.what, got, tt.want)
		}
		v.post(at("key-results/%s/remove", id), url.Values{})
	}
}
