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
