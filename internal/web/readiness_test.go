package web_test

import (
	"net/url"
	"strings"
	"testing"
)

// What was decided about a number stands where the number is read and where it is given; who may not decide reads the answers, and has nothing to press.
func TestWhatWasDecidedStandsBesideTheNumber(t *testing.T) {
	lead := signInAlone(t, "ruben@pannier.example")
	register := lead.get(at("readiness")).Body.String()
	path := func(title string) string {
		return find(t, register, `href="([^"]+)"[^>]*>`+title)
	}
	stands, gap, waits := path("Families who would recommend us after a repair"), path("Families with a dry place within 100 metres"), path("Improve the tone of our mails")
	id := func(path string) string { return strings.Split(path, "/")[3] }

	if row := find(t, register, `(?s)Families who would recommend us after a repair</a>(.*?)</li>`); !strings.Contains(row, "“Thumbs up at the counter” was to stand in for this number until ") {
		t.Errorf("the register does not say that it has ended: %s", row)
	}
	objective := lead.get(at("objectives/O-17")).Body.String()
	if !strings.Contains(objective, "“Thumbs up at the counter” was to stand in for this number until ") || !strings.Contains(objective, stands+"#decide") {
		t.Error("the objective does not say that the stand-in has outlived its last day, or leads nowhere")
	}
	tomasz := lead.as("tomasz@pannier.example")
	for _, page := range []string{"week", "check-in?kr=" + id(stands)} {
		if body := tomasz.get(at("%s", page)).Body.String(); !strings.Contains(body, "“Thumbs up at the counter” was to stand in") {
			t.Errorf("%s does not say it to who checks in", page)
		}
	}
	if body := lead.get(at("check-in?kr=%s", id(waits))).Body.String(); !strings.Contains(body, "nobody is asked for a value before ") {
		t.Error("the check-in does not say that the key result waits")
	}

	form := lead.get(stands).Body.String()
	wrong := lead.post(stands+"/decision", url.Values{"version": {find(t, form, `name="version" value="(\d+)"`)}, "choice": {"delay"}, "until-delay": {"2026-11-01"}}).Body.String()
	if strings.Count(wrong, "That would be over already.") != 2 { // at the top, and at its field
		t.Errorf("of a day that has gone by it is said %d times", strings.Count(wrong, "That would be over already."))
	}
	if body := tomasz.get(stands).Body.String(); strings.Contains(body, "Decide again") || !strings.Contains(body, "The people of Pannier answer this.") {
		t.Error("who may not decide is led to decide, or not told who does")
	}

	other := lead.as("tomasz@pannier.example").get(gap).Body.String() // not of Riding
	if strings.Contains(other, `type="radio"`) || strings.Contains(other, ">Save<") || !strings.Contains(other, ">What families tell us at the contract<") || !strings.Contains(other, "The people of Riding and Cities answer this.") {
		t.Error("who may not answer does not read the answers, or gets fields that go nowhere")
	}

	if to := lead.post(gap, url.Values{"source": {"What families tell us at the contract"}, "answers.access": {"no"}}).Header().Get("Location"); !strings.HasSuffix(to, "/readiness?did=saved#decide") {
		t.Errorf("with a gap it leads to %s", to)
	}
	k := lead.get(gap).Body.String()
	made := lead.post(gap+"/decision", url.Values{"version": {find(t, k, `name="version" value="(\d+)"`)}, "choice": {"track"}}).Header().Get("Location")
	if draft := lead.get(made).Body.String(); !strings.Contains(draft, "This draft is written for you") || !strings.Contains(draft, "We can see how we stand: Families with a dry place") {
		t.Errorf("at %s nothing says that the draft was made", made)
	}
}
