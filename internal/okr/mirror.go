package okr

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A MirrorKind is the tool that a mirror copies from.
type MirrorKind string

// The kinds of mirror.
const (
	MirrorJira          MirrorKind = "jira"        // Jira Cloud
	MirrorJiraServer    MirrorKind = "jira_server" // Jira Data Center
	MirrorGitHub        MirrorKind = "github"
	MirrorGitHubProject MirrorKind = "github_project"
	MirrorGitLab        MirrorKind = "gitlab"
	MirrorLinear        MirrorKind = "linear"
	MirrorCSV           MirrorKind = "csv"
)

// A MirrorInfo says how a kind of mirror is set up.
type MirrorInfo struct {
	Kind    MirrorKind
	Name    string
	Place   string // what names the work there
	Example string // of a place
	Base    string // where the tool is when nobody says; "" must be said
	Token   string // how to come by a token that may only read
	User    bool   // the token goes with an e-mail
}

// MirrorKinds lists the kinds, in the order in which they are offered.
var MirrorKinds = []MirrorInfo{
	{MirrorJira, "Jira Cloud", "A JQL query", "project = PAY", "", "An API token of an account that can browse the project, with that account's e-mail.", true},
	{MirrorJiraServer, "Jira Data Center", "A JQL query", "project = PAY", "", "A personal access token of an account that can browse the project.", false},
	{MirrorGitHub, "GitHub issues", "The repository", "acme/checkout", "https://api.github.com", "A fine-grained token for this repository, with read access to issues.", false},
	{MirrorGitHubProject, "GitHub project", "The owner and the project's number", "acme/7", "https://api.github.com", "A token with read access to projects and issues.", false},
	{MirrorGitLab, "GitLab", "A project, or a group with its epics", "acme/checkout", "https://gitlab.com", "An access token with the scope read_api.", false},
	{MirrorLinear, "Linear", "The team's key; empty for all teams", "PAY", "https://api.linear.app", "A personal API key that may only read.", false},
	{MirrorCSV, "CSV file", "", "", "", "Only if the address asks for one.", false},
}

// Info says how mirrors of this kind are set up; the zero MirrorInfo for a word that is no kind.
func (k MirrorKind) Info() MirrorInfo {
	i := slices.IndexFunc(MirrorKinds, func(m MirrorInfo) bool { return m.Kind == k })
	if i < 0 {
		return MirrorInfo{}
	}
	return MirrorKinds[i]
}

// A Mirror is a read-only copy of an outside backlog or roadmap. Its token is not in it: that is a secret of its own.
type Mirror struct {
	ID      string       `json:"id"`
	Kind    MirrorKind   `json:"kind"`
	Name    string       `json:"name"`
	Base    string       `json:"base_url,omitempty"` // of the tool; "" is where MirrorInfo says. Of a CSV file its address, "" for one that is uploaded
	Place   string       `json:"place,omitempty"`
	User    string       `json:"user,omitempty"`  // the e-mail that goes with the token
	TeamID  string       `json:"team_id"`         // whose work it is
	Epics   bool         `json:"epics,omitempty"` // epics there are roadmap items here, and what is in them derives from those
	Rules   []MirrorRule `json:"rules,omitempty"` // the first that matches says what an item derives from
	Paused  Instant      `json:"paused_at,omitempty"`
	State   MirrorState  `json:"state,omitzero"`
	Removed Instant      `json:"removed_at,omitempty"`
	Version int          `json:"version"`
	Created Instant      `json:"created_at"`
}

// A MirrorState is how the reading goes. Reading changes it, people do not.
type MirrorState struct {
	Read     Instant `json:"read_at,omitempty"`  // when it was last read without a fault: what is shown is as of then
	Whole    Instant `json:"whole_at,omitempty"` // when all of it was last read, so that what is gone was seen
	Next     Instant `json:"next_at,omitempty"`  // when it is read again
	Cursor   string  `json:"cursor,omitempty"`   // where the reading goes on, in the words of its source
	Failures int     `json:"failures,omitempty"` // in a row
	Error    string  `json:"error,omitempty"`    // what went wrong the last time, safe to show; "" once it went well
	Since    Instant `json:"failing_since,omitempty"`
	Items    int     `json:"items,omitempty"` // that are there
}

// Broken answers whether the last reading failed.
func (m Mirror) Broken() bool { return m.State.Error != "" && m.Removed == 0 }

// How old what a mirror shows may be before the pages say so.
const (
	staleRead   = 24 * 60 * 60 * 1000      // milliseconds, of one that reads by itself
	staleUpload = 14 * 24 * 60 * 60 * 1000 // of a file that somebody uploads
)

// Stale answers whether what the mirror shows is older than people expect: it is paused, fails, or nobody has uploaded a newer file.
func (m Mirror) Stale(now Instant) bool {
	most := Instant(staleRead)
	if m.Kind == MirrorCSV && m.Base == "" {
		most = staleUpload
	}
	return m.Removed == 0 && m.State.Read != 0 && now-m.State.Read > most
}

// Runs answers whether the mirror is read by the clock: a CSV file that is uploaded is not.
func (m Mirror) Runs() bool {
	return m.Paused == 0 && m.Removed == 0 && !(m.Kind == MirrorCSV && m.Base == "")
}

// A RuleBy is what a rule looks at.
type RuleBy string

// What rules look at.
const (
	ByLabel RuleBy = "label"
	ByEpic  RuleBy = "epic" // the epic or parent, by its key or its title
	ByField RuleBy = "field"
	ByKind  RuleBy = "kind" // story, bug, task
)

// RuleBys lists them in the order in which they are offered.
var RuleBys = []RuleBy{ByLabel, ByEpic, ByField, ByKind}

// A MirrorRule says of the items that match it which roadmap item they derive from, or that they are left out.
type MirrorRule struct {
	By            RuleBy `json:"by"`
	Field         string `json:"field,omitempty"` // with ByField its name, as the tool calls it
	Value         string `json:"value"`           // whatever its case; * at its end stands for any rest
	RoadmapItemID string `json:"roadmap_item_id,omitempty"`
	Leave         bool   `json:"leave,omitempty"` // what matches is left out: it is nobody's work here
}

// Words says what a rule matches.
func (r MirrorRule) Words() string {
	switch r.By {
	case ByField:
		return fmt.Sprintf("%s is %s", r.Field, r.Value)
	default:
		return fmt.Sprintf("%s is %s", r.By, r.Value)
	}
}

// Check says what is wrong with the mirror as a person wrote it.
func (m Mirror) Check() error {
	var f Faults
	f.text("name", m.Name, 1, 120)
	info := m.Kind.Info()
	if info.Kind == "" {
		f.addf("kind", "Choose one of the tools in the list.")
	}
	if m.Base != "" {
		f.add(checkURL("base_url", m.Base))
		if strings.Contains(m.Base, "@") || strings.ContainsAny(m.Base, "#") {
			f.addf("base_url", "Write the address alone. The token has a place of its own.")
		}
	} else if info.Base == "" && m.Kind != MirrorCSV {
		f.addf("base_url", "Write where it is, for example https://acme.atlassian.net.")
	}
	f.text("place", m.Place, 0, 2000)
	if m.Place == "" && info.Place != "" && m.Kind != MirrorLinear {
		f.addf("place", "Say which work it is, for example %s.", info.Example)
	}
	f.text("user", m.User, 0, 254)
	if m.TeamID == "" {
		f.addf("team_id", "Choose whose work it is.")
	}
	f.id("team_id", m.TeamID)
	f.count("rules", "rules", len(m.Rules), maxList)
	for i, r := range m.Rules {
		field := fmt.Sprintf("rules[%d].", i)
		oneOf(&f, field+"by", r.By, RuleBys...)
		f.text(field+"value", r.Value, 1, MaxTitle)
		if r.By == ByField {
			f.text(field+"field", r.Field, 1, 80)
		}
		f.id(field+"roadmap_item_id", r.RoadmapItemID)
		if (r.RoadmapItemID == "") == !r.Leave {
			f.addf(field+"roadmap_item_id", "Choose the roadmap item that these derive from, or leave them out.")
		}
	}
	return f.err()
}

// An OutsideItem is work as its tool has it now, before a mirror has said what it is here.
type OutsideItem struct {
	External string            `json:"external_id"`   // stays when the item is renamed or moves inside the tool
	Key      string            `json:"key,omitempty"` // what people there call it: PAY-12, #12
	Title    string            `json:"title"`
	Text     string            `json:"text,omitempty"`
	Kind     string            `json:"kind,omitempty"`
	Epic     bool              `json:"epic,omitempty"` // it holds others
	Status   WorkStatus        `json:"status"`
	State    string            `json:"source_status,omitempty"` // the status in the tool's own words
	Labels   []string          `json:"labels,omitempty"`
	URL      string            `json:"url,omitempty"`
	Estimate *float64          `json:"estimate,omitempty"`
	Parent   string            `json:"parent_id,omitempty"` // External of the epic or parent
	Fields   map[string]string `json:"fields,omitempty"`    // see FieldKey
	Opened   Date              `json:"opened,omitempty"`
	Finished Date              `json:"finished,omitempty"`
	Start    Date              `json:"start,omitempty"`
	Due      Date              `json:"due,omitempty"`
	Blocked  string            `json:"blocked,omitempty"`
	Gone     bool              `json:"gone,omitempty"` // it is not there any more: deleted, archived or moved away
}

// ErrReadAll is what a source says that cannot read one item by itself: all of it has to be read.
var ErrReadAll = errors.New("this can only be read whole")

// The fields that every source gives where it can, beside those of the tool.
const (
	FieldKey     = "key"      // what people there call the item
	FieldEpic    = "epic"     // its epic's title
	FieldEpicKey = "epic key" // what people there call its epic
)

// Placed says what an outside item is here: a roadmap item where epics are, else a backlog item of the mirror's team with the roadmap item that
// it derives from. roads are the roadmap items that this mirror made, by their id there. rule is the index of the rule that decided, -1 for none.
// An item that a rule leaves out is neither.
func (m Mirror) Placed(it OutsideItem, roads map[string]string) (item *MirroredItem, road *MirroredRoad, rule int) {
	roadmapID, rule := m.DerivesFrom(it.Labels, it.Kind, it.Parent, it.Fields, roads)
	switch {
	case rule >= 0 && m.Rules[rule].Leave:
		return nil, nil, rule
	case it.Epic && m.Epics:
		return nil, &MirroredRoad{External: it.External, Title: it.Title, Why: it.Text, TeamID: m.TeamID, Status: it.Status, URL: it.URL, Start: it.Start, End: it.Due}, rule
	}
	return &MirroredItem{External: it.External, Title: it.Title, TeamID: m.TeamID, Kind: it.Kind, Status: it.Status, SourceStatus: it.State, Labels: it.Labels, URL: it.URL,
		Estimate: it.Estimate, ParentKey: it.Parent, Fields: it.Fields, Opened: it.Opened, Finished: it.Finished, Due: it.Due, Blocked: it.Blocked, RoadmapItemID: roadmapID}, nil, rule
}

// DerivesFrom says which roadmap item an item with these marks derives from, "" for none, and which rule said so, -1 for none: the first rule that
// matches, and else its epic where that is a roadmap item here.
func (m Mirror) DerivesFrom(labels []string, kind, parent string, fields map[string]string, roads map[string]string) (roadmapItemID string, rule int) {
	for i, r := range m.Rules {
		if r.matches(labels, kind, parent, fields) {
			return r.RoadmapItemID, i
		}
	}
	if m.Epics && parent != "" {
		return roads[parent], -1
	}
	return "", -1
}

func (r MirrorRule) matches(labels []string, kind, parent string, fields map[string]string) bool {
	switch r.By {
	case ByLabel:
		return slices.ContainsFunc(labels, r.is)
	case ByKind:
		return r.is(kind)
	case ByEpic:
		return r.is(parent) || r.is(fields[FieldEpic]) || r.is(fields[FieldEpicKey])
	case ByField:
		for name, value := range fields {
			if strings.EqualFold(name, r.Field) && slices.ContainsFunc(strings.Split(value, ", "), r.is) {
				return true
			}
		}
	}
	return false
}

// is compares a word with the rule's value.
func (r MirrorRule) is(word string) bool {
	word, value := strings.ToLower(strings.TrimSpace(word)), strings.ToLower(strings.TrimSpace(r.Value))
	if start, any := strings.CutSuffix(value, "*"); any {
		return word != "" && strings.HasPrefix(word, start)
	}
	return word != "" && word == value
}

// How often mirrors are read.
const (
	MirrorEvery  = 5 * 60 * 1000      // milliseconds from a reading to the next
	MirrorWhole  = 6 * 60 * 60 * 1000 // from one reading of all of it to the next, which finds what is gone
	mirrorLonger = 2 * 60 * 60 * 1000 // the longest pause after failures
)

// After is the state when a reading is over: err is nil or what went wrong, wait how long the tool asked to be left alone, 0 for nothing said. A
// reading that failed keeps what the last good one knew.
func (s MirrorState) After(now Instant, cursor string, whole bool, items int, fault string, wait Instant) MirrorState {
	if fault != "" {
		if s.Failures++; s.Since == 0 {
			s.Since = now
		}
		pause := Instant(MirrorEvery)
		for n := 1; n < s.Failures && pause < mirrorLonger; n++ {
			pause *= 2
		}
		s.Error, s.Next = fault, now+max(min(pause, mirrorLonger), wait)
		return s
	}
	s.Read, s.Next, s.Cursor, s.Items, s.Failures, s.Error, s.Since = now, now+max(MirrorEvery, wait), cursor, items, 0, "", 0
	if whole {
		s.Whole = now
	}
	return s
}
