package web_test

import (
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var mapNode = regexp.MustCompile(`<g class="map-node ([a-z -]+)"`)

// The map works without script: every node is a link, folding is one, and the filters are a form.
func TestMapPage(t *testing.T) {
	v := signIn(t, "ines@pannier.example")
	page := v.get(at("map")).Body.String()
	nodes := mapNode.FindAllStringSubmatch(page, -1)
	kinds := map[string]int{}
	for _, n := range nodes {
		f := strings.Fields(n[1])
		kinds[f[len(f)-1]]++
	}
	if kinds["is-vision"] != 1 || kinds["is-pillar"] != 3 || kinds["is-objective"] < 12 || kinds["is-gap"] == 0 {
		t.Errorf("the map shows %v", kinds)
	}
	for _, wanted := range []string{`aria-label="Gap: Who carries “Rent agreed for the new stands”?"`, `id="marks-gap"`, "No team&#39;s objective supports “Rent agreed for the new stands”", `id="marks-opportunity"`} {
		if !strings.Contains(page, wanted) {
			t.Errorf("the map has no %s", wanted)
		}
	}
	gap := find(t, page, `href="([^"]*/objectives/new\?supports=key_result[^"]*)"`)
	if form := v.get(gap).Body.String(); !regexp.MustCompile(`<option value="key_result:[^"]+" selected`).MatchString(form) {
		t.Error("a gap's link does not fill in what the new objective supports")
	}
	fold := find(t, page, `<a class="map-fold" href="([^"]+)"`)
	folded := v.get(strings.ReplaceAll(fold, "&amp;", "&")).Body.String()
	if n := len(mapNode.FindAllString(folded, -1)); n >= len(nodes) || !strings.Contains(folded, "is-folded") {
		t.Errorf("folded it shows %d nodes of %d", n, len(nodes))
	}
	unfold := find(t, folded, `<a class="map-fold is-folded" href="([^"]+)"`)
	if n := len(mapNode.FindAllString(v.get(strings.ReplaceAll(unfold, "&amp;", "&")).Body.String(), -1)); n != len(nodes) {
		t.Errorf("unfolded again it shows %d nodes of %d", n, len(nodes))
	}
	for query, wanted := range map[string]string{
		"?health=in_trouble": "is-context", "?only=marks": "is-gap", "?date=2026-10-01": "As it stood at the end of 1 October", "?date=soon": "is-vision",
		"?view=departments&from=workshop&to=care": "is shared by both", "?view=list": `class="map-list"`, "?health=closed": "Take a filter off",
	} {
		if body := v.get(at("map") + query).Body.String(); !strings.Contains(body, wanted) {
			t.Errorf("%s does not show %q", query, wanted)
		}
	}
	if answer := v.get(at("objectives/O-9999/around")); answer.Code != http.StatusNotFound {
		t.Errorf("around what is not there answers %d", answer.Code)
	}
}

// The files stand by themselves: the picture is XML without anything from elsewhere, the text has every node.
func TestMapFiles(t *testing.T) {
	v := signIn(t, "ines@pannier.example")
	picture := v.get(at("map.svg"))
	text := picture.Body.String()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("the picture is no XML: %v", err)
		}
	}
	if strings.Contains(text, "var(--") || strings.Contains(text, "http://example") || len(mapNode.FindAllString(text, -1)) < 16 {
		t.Error("the picture does not stand by itself")
	}
	if got := picture.Header().Get("Content-Disposition"); got != `attachment; filename="pannier-map-q4-2026.svg"` {
		t.Errorf("the picture is named %s", got)
	}
	flow := v.get(at("map.mmd")).Body.String()
	if !strings.HasPrefix(flow, "flowchart TD\n") || strings.Count(flow, "[\"") < 16 || strings.Count(flow, "-->") < 12 || !strings.Contains(flow, ":::gap") {
		t.Errorf("the text is:\n%s", flow)
	}
	around := v.get(at("map.mmd?around=O-20")).Body.String()
	if strings.Count(around, "[\"") >= strings.Count(flow, "[\"") {
		t.Error("a neighbourhood's text has the whole map")
	}
}
