package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// From the planning page a crowded plan is put in order by links alone, and what is below the line is dropped by a form.
func TestChoose(t *testing.T) {
	selma := signIn(t, "selma@pannier.example")
	next := html.UnescapeString(find(t, selma.get(at("planning")).Body.String(), `href="([^"]+)">Choose between two at a time`))
	pair := regexp.MustCompile(`<a href="([^"]+)" data-key="(?:left|right)">`)
	page := selma.get(next).Body.String()
	clicks := 0
	for ; ; clicks++ {
		sides := pair.FindAllStringSubmatch(page, -1)
		if len(sides) == 0 {
			break
		}
		if len(sides) != 2 || clicks > 11 {
			t.Fatalf("%d sides after %d clicks", len(sides), clicks)
		}
		page = selma.get(html.UnescapeString(sides[1][1])).Body.String() // what stood first matters more
	}
	if clicks < 8 {
		t.Errorf("%d clicks put six in order", clicks)
	}
	forms := formsOf(page)
	f := forms[len(forms)-1]
	if len(f.values["objective_ids"]) != 1 || !strings.Contains(f.values.Get("reason"), "5 others came before it") {
		t.Fatalf("below the line: %v", f.values)
	}
	f.values.Set("reason", "")
	if w := selma.post(f.action, f.values); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "so that others can learn from it") {
		t.Errorf("no reason: %d", w.Code)
	}
	f.values.Set("reason", "Five are plenty.")
	if w := selma.post(f.action, f.values); w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "did=dropped") {
		t.Fatalf("dropped: %d to %s", w.Code, w.Header().Get("Location"))
	}
	if board := selma.get(at("planning")).Body.String(); strings.Contains(board, "Choose between two at a time") {
		t.Error("five are left, and they are still too many")
	}
	if one := selma.get(at("planning/choose") + "?" + url.Values{"team": {"Care"}}.Encode()); one.Code != http.StatusOK {
		t.Errorf("a team by its name: %d", one.Code)
	}
}
