package web_test

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	shownText     = regexp.MustCompile(`>([^<]+)|(?:aria-label|placeholder|title|alt)="([^"]*)"|<(?:input|option)[^>]* value="([^"]*)"`)
	notShown      = regexp.MustCompile(`(?s)<script.*?</script>|<style.*?</style>|<input type="hidden"[^>]*>|<option[^>]* value="[^"]*"`)
	someNumber    = regexp.MustCompile(`\d[\d.,]*\d`)
	germanNumber  = regexp.MustCompile(`>[^<]*\d,\d`)
	englishNumber = regexp.MustCompile(`^\d+\.(\d{1,2}|\d{4,})$|^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$`)
)

// numbersOf are the numbers of a text that only English writes so.
func numbersOf(text string) (out []string) {
	for _, n := range someNumber.FindAllString(text, -1) {
		if englishNumber.MatchString(n) {
			out = append(out, n)
		}
	}
	return out
}

// Where an organization writes numbers as German does, no page writes one of ours in another way; what people wrote stays as they wrote it.
func TestEveryNumberIsWrittenAsTheOrganizationSays(t *testing.T) {
	v := signInAlone(t, "selma@pannier.example")
	fill := places(v)
	var written any
	if err := json.Unmarshal(v.get(at("export/pannier.json")).Body.Bytes(), &written); err != nil {
		t.Fatal(err)
	}
	peoples := map[string]bool{"1,250.5": true, "4,000": true, "0.7": true, "1.0": true, "1.3": true} // the choice of English, an example of a rule, and the glossary
	var walk func(any)
	walk = func(x any) {
		switch x := x.(type) {
		case string:
			for _, n := range numbersOf(x) {
				peoples[n] = true
			}
		case []any:
			for _, y := range x {
				walk(y)
			}
		case map[string]any:
			for _, y := range x {
				walk(y)
			}
		}
	}
	walk(written)
	v.writesNumbers("de")
	source, err := os.ReadFile("routes.go")
	if err != nil {
		t.Fatal(err)
	}
	german := 0
	for _, m := range routePattern.FindAllSubmatch(source, -1) {
		route := string(m[1])
		path := strings.TrimPrefix(route, "GET ")
		for name, value := range fill {
			path = strings.ReplaceAll(path, name, value)
		}
		if slices.Contains(notPages, route) || strings.Contains(path, "{") || strings.HasSuffix(path, "/words") || strings.HasSuffix(path, "/rules") { // these are examples and prose
			continue
		}
		page := v.led(path).Body.String()
		german += len(germanNumber.FindAllString(page, -1))
		for _, x := range shownText.FindAllStringSubmatch(notShown.ReplaceAllString(page, ""), -1) {
			text := html.UnescapeString(x[1] + x[2] + x[3])
			for _, n := range numbersOf(text) {
				if !peoples[n] {
					t.Errorf("%s writes %s: %s", path, n, strings.TrimSpace(text))
				}
			}
		}
	}
	if german == 0 {
		t.Error("no page has a number with a comma")
	}
}

// writesNumbers chooses how the organization writes numbers, on its page.
func (v *visitor) writesNumbers(locale string) {
	v.t.Helper()
	for _, f := range formsOf(v.get(at("settings")).Body.String()) {
		if strings.HasSuffix(f.action, "/settings/organization") {
			form := url.Values{}
			for name, list := range f.values {
				form[name] = list
			}
			form.Set("locale", locale)
			if code := v.post(f.action, form).Code; code != http.StatusSeeOther {
				v.t.Fatalf("the settings are answered by %d", code)
			}
			return
		}
	}
	v.t.Fatal("the settings have no form of the organization")
}

// What a page shows of a number is what it takes back, in the writing of the organization, and a file for programs stays as it was.
func TestNumbersAsShownAreRead(t *testing.T) {
	v := signInAlone(t, "selma@pannier.example")
	before := v.get(at("export/pannier.csv")).Body.String()
	v.writesNumbers("de")
	if after := v.get(at("export/pannier.csv")).Body.String(); after != before {
		t.Error("the export is another one")
	}
	page := v.get(at("kpis")).Body.String()
	id := find(t, page, `/kpis/([^"/]+)/values"`)
	v.post(at("kpis/%s/values", id), url.Values{"value": {"1.234,5"}})
	if page := v.get(at("kpis")).Body.String(); !strings.Contains(page, "1.234,5") {
		t.Error("1.234,5 is not shown as it was typed")
	}
}

// No page decides by itself how a number is written.
func TestNoPageWritesPlainNumbers(t *testing.T) {
	plain := regexp.MustCompile(`okr\.Format(Number|Value)\(.*, ""\)`)
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".templ") && (!strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go")) {
			continue
		}
		b, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		if found := plain.Find(b); found != nil {
			t.Errorf("%s has %s: use amount, or the Format of what it is a value of", f.Name(), found)
		}
	}
}
