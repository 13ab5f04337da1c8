package web

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A changed field is told in words: no time of a machine, no underscore, no JSON.
func TestChangeInWords(t *testing.T) {
	id := "01900000-0000-7000-8000-000000000001"
	say := teller{app.Names{id: {Name: "Ruth Adler"}}, time.FixedZone("CET", 3600), "2026-11-28", ""}
	for _, c := range []struct{ field, old, now, want string }{
		{"target", `70`, `80.5`, "target: 70 → 80.5"},
		{"title", `"Bikes"`, `"Bikes and trailers"`, "title: “Bikes” → “Bikes and trailers”"},
		{"stage", `"draft"`, `"in_review"`, "stage: draft → in review"},
		{"owner_id", ``, `"` + id + `"`, "owner: Ruth Adler"},
		{"paused_at", ``, `"2026-11-28T00:00:16.000Z"`, "paused: 28 November, 01:00"},
		{"due", `"2026-12-24"`, `"2027-01-09"`, "due date: 24 December → 9 January 2027"},
		{"backers", `[]`, `["` + id + `"]`, "backers: Ruth Adler"},
		{"private", `false`, `true`, "private: no → yes"},
		{"comments", `null`, `[{"text":"Yes"}]`, "comments added"},
		{"comments", `[{"text":"Yes"}]`, `[{"text":"Yes"},{"text":"No"}]`, "comments changed"},
		{"closing_note", `{"why":"late"}`, ``, "closing note taken away"},
		{"why_urgent", `"<b>{}"`, `""`, "why now: “<b>{}” → nothing"},
	} {
		if got := say.change(okr.Change{Field: c.field, Old: json.RawMessage(c.old), New: json.RawMessage(c.now)}); got != c.want {
			t.Errorf("%s: %q, want %q", c.field, got, c.want)
		}
	}
}
