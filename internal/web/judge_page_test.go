package web_test

import (
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// A grade of a stretch never stands alone where a reader could take less than 1 for a failure.
func TestAGradeOfAStretchSaysWhatIsGood(t *testing.T) {
	v := signIn(t, "ines@pannier.example")
	for page, want := range map[string]string{"objectives?cycle=q3-2026": "graded 0.7, about 0.7 is good", "lessons": "graded 0.7, about 0.7 is good", "teams/pannier": "graded 0.7, about 0.7 is good; 0.7, what was learned counts"} {
		body := v.get(at("%s", page)).Body.String()
		if !strings.Contains(body, want) {
			t.Errorf("%s says nothing about what grade is good", page)
		}
	}
	page := find(t, v.get(at("objectives?cycle=q4-2026")).Body.String(), `href="([^"]+/objectives/O-\d+)[^"]*"[^>]*>Families hear about us`)
	if body := v.get(page).Body.String(); !strings.Contains(body, `<span class="soft">(about 70 % is good)</span>`) || !strings.Contains(body, `<span class="soft">(about 0.7 is good)</span>`) {
		t.Error("the page of a stretch does not say beside progress and grade what is good, each in its own form")
	}
}

// Below the kind of a new objective stands what grade is good for each, and not for one of them alone.
func TestTheHintOfAKindHoldsForEach(t *testing.T) {
	body := signIn(t, "ines@pannier.example").get(at("objectives/new")).Body.String()
	if strings.Contains(body, "a grade of 1.0 is expected.</span>") || !strings.Contains(body, "1 for a committed one, about 0.7 for an aspirational one.") {
		t.Error("whichever kind is chosen, the hint speaks of a committed one")
	}
}

// Who keeps a line as it is goes on where the question stood, with the same filters.
func TestDismissingLeadsBack(t *testing.T) {
	v := signInAlone(t, "selma@pannier.example")
	page := at("findings?cycle=q4-2026&team=")
	body := v.get(page).Body.String()
	id, rule := find(t, body, `name="id" value="([^"]+)"`), find(t, body, `name="rule" value="([^"]+)"`)
	for from, want := range map[string]string{page: "/pannier/findings?cycle=q4-2026&did=dismissed&team=", at("planning?cycle=q1-2027&did=saved"): "/pannier/planning?cycle=q1-2027&did=dismissed", "http://elsewhere.example/pannier/week": "/pannier/findings?did=dismissed"} {
		if !strings.Contains(from, "//") {
			from = "http://example.com" + from
		}
		r := httptest.NewRequestWithContext(t.Context(), "POST", at("findings/dismiss"), strings.NewReader(url.Values{"id": {id}, "rule": {rule}, "reason": {"It is meant so."}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Referer", from)
		got, err := url.Parse(v.send(r).Header().Get("Location"))
		if err != nil || got.Path+"?"+got.Query().Encode() != want {
			t.Errorf("from %s it leads to %s, not to %s", from, got, want)
		}
	}
}

// What is found about a team leads to the team and says its question once, and of a cycle that is over nothing "will" arrive.
func TestFindingsOfATeamAndOfACycleThatIsOver(t *testing.T) {
	v := signIn(t, "selma@pannier.example")
	body := v.get(at("findings")).Body.String()
	if ask := "Go through them once: which serve a result"; strings.Count(body, ask) != 1 {
		t.Errorf("the question stands there %d times", strings.Count(body, ask))
	}
	find(t, body, `(<a class="link" href="/pannier/teams/software">Software</a>)`)
	if past := v.get(at("objectives?cycle=q3-2026")).Body.String(); strings.Contains(past, "will arrive") || !strings.Contains(past, "Worth a second look") {
		t.Error("key results of a cycle that is over will arrive")
	}
	if plan := v.get(at("planning?cycle=q1-2027")).Body.String(); !strings.Contains(plan, "What will be different, and for whom, once it is done?") {
		t.Error("the planning room says what was found and not what to ask")
	}
}

// What is found about the whole plan leads to what it rests on, and says its question once; what is found about a stretch of a team leads to that stretch.
func TestAmbitionOpensItsEvidence(t *testing.T) {
	v, judge := signInApart(t, "selma@pannier.example")
	set := func(phase string, teams ...string) string {
		t.Helper()
		page := v.get(at("settings")).Body.String()
		form := url.Values{"version": {find(t, page, `action="/pannier/settings/organization"[^§]*?name="version" value="(\d+)"`)}, "organization": {"Pannier"}, "time_zone": {"Europe/Brussels"}, "fiscal_start": {"1"}, "escalate_after": {"7"}, "phase": {phase}, "stretch": teams}
		for _, part := range regexp.MustCompile(`name="(part-[^"]+)"`).FindAllStringSubmatch(page, -1) {
			form.Set(part[1], "on")
		}
		if answer := v.post(at("settings/organization"), form); !strings.HasSuffix(answer.Header().Get("Location"), "did=saved") {
			t.Fatalf("the settings are refused with %d", answer.Code)
		}
		judge()
		return v.get(at("findings?cycle=q4-2026")).Body.String()
	}
	body := set("achievable")
	find(t, body, `(<a class="link" href="/pannier/objectives\?cycle=q4-2026&amp;group=kind">The whole plan</a>)`)
	if n := strings.Count(body, "Reach a few things first"); n != 1 {
		t.Errorf("the question stands there %d times", n)
	}
	if !strings.Contains(body, "4 of 13 objectives are a stretch, and you are in the phase of achievable ones: “") {
		t.Error("it does not say which objectives are a stretch")
	}
	find(t, set("moderate"), `(<a class="link" href="/pannier/objectives/O-\d+">Families hear about us from families</a>)`)
	if strings.Contains(set("ambitious"), "More stretch than") {
		t.Error("in the phase of ambitious ones a stretch is too much")
	}
}

// What is kept as it is can be read with its reason, and asked again.
func TestWhatIsKeptCanBeAskedAgain(t *testing.T) {
	v := signInAlone(t, "ruben@pannier.example")
	page := find(t, v.get(at("objectives")).Body.String(), `href="([^"]+/objectives/O-\d+)[^"]*"[^>]*>The app tells the truth`)
	body := v.get(page).Body.String()
	id := find(t, body, `name="id" value="([^"]+)"[^<]*<input type="hidden" name="rule" value="kr/task"`)
	v.post(at("findings/dismiss"), url.Values{"id": {id}, "rule": {"kr/task"}, "reason": {"The flow is promised."}})
	body = v.get(page).Body.String()
	if !strings.Contains(body, "Kept as it is: 1") || !strings.Contains(body, "“The flow is promised.” Ruben Acker") || strings.Contains(body, "Begins with “Launch”") || !strings.Contains(body, "kept a finding as it is") {
		t.Error("the page does not say what is kept, why and by whom")
	}
	if to := v.post(at("findings/dismiss"), url.Values{"id": {id}, "rule": {"kr/task"}, "again": {"yes"}}).Header().Get("Location"); !strings.HasSuffix(to, "did=asked-again") {
		t.Errorf("it leads to %s", to)
	}
	if body = v.get(page).Body.String(); strings.Contains(body, "Kept as it is") || !strings.Contains(body, "Begins with “Launch”") {
		t.Error("it is not asked again")
	}
}

// Who types a key result that another team has already is told so at once, with the words and the way to it.
func TestATwinIsToldWhileItIsTyped(t *testing.T) {
	v := signIn(t, "ines@pannier.example")
	cycle := find(t, v.get(at("objectives/new")).Body.String(), `<option value="([^"]+)" selected[^>]*>Q4 2026`)
	ask := func(text string) string {
		return v.post(at("judge"), url.Values{"text": {text}, "kind": {"key_result"}, "cycle": {cycle}, "end": {"2026-12-31"}}).Body.String()
	}
	if said := ask("Days until a broken bike rides again from 6 to 2 d"); !strings.Contains(said, "Talk to each other") || !strings.Contains(said, "/pannier/objectives/O-") || strings.Contains(said, "data-keep") {
		t.Errorf("of a twin it says %s", said)
	}
	for _, text := range []string{"Days until a broken bike rides again", "Mechanics who stay for a year from 60 to 80 %"} {
		if said := ask(text); strings.Contains(said, "Talk to each other") {
			t.Errorf("%q has no twin, and it says %s", text, said)
		}
	}
}

// A change without a start says the way that its number goes, though not where it ends: typed, and when it is saved.
func TestAChangeInPerCentSaysItsWay(t *testing.T) {
	v := signIn(t, "ruben@pannier.example")
	for text, want := range map[string]string{"Reduce theft claims by 30 %": `"slots":{"direction":"decrease"}`, "Double the number of bikes that we lend": `"slots":{"direction":"increase"}`, "Better answers to theft claims": `"slots":{}`} {
		if said := v.post(at("judge"), url.Values{"text": {text}, "kind": {"key_result"}}).Body.String(); !strings.Contains(said, want) {
			t.Errorf("%s: %s is not in %s", text, want, said)
		}
	}
	page := v.get(at("objectives/new")).Body.String()
	cycle, team := find(t, page, `<option value="([^"]+)" selected[^>]*>Q4 2026`), find(t, page, `(?s)name="team_ids".*?<option value="([^"]+)"`)
	made := v.post(at("objectives"), url.Values{"title": {"Nobody fears for their bike"}, "cycle_id": {cycle}, "team_ids": {team}, "kr_title": {"Cut fears by a third"}})
	where, _, _ := strings.Cut(made.Header().Get("Location"), "?")
	v.post(where+"/key-results", url.Values{"title": {"Reduce theft claims by 30 %"}, "kind": {"number"}, "direction": {"increase"}})
	var got []string
	for _, m := range regexp.MustCompile(`href="([^"]+/key-results/[^"]+/edit)"`).FindAllStringSubmatch(v.get(where).Body.String(), -1) {
		if form := v.get(m[1]).Body.String(); strings.Contains(form, ">Reduce theft claims by 30 %</textarea>") {
			got = regexp.MustCompile(`value="(increase|decrease)" selected`).FindStringSubmatch(form)
		}
	}
	if len(got) == 0 || got[1] != "decrease" {
		t.Errorf("saved is %q", got)
	}
}
