package document

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
)

// asLines is a draft as docs/okr-as-text.md shows it.
func asLines(d *Draft) string {
	var b strings.Builder
	number := func(v *float64) string {
		if v == nil {
			return ""
		}
		return okr.ShortNumber(*v)
	}
	some := func(list ...string) (out []string) {
		for _, s := range list {
			if s != "" {
				out = append(out, s)
			}
		}
		return out
	}
	var walk func(list []Objective, indent string)
	walk = func(list []Objective, indent string) {
		for _, o := range list {
			place := ""
			if names := some(o.Team, o.Cycle); names != nil {
				place = " [" + strings.Join(names, ", ") + "]"
			}
			fmt.Fprintln(&b, indent+strings.Join(some(o.Title+place, o.Kind, o.Owner), " · "))
			for _, k := range o.KeyResults {
				parts := []string{k.Title, string(k.Direction), strings.TrimSpace(strings.Join(some(number(k.Baseline), number(k.Value), number(k.Target)), " → ") + " " + k.Unit)}
				if k.Kind == string(okr.YesNo) {
					parts = append(parts, "yes or no")
				}
				if k.Due != "" {
					parts = append(parts, "due "+string(k.Due))
				}
				if k.Weight != nil {
					parts = append(parts, "weight "+number(k.Weight))
				}
				fmt.Fprintln(&b, indent+"  "+strings.Join(some(append(parts, k.Owner)...), " · "))
			}
			walk(o.Objectives, indent+"  ")
		}
	}
	walk(d.Objectives, "")
	for _, u := range d.Unread {
		fmt.Fprintf(&b, "not read: %s: %s\n", u.Text, u.Reason)
	}
	return b.String()
}

// Every example of the format's page is read as the page says, and the page has every field.
func TestOKRsAsText(t *testing.T) {
	page, err := os.ReadFile("../../docs/okr-as-text.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("(?s)```yaml\n(.*?)```\n\n```text\n(.*?)```").FindAllSubmatch(page, -1)
	if n := strings.Count(string(page), "```yaml"); n != len(examples) || n < 4 {
		t.Errorf("%d of %d examples say what they give", len(examples), n)
	}
	for _, e := range examples {
		d, err := Read("okrs.yaml", strings.NewReader(string(e[1])), Options{Today: "2026-11-09"})
		if err != nil {
			t.Errorf("%v:\n%s", err, e[1])
			continue
		}
		if diff := cmp.Diff(string(e[2]), asLines(d)); diff != "" {
			t.Errorf("an example is read otherwise (-page +read):\n%s", diff)
		}
	}
	for _, kind := range []reflect.Type{reflect.TypeFor[textPlan](), reflect.TypeFor[textObjective](), reflect.TypeFor[textKeyResult]()} {
		for f := range kind.Fields() {
			if name := f.Tag.Get("json"); !strings.Contains(string(page), "`"+name+"`") {
				t.Errorf("the page does not have %s of %s", name, kind.Name())
			}
		}
	}
}

// What is wrong in a file is said with the field that it is in.
func TestTextRefuses(t *testing.T) {
	for file, says := range map[string]string{
		"objectives: [":                             "This is not YAML",
		"objectives:\n- title: 7\n":                 "objectives.title should be a text",
		"objectives:\n- title: A\n  score: high\n":  "objectives.score should be a number and is a text",
		"objectives: A\n":                           "objectives should be a list and is a text",
		"objectives: []\n":                          "no list of objectives",
		"team: A\n":                                 "no list of objectives",
		"objectives:\n- key_results:\n  - [1, 2]\n": "should be a",
	} {
		_, err := Read("okrs.yaml", strings.NewReader(file), Options{})
		if f := okr.FaultsOf(err); f == nil || f[0].Field != "file" || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", file, err, says)
		}
	}
}
