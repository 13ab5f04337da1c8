package web_test

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// Whoever asks for all cards goes through all of them, also those that are not due any more, by saving and by skipping.
func TestCheckInRound(t *testing.T) {
	v := signIn(t, "ines@pannier.example")
	skip := regexp.MustCompile(`href="([^"]*)">Skip<`)
	for range 3 { // at first both are due, then one, then none
		page := v.led(at("check-in?all=yes")).Body.String()
		if n := find(t, page, `1 of (\d+), about`); n != "2" {
			t.Fatalf("%s cards: this test needs two", n)
		}
		next := find(t, page, `name="next" value="([^"]+)"`)
		second := v.get(html.UnescapeString(skip.FindStringSubmatch(page)[1])).Body.String()
		if id := find(t, second, `name="key_result" value="([^"]+)"`); id != next || !strings.HasSuffix(skip.FindStringSubmatch(second)[1], "/week") {
			t.Errorf("skipping leads to %s and not to %s, the last", id, next)
		}
		saved := v.post(at("check-in"), url.Values{"key_result": {find(t, page, `name="key_result" value="([^"]+)"`)}, "confidence": {"6"}, "done": {"0"}, "next": {next}, "all": {find(t, page, `name="all" value="([^"]+)"`)}})
		if to := saved.Header().Get("Location"); !strings.HasSuffix(to, "/check-in?done=1&kr="+next+"&all=yes") {
			t.Errorf("after saving one comes to %q", to)
		}
	}
}

// A value far off is asked about once, and who came from This week goes back there when they have said yes.
func TestSlipIsAskedOnce(t *testing.T) {
	v := signInAlone(t, "ines@pannier.example")
	kr := find(t, v.led(at("check-in?all=yes")).Body.String(), `name="key_result" value="([^"]+)"`)
	asked := v.post(at("check-in"), url.Values{"key_result": {kr}, "value": {"9999"}, "confidence": {"6"}, "back": {"week"}})
	page := asked.Body.String()
	if asked.Code != 422 || !regexp.MustCompile(`<li>9,999.days is far from`).MatchString(page) {
		t.Fatalf("it is answered by %d: %s", asked.Code, faultsOf(page))
	}
	for _, f := range formsOf(page) {
		if f.values.Has("key_result") {
			f.values.Set("sure", "yes")
			f.values.Set("confidence", "6")
			f.values.Del("help")
			if to := v.post(f.action, f.values).Header().Get("Location"); to != at("week?did=checked-in") {
				t.Errorf("yes leads to %q", to)
			}
			return
		}
	}
	t.Error("the form is gone")
}
