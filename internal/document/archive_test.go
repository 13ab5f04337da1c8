package document

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/headwater-okr/headwater/internal/okr"
)

// written is an archive as a file.
func written(t interface{ Fatal(...any) }, format string, a okr.Archive) []byte {
	var b bytes.Buffer
	w := NewArchiveWriter(&b, format)
	fail := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	fail(w.Field("headwater", okr.ArchiveFormat))
	fail(w.Field("organization", a.Organization))
	for _, k := range a.KeyResults {
		fail(w.Item("key_results", k))
	}
	for _, e := range a.Events {
		fail(w.Item("events", e))
	}
	fail(w.Close())
	return b.Bytes()
}

// Whatever people write comes back as it was, from both formats, and so do the after-images to the byte.
func TestArchiveComesBack(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "yes", "1e5", "0x1F", "2026-11-09", "~", "- x", "a: b", "# no", "\t tab", " lead", "trail ", "\"q\" 'q'", `back\slash`,
		"line\nline\n", "<b>&amp;", "\u0085\u2028\ufeff\u200b", "😀", "null", "on", "{", "[]", "*x", "&x", "!x", "%", "@", "`", "|", ">"}))
	number := rapid.OneOf(rapid.Float64Range(-okr.MaxValue, okr.MaxValue), rapid.SampledFrom([]float64{0, 1e-9, 0.1, -0.5, 1e15, math.SmallestNonzeroFloat64, 1.0 / 3}))
	rapid.Check(t, func(t *rapid.T) {
		a := okr.Archive{Format: okr.ArchiveFormat, Organization: okr.Organization{ID: "o", Slug: "acme", Name: text.Draw(t, "name"), Version: 1, Created: 1}}
		for range rapid.IntRange(0, 3).Draw(t, "key results") {
			v := number.Draw(t, "value")
			k := okr.KeyResult{ID: "k", Title: text.Draw(t, "title"), Unit: text.Draw(t, "unit"), Value: &v, Plan: []okr.Point{{Date: "2026-11-09", Value: number.Draw(t, "plan")}},
				Source: okr.Source{Of: []string{text.Draw(t, "source")}}, Created: 1767225600001}
			a.KeyResults = append(a.KeyResults, k)
			after, err := json.Marshal(k)
			if err != nil {
				t.Fatal(err)
			}
			token, err := json.Marshal(map[string]any{"name": text.Draw(t, "token"), "scopes": []string{"read"}, "n": 12})
			if err != nil {
				t.Fatal(err)
			}
			a.Events = append(a.Events, okr.Event{ID: "e", Reason: text.Draw(t, "reason"), Recorded: 5, Rows: []okr.EventRow{{Thing: okr.ThingKeyResult, ID: "k", Version: 2, After: after},
				{Thing: okr.ThingToken, ID: "t", After: token}}})
		}
		plain := written(t, "json", a)
		for _, format := range []string{"json", "yaml"} {
			file := written(t, format, a)
			back, err := ReadArchive(bytes.NewReader(file))
			if err != nil {
				t.Fatalf("%s: %v\n%s", format, err, file)
			}
			if again := written(t, "json", *back); !bytes.Equal(plain, again) {
				t.Fatalf("%s came back as something else (-before +after):\n%s\n%s", format, cmp.Diff(string(plain), string(again)), file)
			}
		}
	})
}

func TestReadArchiveRefuses(t *testing.T) {
	for what, tt := range map[string]struct{ file, says string }{
		"nothing":       {"", "no export"},
		"another JSON":  {`{"objectives": []}`, "no export"},
		"half a file":   {`{"headwater":1,"organization":{"id":"o"},"key_results":[{"id":`, "cannot be read"},
		"a newer one":   {`{"headwater":99,"organization":{"id":"o"}}`, "newer Headwater"},
		"a wrong type":  {`{"headwater":1,"organization":{"id":"o"},"key_results":[{"id":4}]}`, "should be a text"},
		"not YAML":      {"a: [", "neither JSON nor YAML"},
		"another YAML":  {"objectives:\n- title: x\n", "no export"},
		"NUL bytes":     {"\x00\x00\x00", "should be"},
		"a list":        {"- a\n- b\n", "should be"},
		"an array":      {`[1, 2]`, "should be"},
		"just a number": {"4", "should be"},
	} {
		_, err := ReadArchive(strings.NewReader(tt.file))
		if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, want %q", what, err, tt.says)
		}
	}
}

func FuzzReadArchive(f *testing.F) {
	f.Add([]byte(`{"headwater":1,"organization":{"id":"o"},"events":[{"id":"e","rows":[{"thing":"team","id":"t","after":{}}]}]}`))
	f.Add([]byte("headwater: 1\norganization:\n  id: o\nevents:\n- id: e\n  rows:\n  - thing: team\n    after: {}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if a, err := ReadArchive(bytes.NewReader(b)); err == nil && a.Organization.ID == "" {
			t.Error("an archive without an organization")
		}
	})
}
