package document

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A textPlan is a plan written by hand as YAML: the OKRs-as-text format. A key result is a sentence or a mapping; docs/okr-as-text.md documents it.
type textPlan struct {
	Headwater  int             `json:"headwater"`
	Cycle      string          `json:"cycle"`
	Team       string          `json:"team"`
	Objectives []textObjective `json:"objectives"`
}

type textObjective struct {
	ID         string          `json:"id"`
	Title      string          `json:"title"`
	Team       string          `json:"team"`
	Cycle      string          `json:"cycle"`
	Owner      string          `json:"owner"`
	Kind       string          `json:"kind"`
	Why        string          `json:"why"`
	Score      *float64        `json:"score"`
	KeyResults []textKeyResult `json:"key_results"`
	Objectives []textObjective `json:"objectives"`
}

type textKeyResult struct {
	ID        string        `json:"id"`
	Title     string        `json:"title"`
	Owner     string        `json:"owner"`
	Baseline  *float64      `json:"baseline"`
	Target    *float64      `json:"target"`
	Value     *float64      `json:"value"`
	Unit      string        `json:"unit"`
	Direction okr.Direction `json:"direction"`
	Due       okr.Date      `json:"due"`
	Weight    *float64      `json:"weight"`
	Score     *float64      `json:"score"`
	Status    string        `json:"status"`
}

// UnmarshalJSON takes a plain sentence for a key result that says everything in its title.
func (k *textKeyResult) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &k.Title)
	}
	type plain textKeyResult
	return json.Unmarshal(b, (*plain)(k))
}

func readYAML(b []byte, o Options) (*Draft, error) {
	j, err := yamlToJSON(b)
	if err != nil {
		return nil, okr.Fail(okr.Invalid, "file", "This is not YAML: "+firstLine(err.Error()))
	}
	d, err := readJSON(j, o)
	if d != nil {
		d.Format = "yaml"
		if d.Archive == nil {
			placeYAML(b, d.Objectives)
		}
	}
	return d, err
}

func firstLine(s string) string {
	for i, r := range s {
		if r == '\n' {
			return s[:i]
		}
	}
	return s
}

// readJSON reads a whole archive, or a plan in the shape of the text format.
func readJSON(b []byte, o Options) (*Draft, error) {
	var probe struct {
		Headwater    int             `json:"headwater"`
		Organization json.RawMessage `json:"organization"`
	}
	if err := json.Unmarshal(b, &probe); err != nil {
		return nil, jsonFault(err)
	}
	if probe.Organization != nil {
		var a okr.Archive
		if err := json.Unmarshal(b, &a); err != nil {
			return nil, jsonFault(err)
		}
		if a.Format > okr.ArchiveFormat {
			return nil, okr.Fail(okr.Invalid, "file", fmt.Sprintf("This export is of format %d; this program reads up to %d. Use a newer Headwater.", a.Format, okr.ArchiveFormat))
		}
		d := draftOf(a)
		d.Format, d.Archive = "json", &a
		return d, nil
	}
	var p textPlan
	if err := json.Unmarshal(b, &p); err != nil {
		return nil, jsonFault(err)
	}
	if len(p.Objectives) == 0 {
		return nil, okr.Fail(okr.Invalid, "file", "There is no list of objectives in this file. Begin it with “objectives:”, each with a title and key_results.")
	}
	d := &Draft{Format: "json"}
	d.Objectives = p.objectives(p.Objectives, p.Team, p.Cycle, o)
	var written map[string]any
	if err := json.Unmarshal(b, &written); err != nil {
		return nil, jsonFault(err)
	}
	d.Unread = strangers(written, "", reflect.TypeFor[textPlan]())
	return d, nil
}

// strangers are the names in what was written that a type has no field for, with what it has: nothing that somebody wrote is lost without a word.
func strangers(written map[string]any, at string, kind reflect.Type) []Unread {
	var names []string
	of := map[string]reflect.Type{} // what the things of a list are, by the list's name
	for f := range kind.Fields() {
		name := f.Tag.Get("json")
		names = append(names, name)
		if f.Type.Kind() == reflect.Slice {
			of[name] = f.Type.Elem()
		}
	}
	var out []Unread
	for _, name := range slices.Sorted(maps.Keys(written)) {
		if !slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) }) {
			out = append(out, Unread{Text: at + name, Reason: "There is no such field here. There are: " + strings.Join(names, ", ") + "."})
		}
		list, _ := written[name].([]any)
		for i, item := range list {
			if below, ok := item.(map[string]any); ok && of[name] != nil {
				out = append(out, strangers(below, fmt.Sprintf("%s%s[%d].", at, name, i), of[name])...)
			}
		}
	}
	return out
}

func jsonFault(err error) error {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		value, _, _ := strings.Cut(kind.Value, " ") // "number -5"
		return okr.Fail(okr.Invalid, "file", fmt.Sprintf("%s should be a %s and is a %s.", or(kind.Field, "The file"), shapeOf(kind.Type.Kind().String()), shapeOf(value)))
	}
	return okr.Fail(okr.Invalid, "file", "This file cannot be read: "+firstLine(err.Error()))
}

// shapeOf is what a type of Go or JSON is called where people read it.
func shapeOf(name string) string {
	switch name {
	case "string":
		return "text"
	case "bool":
		return "yes or no"
	case "slice", "array":
		return "list"
	case "struct", "map", "object":
		return "mapping"
	}
	return "number"
}

func (p textPlan) objectives(list []textObjective, team, cycle string, o Options) []Objective {
	var out []Objective
	for _, t := range list {
		x := Objective{Title: t.Title, Team: or(t.Team, team), Cycle: or(t.Cycle, cycle), Owner: t.Owner, Why: t.Why, Kind: t.Kind, Score: t.Score, External: t.ID, KeyResults: []KeyResult{}}
		for _, k := range t.KeyResults {
			r := KeyResult{Title: k.Title, Owner: k.Owner, Baseline: k.Baseline, Target: k.Target, Value: k.Value, Unit: k.Unit, Direction: k.Direction,
				Due: k.Due, Weight: k.Weight, Score: k.Score, Status: k.Status, External: k.ID}
			r.readSlots(o)
			x.KeyResults = append(x.KeyResults, r)
		}
		x.Objectives = p.objectives(t.Objectives, x.Team, x.Cycle, o)
		out = append(out, x)
	}
	return out
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// draftOf shows an archive's plan as a draft, for the preview.
func draftOf(a okr.Archive) *Draft {
	d := &Draft{}
	team, cycle, person, member := map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}
	for _, p := range a.People {
		person[p.ID] = p.Name
	}
	for _, m := range a.Members {
		member[m.ID] = person[m.PersonID]
	}
	for _, t := range a.Teams {
		team[t.ID] = t.Name
	}
	for _, c := range a.Cycles {
		cycle[c.ID] = c.Name
	}
	at := map[string]int{}
	for _, o := range a.Objectives {
		if o.Removed != 0 {
			continue
		}
		x := Objective{Title: o.Title, Cycle: cycle[o.CycleID], Why: o.WhyImportant, Kind: string(o.Kind), Status: string(o.Stage), Owner: member[o.OwnerID], Score: o.Grade, External: o.ID, KeyResults: []KeyResult{}}
		for _, s := range o.Supports {
			if s.Kind == okr.UpObjective {
				x.Parent = s.ID
				break
			}
		}
		if len(o.TeamIDs) > 0 {
			x.Team = team[o.TeamIDs[0]]
		}
		at[o.ID] = len(d.Objectives)
		d.Objectives = append(d.Objectives, x)
	}
	for _, k := range a.KeyResults {
		i, ok := at[k.ObjectiveID]
		if !ok || k.Removed != 0 {
			continue
		}
		x := KeyResult{Title: k.Title, Kind: string(k.Kind), Direction: k.Direction, Baseline: k.Baseline,
			Target: k.Target, Value: k.Value, Unit: k.Unit, Due: k.Due, Weight: k.Weight, Score: k.Grade, External: k.ID, Owner: member[k.OwnerID],
			Learning: k.Learning && d.Objectives[i].Kind != string(okr.Learning)}
		for _, m := range k.Stages {
			x.Milestones = append(x.Milestones, m.Title)
		}
		if k.Value != nil && k.CheckedAs != "" {
			x.CheckIns = []CheckIn{{Date: k.CheckedAs, Value: k.Value}}
		}
		d.Objectives[i].KeyResults = append(d.Objectives[i].KeyResults, x)
	}
	return d
}
