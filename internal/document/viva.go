package document

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// isVivaZip answers whether a ZIP is an export of Viva Goals rather than a workbook.
func isVivaZip(b []byte) bool {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return false
	}
	for _, f := range z.File {
		if vivaPart(f.Name) == "objectives" {
			return true
		}
	}
	return false
}

// vivaPart is which list a file of the export holds.
func vivaPart(name string) string {
	base := strings.ToLower(name[strings.LastIndexByte(name, '/')+1:])
	if !strings.HasSuffix(base, ".json") {
		return ""
	}
	part, _, _ := strings.Cut(base, "_")
	return part
}

type vivaObjective struct {
	ID     any    `json:"ID"`
	Title  string `json:"Title"`
	Type   string `json:"Type"`
	Owner  any    `json:"Owner"`
	Teams  any    `json:"Teams"`
	Period struct {
		Name string `json:"Name"`
	} `json:"Time Period"`
	End     string `json:"End Date"`
	About   string `json:"Description"`
	Outcome struct {
		Type   string `json:"Outcome Type"`
		Metric string `json:"Metric Name"`
		Unit   string `json:"Metric Unit"`
		Start  any    `json:"Start"`
		Target any    `json:"Target"`
	} `json:"Outcome"`
	Parents []any  `json:"Parent IDs"`
	Score   any    `json:"Score"`
	Goal    string `json:"Goal Type"`
	Status  struct {
		Status string `json:"Status"`
	} `json:"Progress and Status Configuration"`
}

type vivaCheckIn struct {
	OKR   any    `json:"OKR ID"`
	Date  string `json:"CheckIn Date"`
	Owner any    `json:"Check In Owner"`
	Note  struct {
		Text string `json:"Check In Note"`
		HTML string `json:"Check In Note HTML"`
	} `json:"Check In Note"`
	Value any `json:"Current Value"`
}

// readVivaZip reads Viva Goals' ZIP of JSON. A "Big rock" is an objective, a "Kpi" a key result, a "Project" is work. What has several
// parents hangs below the first that is in the file; what has none stands at the top.
func readVivaZip(b []byte, o Options) (*Draft, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, okr.Fail(okr.Invalid, "file", "This ZIP cannot be opened: it is damaged.")
	}
	var things []vivaObjective
	var checkIns []vivaCheckIn
	left := int64(unzipped)
	for _, f := range z.File {
		var into any
		switch vivaPart(f.Name) {
		case "objectives":
			into = &things
		case "checkins":
			into = &checkIns
		default:
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, okr.Fail(okr.Invalid, "file", f.Name+" in this ZIP cannot be opened.")
		}
		text, err := io.ReadAll(io.LimitReader(r, left+1))
		r.Close()
		if left -= int64(len(text)); err != nil || left < 0 {
			return nil, okr.Fail(okr.Invalid, "file", "This ZIP unpacks to more than 200 MB, or is damaged. Export it in parts.")
		}
		if err := json.Unmarshal(bytes.TrimPrefix(text, []byte("\ufeff")), into); err != nil {
			return nil, okr.Fail(okr.Invalid, "file", f.Name+": "+firstLine(err.Error()))
		}
	}
	if things == nil {
		return nil, okr.Fail(okr.Invalid, "file", "This ZIP holds no objectives_….json. Headwater reads workbooks (XLSX) and the ZIP that Viva Goals exports.")
	}
	return vivaDraft(things, checkIns, o), nil
}

func vivaDraft(things []vivaObjective, checkIns []vivaCheckIn, o Options) *Draft {
	d := &Draft{Format: "viva"}
	said := map[string][]CheckIn{}
	for _, c := range checkIns {
		day, ok := dateOf(c.Date)
		if !ok {
			continue
		}
		note := c.Note.Text
		if note == "" {
			note = reTag.ReplaceAllString(c.Note.HTML, " ")
		}
		id := fmt.Sprint(c.OKR)
		said[id] = append(said[id], CheckIn{Date: day, Value: vivaNumber(c.Value), Note: strings.Join(strings.Fields(note), " "), Author: vivaName(c.Owner)})
	}
	in, isKR := map[string]int{}, map[string]bool{}
	for i, t := range things {
		in[fmt.Sprint(t.ID)] = i
		isKR[fmt.Sprint(t.ID)] = strings.EqualFold(t.Type, "kpi")
	}
	parent := func(t vivaObjective) string {
		for _, p := range t.Parents {
			id := fmt.Sprint(p)
			for n := 0; isKR[id] && n < 50; n++ { // a key result below a key result hangs on its objective
				next := things[in[id]].Parents
				if len(next) == 0 {
					break
				}
				id = fmt.Sprint(next[0])
			}
			if _, ok := in[id]; ok && !isKR[id] {
				return id
			}
		}
		return ""
	}
	made := map[string]*Objective{}
	var make func(id string, depth int) *Objective
	kids := map[string][]string{}
	for _, t := range things {
		if !strings.EqualFold(t.Type, "kpi") && !strings.EqualFold(t.Type, "project") {
			kids[parent(t)] = append(kids[parent(t)], fmt.Sprint(t.ID))
		}
	}
	make = func(id string, depth int) *Objective {
		t := things[in[id]]
		x := &Objective{Title: t.Title, Team: vivaName(t.Teams), Cycle: t.Period.Name, Owner: vivaName(t.Owner), Why: t.About, External: id,
			Status: t.Status.Status, KeyResults: []KeyResult{}}
		if strings.Contains(strings.ToLower(t.Goal), "aspirational") {
			x.Kind = string(okr.Aspirational)
		}
		made[id] = x
		for _, t := range things {
			if !strings.EqualFold(t.Type, "kpi") || parent(t) != id {
				continue
			}
			k := KeyResult{Title: t.Title, Owner: vivaName(t.Owner), Baseline: vivaNumber(t.Outcome.Start), Target: vivaNumber(t.Outcome.Target), Unit: t.Outcome.Unit,
				External: fmt.Sprint(t.ID), Status: t.Status.Status, CheckIns: said[fmt.Sprint(t.ID)]}
			k.Due, _ = dateOf(t.End)
			k.readSlots(o)
			x.KeyResults = append(x.KeyResults, k)
		}
		for _, kid := range kids[id] {
			if made[kid] == nil && depth < 50 {
				x.Objectives = append(x.Objectives, *make(kid, depth+1))
			}
		}
		return x
	}
	for _, id := range kids[""] {
		d.Objectives = append(d.Objectives, *make(id, 0))
	}
	for i, t := range things {
		switch {
		case strings.EqualFold(t.Type, "project"):
			d.Unread = append(d.Unread, Unread{Line: i + 1, Text: t.Title, Reason: "a project is work and no key result"})
		case strings.EqualFold(t.Type, "kpi") && parent(t) == "":
			d.Unread = append(d.Unread, Unread{Line: i + 1, Text: t.Title, Reason: "a key result whose objective is not in the file"})
		}
	}
	return d
}

var reDigits = regexp.MustCompile(`-?\d+(?:\.\d+)?`)

func vivaNumber(v any) *float64 {
	switch v := v.(type) {
	case float64:
		return &v
	case string:
		if f, err := strconv.ParseFloat(reDigits.FindString(v), 64); err == nil {
			return &f
		}
	}
	return nil
}

// vivaName is the first name of what may be a text, a list or an object with a name.
func vivaName(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		if len(v) > 0 {
			return vivaName(v[0])
		}
	case map[string]any:
		for _, k := range []string{"Name", "Team Name", "User Name", "name", "Email"} {
			if s, ok := v[k].(string); ok {
				return s
			}
		}
	}
	return ""
}
