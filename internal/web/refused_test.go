package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// A value of a KPI that is no number comes back where it was typed, and the answer says of which KPI.
func TestRefusedKPIValueStaysAtItsKPI(t *testing.T) {
	v := signIn(t, "selma@pannier.example")
	id := find(t, v.get(at("kpis")).Body.String(), `/kpis/([^"/]+)/values"`)
	answer := v.post(at("kpis/%s/values", id), url.Values{"value": {"zz"}})
	page := answer.Body.String()
	if answer.Code != http.StatusUnprocessableEntity || strings.Count(page, `value="zz"`) != 1 || strings.Count(page, `aria-invalid="true"`) != 1 {
		t.Errorf("it is answered by %d, and what was typed stands %d times", answer.Code, strings.Count(page, `value="zz"`))
	}
	if !strings.Contains(page, "Nothing was recorded for ") || !strings.Contains(page, `aria-describedby="fault-`+id) {
		t.Error("nothing says of which KPI")
	}
}

// A word where the settings ask for a number is refused at its field, and changes nothing.
func TestWordsAreNoNumbersInSettings(t *testing.T) {
	v := signInAlone(t, "selma@pannier.example")
	for _, name := range []string{"escalate_after", "max_objectives", "min_key_results"} {
		for _, f := range formsOf(v.get(at("settings")).Body.String()) {
			if !strings.HasSuffix(f.action, "/settings/organization") {
				continue
			}
			form := url.Values{}
			for name, list := range f.values {
				form[name] = list
			}
			form.Set(name, "many")
			answer := v.post(f.action, form)
			if page := answer.Body.String(); answer.Code != http.StatusUnprocessableEntity || !strings.Contains(page, "Write a whole number") || !strings.Contains(page, `value="many"`) {
				t.Errorf("%s: many is answered by %d", name, answer.Code)
			}
		}
	}
}

// The day that a check-in was refused for is in sight, under the name that the answer calls it.
func TestRefusedDayIsUnfolded(t *testing.T) {
	v := signIn(t, "ines@pannier.example")
	page := v.led(at("check-in?all=yes")).Body.String()
	id := find(t, page, `name="key_result" value="([^"]+)"`)
	answer := v.post(at("check-in"), url.Values{"key_result": {id}, "confidence": {"6"}, "as_of": {"2030-01-01"}})
	if page := answer.Body.String(); answer.Code != http.StatusUnprocessableEntity || !strings.Contains(page, "<details open>") || !strings.Contains(page, "<li>Day: ") {
		t.Errorf("a day to come is answered by %d, and stands folded", answer.Code)
	}
}

// What is not there, and what one may see and not do, are told apart.
func TestMissingAndForbiddenDiffer(t *testing.T) {
	v := signIn(t, "ines@pannier.example")
	heading := regexp.MustCompile(`<h1>([^<]+)</h1>`)
	missing, forbidden := v.get(at("objectives/O-9999")), v.post(at("people"), url.Values{"people": {"new@pannier.example"}})
	if missing.Code != http.StatusNotFound || forbidden.Code != http.StatusForbidden {
		t.Fatalf("they are answered by %d and %d", missing.Code, forbidden.Code)
	}
	a, b := heading.FindStringSubmatch(missing.Body.String()), heading.FindStringSubmatch(forbidden.Body.String())
	if a == nil || b == nil || a[1] == b[1] {
		t.Errorf("both are called %v", a)
	}
}

// The letters that the list of keys shows are those that are bound.
func TestEveryLetterIsListed(t *testing.T) {
	page := signIn(t, "ines@pannier.example").get(at("week")).Body.String()
	for _, bound := range strings.Fields(find(t, page, `<hw-keys[^>]* places="([^"]+)"`)) {
		if letter, _, _ := strings.Cut(bound, "="); !strings.Contains(page, "<kbd>g "+letter+"</kbd>") {
			t.Errorf("g %s is bound, and not listed", letter)
		}
	}
}
