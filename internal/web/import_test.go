package web_test

import (
	"bytes"
	"encoding/base64"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// upload sends a form with files, as the import page does.
func (v *visitor) upload(path string, form url.Values) *httptest.ResponseRecorder {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name := range form {
		if err := w.WriteField(name, form.Get(name)); err != nil {
			v.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		v.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(v.t.Context(), "POST", path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return v.send(r)
}

// A tracker's export is shown as work and offered to the tray; there it is kept, and one press takes it back.
func TestImportOfWork(t *testing.T) {
	v := signIn(t, "selma@pannier.example")
	file := "number,title,state,labels,assignees,url,milestone,createdAt\n7,Fix the dimmer,OPEN,bug,kim,https://github.com/lamps/lamp/issues/7,,2026-10-01T08:00:00Z\n"
	form := url.Values{"name": {"issues.csv"}, "held": {base64.StdEncoding.EncodeToString([]byte(file))}}
	page := v.upload(at("import"), form).Body.String()
	for _, part := range []string{"This is a list of work", "GitHub export", "Fix the dimmer", "Put 1 item into the tray", "written 1 Oct"} {
		if !strings.Contains(page, part) {
			t.Errorf("the preview does not say %q", part)
		}
	}
	if strings.Contains(page, "Import 0 objectives") || strings.Contains(page, `name="keep"`) {
		t.Error("the preview offers to import it as objectives")
	}
	form.Set("tray", "yes")
	kept := v.upload(at("import"), form)
	if to := kept.Header().Get("Location"); !strings.Contains(to, "did=trayed") || !strings.Contains(to, "undo=") {
		t.Fatalf("it leads to %q", to)
	}
	list := v.get(at("import")).Body.String()
	if !strings.Contains(list, "1 item for the tray") {
		t.Error("the list of imports does not name it")
	}
	v.post(find(t, list, `action="(/[^"]+/undo)"`), url.Values{})
}

// A whole organization that cannot be restored here says so, and what will come; its objectives go into the cycles that they are of.
func TestImportOfAWholeOrganization(t *testing.T) {
	v := signIn(t, "selma@pannier.example")
	file := `{"headwater": 1, "organization": {"id": "x", "name": "Lumen Lamps"}, "cycles": [{"id": "c", "name": "Q1 1999"}],
 "objectives": [{"id": "o", "cycle_id": "c", "title": "Evenings feel warm", "stage": "active"}]}`
	page := v.upload(at("import"), url.Values{"name": {"all.json"}, "held": {base64.StdEncoding.EncodeToString([]byte(file))}}).Body.String()
	for _, part := range []string{"This is all of Lumen Lamps, and it is not restored here", "headwater user owner", "1 objective of a cycle that is not here", "Q1 1999", "Evenings feel warm"} {
		if !strings.Contains(page, part) {
			t.Errorf("the preview does not say %q", part)
		}
	}
	for _, part := range []string{"line 0", `name="cycle_id"`, `name="keep"`} {
		if strings.Contains(page, part) {
			t.Errorf("the preview has %q", part)
		}
	}
}

// Before anything is kept each line says what becomes of it: what is here as it is in the file, what changes, and what is left out with the reason.
func TestImportSaysWhatBecomesOfALine(t *testing.T) {
	v := signInAlone(t, "selma@pannier.example")
	form := func(text string) url.Values {
		return url.Values{"name": {"plan.md"}, "held": {base64.StdEncoding.EncodeToString([]byte(text))}}
	}
	text := "# Objective: Evenings feel warm\n- KR: Lamps that dim from 10 to 40\n- KR: Rooms with a warm light from 3 to 9\n"
	keep := form(text)
	keep.Set("keep", "yes")
	v.upload(at("import"), keep)
	again := v.upload(at("import"), form(text)).Body.String()
	if strings.Count(again, "as it is here") != 3 || strings.Contains(again, `name="keep"`) {
		t.Errorf("the same file: %d lines are as they are here", strings.Count(again, "as it is here"))
	}
	if p := v.upload(at("import"), form(strings.Replace(text, "to 40", "to 50", 1))).Body.String(); strings.Count(p, "as it is here") != 2 || !strings.Contains(p, "Bring it up to date") {
		t.Errorf("one target is another: %d lines are as they are here", strings.Count(p, "as it is here"))
	}
	v.upload(at("import"), keep)
	if p := v.get(at("import")).Body.String(); !strings.Contains(p, "nothing new") {
		t.Error("the list of imports does not say that the second brought nothing new")
	}
	reader := v.as("ines@pannier.example")
	team := find(t, reader.get(at("import")).Body.String(), `(?s)name="team_id".*?<option value="([^"]+)"[^>]*>[^<]*Growth`)
	other := form("# Objective: Evenings feel cosy\n- KR: Lamps that dim from 10 to 40\n")
	other.Set("team_id", team)
	if p := reader.upload(at("import"), other).Body.String(); strings.Count(p, "You may not write objectives of this team.") != 1 || strings.Contains(p, `name="keep"`) {
		t.Error("what somebody may not write is not said once, at its line")
	}
}
