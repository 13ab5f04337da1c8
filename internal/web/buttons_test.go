package web_test

import (
	"regexp"
	"strings"
	"testing"
)

var (
	partTag    = regexp.MustCompile(`<(/?)(section|article|aside|button|a)\b([^>]*)>`)
	mainButton = regexp.MustCompile(`class="[^"]*\bbutton main\b`)
)

// mainButtons are how many buttons with the accent each part of a page has, unfolded or not, by the tag that begins the part.
func mainButtons(page string) map[string]int {
	out, open := map[string]int{}, []string{""}
	for _, m := range partTag.FindAllStringSubmatch(page, -1) {
		switch tag := m[2]; {
		case tag == "button" || tag == "a":
			if m[1] == "" && mainButton.MatchString(m[3]) {
				out[open[len(open)-1]]++
			}
		case m[1] == "":
			open = append(open, tag+m[3])
		default:
			open = open[:max(len(open)-1, 1)]
		}
	}
	return out
}

// Each part of a page asks for one thing before all others, at most, whatever is unfolded in it. What stands beside a page that is read has no accent of its own.
func TestOneMainButtonAPart(t *testing.T) {
	for _, email := range []string{"selma@pannier.example", "ines@pannier.example"} {
		for page, body := range linkedPages(t, email) {
			for part, n := range mainButtons(body) {
				if n > 1 {
					t.Errorf("%s has %d buttons with the accent in <%s>", page, n, part)
				}
			}
			if strings.HasPrefix(page, at("teams/")) && strings.Count(body, "button main") > 1 {
				t.Errorf("%s has %d buttons with the accent", page, strings.Count(body, "button main"))
			}
		}
	}
}
