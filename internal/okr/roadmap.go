package okr

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// A Horizon is when a roadmap item is meant to come, in three words, because dates that far ahead are not honest.
type Horizon string

// The horizons.
const (
	HorizonNow   Horizon = "now"
	HorizonNext  Horizon = "next"
	HorizonLater Horizon = "later"
)

// Horizons lists them in order.
var Horizons = []Horizon{HorizonNow, HorizonNext, HorizonLater}

// A WorkStatus is how far a roadmap or backlog item is.
type WorkStatus string

// The statuses of work. Dropped is also what another tool calls cancelled, duplicate or won't do.
const (
	WorkOpen    WorkStatus = "open"
	WorkDoing   WorkStatus = "doing"
	WorkDone    WorkStatus = "done"
	WorkDropped WorkStatus = "dropped"
)

// WorkStatuses lists them in order.
var WorkStatuses = []WorkStatus{WorkOpen, WorkDoing, WorkDone, WorkDropped}

// A RoadmapItem is a bet that serves at least one key result. Work flows one way: it names key results, and nothing about an objective or
// key result names it.
type RoadmapItem struct {
	ID         string     `json:"id"`
	Title      string     `json:"title"`
	Why        string     `json:"why,omitempty"`
	TeamIDs    []string   `json:"team_ids"` // at least one; the first leads, the others share it
	OwnerID    string     `json:"owner_id,omitempty"`
	DeciderID  string     `json:"decider_id,omitempty"` // who decides when its teams do not agree; asked of shared ones
	Horizon    Horizon    `json:"horizon"`
	Start      Date       `json:"start,omitempty"` // for the time axis
	End        Date       `json:"end,omitempty"`
	Effort     *float64   `json:"effort,omitempty"` // rough weeks of one person, all teams together
	Status     WorkStatus `json:"status"`
	Confidence *int       `json:"confidence,omitempty"`  // 0–10: how sure its people are that it has its effect
	Critical   Date       `json:"critical_by,omitempty"` // after this day it is worth little: a season, a law, a contract
	Blocked    string     `json:"blocked,omitempty"`     // what is in the way
	Serves     []Serve    `json:"serves,omitempty"`      // key results, the most important first
	Origin     WorkOrigin `json:"origin,omitzero"`       // where it is kept, if in another tool
	Override   *Override  `json:"override,omitempty"`    // what a person changed in its priority
	DropReason string     `json:"drop_reason,omitempty"` // why it was dropped here
	Dropped    Instant    `json:"dropped_at,omitempty"`
	Position   int        `json:"position,omitempty"`
	Gone       Instant    `json:"gone_at,omitempty"` // since when its mirror does not have it any more
	Removed    Instant    `json:"removed_at,omitempty"`
	Version    int        `json:"version"`
	Created    Instant    `json:"created_at"`

	Locale string `json:"-"` // as a key result's
}

// A Serve is an edge from a roadmap item to a key result: what it is expected to do there.
type Serve struct {
	KeyResultID string `json:"key_result_id"`
	Effect      Effect `json:"effect,omitzero"`
}

// An Effect is the share of what is left to the target that an item is expected to close, 0 to 1 and beyond: as a range, because nobody knows.
type Effect struct {
	Low    *float64 `json:"low,omitempty"`
	Likely *float64 `json:"likely,omitempty"`
	High   *float64 `json:"high,omitempty"`
}

// A WorkOrigin says where mirrored work lives. A mirror and an id there are one thing here.
type WorkOrigin struct {
	MirrorID string `json:"mirror_id,omitempty"`
	External string `json:"external_id,omitempty"`
	URL      string `json:"url,omitempty"`
}

// An Override is how a person has moved an item in the order, and why. It stays visible beside what was computed.
type Override struct {
	Factor   float64 `json:"factor"` // the computed priority is multiplied by it: 2 doubles it
	Reason   string  `json:"reason"`
	MemberID string  `json:"member_id,omitempty"`
	At       Instant `json:"at,omitempty"`
}

// Bounds of an override's factor: beyond them the inputs are wrong, and mending those says more.
const (
	MinFactor = 0.1
	MaxFactor = 10
)

// Live answers whether the item is still to be done or being done.
func (r RoadmapItem) Live() bool {
	return live(r.Status, r.Dropped, r.Gone, r.Removed)
}

// State is the status as people see it: dropped here counts over what another tool says.
func (r RoadmapItem) State() WorkStatus { return state(r.Status, r.Dropped) }

func live(s WorkStatus, dropped, gone, removed Instant) bool {
	return (s == WorkOpen || s == WorkDoing) && dropped == 0 && gone == 0 && removed == 0
}

func state(s WorkStatus, dropped Instant) WorkStatus {
	if dropped != 0 {
		return WorkDropped
	}
	return s
}

// Check says what is wrong with the roadmap item as a person wrote it. That it serves nothing yet is allowed, and stands out.
func (r RoadmapItem) Check() error {
	var f Faults
	f.text("title", r.Title, 1, MaxTitle)
	f.text("why", r.Why, 0, MaxText)
	f.text("blocked", r.Blocked, 0, MaxTitle)
	f.text("drop_reason", r.DropReason, 0, MaxText)
	oneOf(&f, "horizon", r.Horizon, Horizons...)
	oneOf(&f, "status", r.Status, WorkStatuses...)
	f.teams("team_ids", r.TeamIDs)
	f.id("owner_id", r.OwnerID)
	f.id("decider_id", r.DeciderID)
	f.position(r.Position)
	f.span("start", r.Start, "end", r.End)
	f.add(checkDate("critical_by", r.Critical, false))
	f.weeks("effort", r.Effort)
	if c := r.Confidence; c != nil && (*c < 0 || *c > 10) {
		f.addf("confidence", "Use a confidence between 0 and 10.")
	}
	f.origin(r.Origin)
	f.add(r.Override.check("override"))
	f.count("serves", "key results that it serves", len(r.Serves), maxList)
	for i, s := range r.Serves {
		field := fmt.Sprintf("serves[%d]", i)
		f.id(field+".key_result_id", s.KeyResultID)
		if s.KeyResultID == "" {
			f.addf(field+".key_result_id", "Choose the key result that it serves.")
		}
		if slices.ContainsFunc(r.Serves[:i], func(o Serve) bool { return o.KeyResultID == s.KeyResultID }) {
			f.addf(field+".key_result_id", "Name each key result once.")
		}
		s.Effect.check(&f, field+".effect")
	}
	return f.err()
}

func (e Effect) check(f *Faults, field string) {
	last, name := 0.0, ""
	for _, v := range []struct {
		name  string
		value *float64
	}{{"low", e.Low}, {"likely", e.Likely}, {"high", e.High}} {
		switch {
		case v.value == nil:
			continue
		case !(*v.value >= 0 && *v.value <= 2): // also not a number
			f.addf(field+"."+v.name, "Use a share of the gap between 0 and 2; 0.5 closes half of what is left.")
		case *v.value < last:
			f.addf(field+"."+v.name, "The %s effect is smaller than the %s one. Write them from low to high.", v.name, name)
		}
		last, name = *v.value, v.name
	}
}

// Expected is the effect to reckon with: the likely one, drawn to the ends where they are known ((low + 4 × likely + high) ÷ 6, the PERT mean), or the middle
// of the ends. nil while nothing is known.
func (e Effect) Expected() *float64 {
	var v float64
	switch {
	case e.Likely != nil:
		low, high := *e.Likely, *e.Likely
		if e.Low != nil {
			low = *e.Low
		}
		if e.High != nil {
			high = *e.High
		}
		v = (low + 4**e.Likely + high) / 6
	case e.Low != nil && e.High != nil:
		v = (*e.Low + *e.High) / 2
	case e.Low != nil:
		v = *e.Low
	case e.High != nil:
		v = *e.High
	default:
		return nil
	}
	return &v
}

func (o *Override) check(field string) error {
	if o == nil {
		return nil
	}
	if !(o.Factor >= MinFactor && o.Factor <= MaxFactor) {
		return Fail(Invalid, field+".factor", "Use a factor between 0.1 and 10; 2 counts it twice, 0.5 half.")
	}
	if strings.TrimSpace(o.Reason) == "" || len(o.Reason) > MaxText {
		return Fail(Invalid, field+".reason", "Say in a sentence why, so that others can follow.")
	}
	return nil
}

func (f *Faults) teams(field string, ids []string) {
	if len(ids) == 0 {
		f.addf(field, "Choose at least one team; the first one leads.")
	}
	f.count(field, "teams", len(ids), maxList)
	for i, id := range ids {
		f.id(field, id)
		if slices.Contains(ids[:i], id) {
			f.addf(field, "Name each team once.")
			return
		}
	}
}

func (f *Faults) span(from string, start Date, to string, end Date) {
	span := Join(checkDate(from, start, false), checkDate(to, end, false))
	*f = append(*f, FaultsOf(span)...)
	if span == nil && start != "" && end != "" && end < start {
		f.addf(to, "It ends before it starts. Choose a day on or after %s.", start.Words(""))
	}
}

// weeks checks an amount of work. 520 weeks are ten years of one person.
func (f *Faults) weeks(field string, w *float64) {
	if w != nil && !(*w >= 0 && *w <= 520) {
		f.addf(field, "Use a number of weeks between 0 and 520.")
	}
}

func (f *Faults) origin(o WorkOrigin) {
	f.id("origin.mirror_id", o.MirrorID)
	f.text("origin.external_id", o.External, 0, MaxTitle)
	if o.URL != "" {
		f.add(checkURL("origin.url", o.URL))
	}
	if o.MirrorID != "" && o.External == "" {
		f.addf("origin.external_id", "Give the id that it has where it comes from.")
	}
}

// A RoadmapPatch changes what is not nil; see ObjectivePatch. Clear empties effort or confidence.
type RoadmapPatch struct {
	ID         string        `json:"-"`
	Version    int           `json:"version,omitempty"`
	Title      *string       `json:"title,omitempty"`
	Why        *string       `json:"why,omitempty"`
	TeamIDs    *[]string     `json:"team_ids,omitempty"`
	OwnerID    *string       `json:"owner_id,omitempty"`
	DeciderID  *string       `json:"decider_id,omitempty"`
	Horizon    *Horizon      `json:"horizon,omitempty"`
	Start      *Date         `json:"start,omitempty"`
	End        *Date         `json:"end,omitempty"`
	Effort     *float64      `json:"effort,omitempty"`
	Status     *WorkStatus   `json:"status,omitempty"`
	Confidence *int          `json:"confidence,omitempty"`
	Critical   *Date         `json:"critical_by,omitempty"`
	Blocked    *string       `json:"blocked,omitempty"`
	Serves     *[]Serve      `json:"serves,omitempty"`
	Clear      []string      `json:"clear,omitempty"`
	Reason     string        `json:"reason,omitempty"`
	Base       *RoadmapPatch `json:"base,omitempty"`
}

// Apply returns r with the patch applied, or every conflict.
func (p RoadmapPatch) Apply(r RoadmapItem) (RoadmapItem, error) {
	base := p.Base
	if base == nil {
		base = &RoadmapPatch{}
	}
	f := merging{theirs: r, version: p.Version, stored: r.Version}
	set(&f, "title", &r.Title, p.Title, base.Title)
	set(&f, "why", &r.Why, p.Why, base.Why)
	set(&f, "team_ids", &r.TeamIDs, p.TeamIDs, base.TeamIDs)
	set(&f, "owner_id", &r.OwnerID, p.OwnerID, base.OwnerID)
	set(&f, "decider_id", &r.DeciderID, p.DeciderID, base.DeciderID)
	set(&f, "horizon", &r.Horizon, p.Horizon, base.Horizon)
	set(&f, "start", &r.Start, p.Start, base.Start)
	set(&f, "end", &r.End, p.End, base.End)
	setNumber(&f, "effort", &r.Effort, p.Effort, base.Effort, p.Clear, base.Clear)
	set(&f, "status", &r.Status, p.Status, base.Status)
	if p.Confidence != nil || slices.Contains(p.Clear, "confidence") {
		set(&f, "confidence", &r.Confidence, &p.Confidence, pointerTo(base.Confidence))
	}
	set(&f, "critical_by", &r.Critical, p.Critical, base.Critical)
	set(&f, "blocked", &r.Blocked, p.Blocked, base.Blocked)
	set(&f, "serves", &r.Serves, p.Serves, base.Serves)
	return r, f.err()
}

// pointerTo is a pointer to v, nil for nil: the base of a field that can be empty.
func pointerTo[T any](v *T) **T {
	if v == nil {
		return nil
	}
	return &v
}

// Weeks is the effort, 0 while nobody has said.
func (r RoadmapItem) Weeks() float64 {
	if r.Effort == nil || math.IsNaN(*r.Effort) {
		return 0
	}
	return *r.Effort
}
