package web_test

import (
	"net/url"
	"strings"
	"testing"
)

// A KPI out of its range offers an objective with the KPI as its reason, and no number of anybody's invention; a healthy one offers none.
func TestUnhealthyKPISuggestsAnObjective(t *testing.T) {
	v := signIn(t, "ruben@pannier.example")
	page := v.get(at("kpis")).Body.String()
	if n := strings.Count(page, "Write an objective about it"); n != 1 {
		t.Fatalf("%d KPIs offer an objective, want the one that is not healthy", n)
	}
	form := v.get(find(t, page, `href="(/[^"]+/objectives/new\?kpi=[^"]+)"`)).Body.String()
	if !strings.Contains(form, "KPI “Calls answered within two minutes”: 74") || !strings.Contains(form, "healthy from 80") {
		t.Error("the form does not say why")
	}
	if strings.Contains(form, `name="kr_to" inputmode="decimal" value="8`) || !strings.Contains(form, `name="kr_to" inputmode="decimal" value=""`) {
		t.Error("the form invents a number")
	}
}

// What was mistyped of a KPI can be put right on the page: its value, its day, its name and range; and it can be removed and had back.
func TestKPIIsPutRight(t *testing.T) {
	v := signInAlone(t, "selma@pannier.example")
	post := func(status int, path string, form url.Values) string {
		t.Helper()
		w := v.post(path, form)
		if w.Code != status {
			t.Fatalf("%s answers %d, want %d: %s", path, w.Code, status, w.Body)
		}
		return w.Header().Get("Location") + w.Body.String()
	}
	page := v.get(at("kpis")).Body.String()
	id := find(t, page, `<section id="([^"]+)" aria-labelledby="kpi-`)
	post(303, at("kpis/%s/values", id), url.Values{"value": {"1e9"}, "date": {"2026-11-07"}})
	page = v.get(at("kpis")).Body.String()
	value := find(t, page, `href="/pannier/kpi-values/([^"]+)" aria-label="Correct the value of [^"]+, (?:Sat|7)`)
	form := v.get(at("kpi-values/%s", value)).Body.String()
	if !strings.Contains(form, `value="2026-11-07"`) || !strings.Contains(form, "Take it back") {
		t.Error("the form does not say what stands there")
	}
	post(303, at("kpi-values/%s", value), url.Values{"version": {"1"}, "value": {"61"}, "date": {"2026-11-06"}})
	post(409, at("kpi-values/%s", value), url.Values{"version": {"1"}, "value": {"62"}, "date": {"2026-11-06"}})
	if p := post(422, at("kpi-values/%s", value), url.Values{"version": {"2"}, "value": {"many"}, "date": {"2026-11-06"}}); !strings.Contains(p, `value="many"`) {
		t.Error("what was typed is gone")
	}
	if to := post(303, at("kpi-values/%s/remove", value), nil); !strings.Contains(to, "undo=") {
		t.Errorf("nothing takes the removal of a value back: %s", to)
	}
	post(303, at("kpi-values/%s/restore", value), nil)

	version := find(t, page, `action="/pannier/kpis/`+id+`/edit"><input type="hidden" name="version" value="(\d+)"`)
	team := find(t, page, `<option value="([^"]+)" selected`)
	post(303, at("kpis/%s/edit", id), url.Values{"version": {version}, "name": {"Calls that were answered"}, "team_id": {"workshop"}, "unit": {"calls"}, "low": {""}, "high": {"9"}}) // a name, as where there are too many to choose from
	if p := v.get(at("teams/workshop")).Body.String(); !strings.Contains(p, "Calls that were answered") {
		t.Error("it is not the KPI of the team that was named")
	}
	if p := post(409, at("kpis/%s/edit", id), url.Values{"version": {version}, "name": {"Calls"}, "team_id": {team}}); !strings.Contains(p, `value="Calls"`) {
		t.Error("what was typed is gone")
	}
	if page = v.get(at("kpis")).Body.String(); !strings.Contains(page, "Calls that were answered, healthy up to 9") {
		t.Error("name and range were not taken")
	}
	if p := post(422, at("kpis"), url.Values{"name": {"calls that were Answered"}, "team_id": {"workshop"}}); !strings.Contains(p, "has a KPI of this name already") {
		t.Error("a second one of the same name")
	}
	if to := post(303, at("kpis/%s/remove", id), nil); !strings.Contains(to, "undo=") {
		t.Errorf("nothing takes the removal back: %s", to)
	}
	if page = v.get(at("kpis")).Body.String(); strings.Contains(page, "Calls that were answered") {
		t.Error("it is still there")
	}
	post(303, at("kpis/%s/restore", id), nil)
}

// Who adds a KPI comes to where it stands.
func TestAddedKPIIsInSight(t *testing.T) {
	v := signInAlone(t, "selma@pannier.example")
	team := find(t, v.get(at("objectives/new")).Body.String(), `(?s)name="team_ids".*?<option value="([^"]+)"`)
	to := v.post(at("kpis"), url.Values{"name": {"Parts on the shelf"}, "team_id": {team}, "low": {"25"}, "high": {"60"}, "unit": {"parts"}}).Header().Get("Location")
	_, place, _ := strings.Cut(to, "#")
	page := v.get(at("kpis")).Body.String()
	if place == "" || !strings.Contains(page, `<section id="`+place+`"`) {
		t.Errorf("it leads to %q", to)
	}
	if !strings.Contains(page, "Parts on the shelf, healthy from 25 to 60\u00a0parts") {
		t.Error("its range does not stand there")
	}
}
