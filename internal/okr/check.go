package okr

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Check says what is wrong with the objective as a person wrote it. Limits and wording advise elsewhere; this refuses only
// what could not be kept or shown.
func (o Objective) Check() error {
	var f Faults
	f.text("title", o.Title, 1, MaxTitle)
	oneOf(&f, "kind", o.Kind, Committed, Aspirational, Learning)
	oneOf(&f, "stage", o.Stage, Draft, InReview, Active, Closed, Dropped)
	f.text("why_important", o.WhyImportant, 0, MaxText)
	f.text("why_urgent", o.WhyUrgent, 0, MaxText)
	f.text("evidence", o.Evidence, 0, MaxText)
	f.text("drop_reason", o.DropReason, 0, MaxText)
	f.text("closing_note.what", o.Note.What, 0, MaxText)
	f.text("closing_note.why", o.Note.Why, 0, MaxText)
	f.text("closing_note.learned", o.Note.Learned, 0, MaxText)
	if o.CycleID == "" {
		f.addf("cycle_id", "Choose the cycle.")
	}
	if len(o.TeamIDs) == 0 {
		f.addf("team_ids", "Choose at least one team; the first one leads.")
	}
	for i, id := range o.TeamIDs {
		if slices.Contains(o.TeamIDs[:i], id) {
			f.addf("team_ids", "Name each team once.")
			break
		}
	}
	for i, s := range o.Supports {
		field := fmt.Sprintf("supports[%d]", i)
		oneOf(&f, field+".kind", s.Kind, UpPillar, UpObjective, UpKeyResult)
		if s.ID == o.ID && s.ID != "" {
			f.addf(field+".id", "An objective cannot support itself.")
		}
		f.number(field+".weight", &s.Weight)
		if s.Weight < 0 {
			f.addf(field+".weight", "Use a weight of 0 or more.")
		}
	}
	for i, l := range o.Links {
		f.add(checkURL(fmt.Sprintf("links[%d].url", i), l.URL))
		f.text(fmt.Sprintf("links[%d].title", i), l.Title, 0, MaxTitle)
	}
	f.grade("grade", o.Grade)
	return f.err()
}

func (f *Faults) grade(field string, g *float64) {
	if g != nil && !(*g >= 0 && *g <= 1) {
		f.addf(field, "Use a grade between 0 and 1, for example 0.7.")
	}
}

// Check says what is wrong with the key result as a person wrote it.
func (k KeyResult) Check() error {
	var f Faults
	f.text("title", k.Title, 1, MaxTitle)
	oneOf(&f, "kind", k.Kind, Number, YesNo, Milestones, Judgement)
	f.text("metric", k.Metric, 0, MaxTitle)
	f.text("unit", k.Unit, 0, 40)
	if k.Kind == Number {
		oneOf(&f, "direction", k.Direction, Increase, Decrease, KeepAbove, KeepBelow, Reach)
	}
	f.number("baseline", k.Baseline)
	f.number("target", k.Target)
	f.number("marks.commit", k.Marks.Commit)
	f.number("marks.stretch", k.Marks.Stretch)
	f.add(checkDate("start", k.Start, false))
	f.add(checkDate("due", k.Due, false))
	if k.Start != "" && k.Due != "" && k.Due < k.Start {
		f.addf("due", "It is due before it starts. Choose a day on or after %s.", k.Start)
	}
	if w := k.Weight; w != nil && !(*w >= 0 && *w <= 100) {
		f.addf("weight", "Use a weight between 0 and 100, or leave it empty to share the rest.")
	}
	if len(k.Plan) > 400 {
		f.addf("plan", "Use at most 400 intermediate targets.")
	}
	for i, p := range k.Plan {
		f.add(checkDate(fmt.Sprintf("plan[%d].date", i), p.Date, true))
		f.number(fmt.Sprintf("plan[%d].value", i), &p.Value)
		if i > 0 && p.Date <= k.Plan[i-1].Date {
			f.addf(fmt.Sprintf("plan[%d].date", i), "List intermediate targets by date, each day once.")
		}
	}
	if k.Kind == Milestones && len(k.Stages) == 0 {
		f.addf("milestones", "Name at least one milestone.")
	}
	if len(k.Stages) > 50 {
		f.addf("milestones", "Use at most 50 milestones.")
	}
	for i, m := range k.Stages {
		f.text(fmt.Sprintf("milestones[%d].title", i), m.Title, 1, MaxTitle)
		f.number(fmt.Sprintf("milestones[%d].weight", i), &m.Weight)
	}
	oneOf(&f, "source.kind", k.Source.Kind, Manual, Sum, Mean, Min, Last)
	if k.Source.Kind != Manual && len(k.Source.Of) == 0 {
		f.addf("source.of", "Choose the key results that it is computed from.")
	}
	f.grade("grade", k.Grade)
	return f.err()
}

// CheckValue says whether a value can be one of the key result's.
func (k KeyResult) CheckValue(field string, v *float64) error {
	if err := checkValue(field, v); err != nil || v == nil {
		return err
	}
	whole := *v == float64(int(*v))
	switch {
	case k.Kind == YesNo && *v != 0 && *v != 1:
		return Fail(Invalid, field, "Answer yes (1) or no (0).")
	case k.Kind == Judgement && !(whole && *v >= 0 && *v <= Steps):
		return Fail(Invalid, field, "Choose one of the four steps, 0 to 3.")
	case k.Kind == Milestones && !(whole && *v >= 0 && int(*v) <= len(k.Stages)):
		return Fail(Invalid, field, fmt.Sprintf("Choose how many milestones are reached, 0 to %d.", len(k.Stages)))
	}
	return nil
}

// Check says what is wrong with the check-in as a person wrote it, against its key result. A late value is fine, one from the future is not.
func (c CheckIn) Check(k KeyResult, today Date) error {
	var f Faults
	f.add(k.CheckValue("value", c.Value))
	if c.Confidence != nil && (*c.Confidence < 0 || *c.Confidence > 10) {
		f.addf("confidence", "Use a confidence between 0 and 10.")
	}
	f.text("note", c.Note, 0, MaxText)
	f.text("blocker", c.Blocker, 0, MaxText)
	if err := checkDate("as_of", c.AsOf, true); err != nil {
		f.add(err)
	} else if c.AsOf > today {
		f.addf("as_of", "This day is still to come. Use %s or an earlier day.", today)
	}
	if c.Value == nil && c.Confidence == nil && strings.TrimSpace(c.Note) == "" && strings.TrimSpace(c.Blocker) == "" {
		f.addf("value", "Say at least one of: where it is now, how sure you are, what changed.")
	}
	return f.err()
}

// Check says what is wrong with the team as a person wrote it.
func (t Team) Check() error {
	var f Faults
	f.text("name", t.Name, 1, 80)
	oneOf(&f, "rhythm", t.Rhythm, "", Weekly, Biweekly)
	if t.Weekday < 0 || t.Weekday > 7 {
		f.addf("weekday", "Use 1 for Monday to 7 for Sunday.")
	}
	f.zone("time_zone", t.TimeZone)
	return f.err()
}

func (f *Faults) zone(field, name string) {
	if name == "" {
		return
	}
	if _, err := time.LoadLocation(name); err != nil || name == "Local" {
		f.addf(field, "Use the name of a time zone, for example Europe/Brussels.")
	}
}

// Check says what is wrong with the organization as a person wrote it.
func (o Organization) Check() error {
	var f Faults
	f.text("name", o.Name, 1, 80)
	f.add(CheckSlug("slug", o.Slug))
	if slices.Contains(ReservedSlugs, o.Slug) {
		f.addf("slug", "This address is taken by the program. Choose another.")
	}
	if m := o.Set.FiscalStart; m < 0 || m > 12 {
		f.addf("settings.fiscal_start", "Use a month, 1 to 12.")
	}
	f.zone("settings.time_zone", o.Set.TimeZone)
	f.text("settings.locale", o.Set.Locale, 0, 35)
	l := o.Set.Limits
	for name, n := range map[string]int{"min_objectives": l.MinObjectives, "max_objectives": l.MaxObjectives, "min_key_results": l.MinKeyResults, "max_key_results": l.MaxKeyResults} {
		if n < 0 || n > 100 {
			f.addf("settings.limits."+name, "Use a number between 0 and 100.")
		}
	}
	for p, s := range o.Set.Parts {
		if !slices.ContainsFunc(Parts, func(i PartInfo) bool { return i.Part == p }) {
			f.addf("settings.parts", "There is no part %q.", string(p))
		}
		oneOf(&f, "settings.parts."+string(p), s, PartOff, PartOn, PartFirstUse)
	}
	return f.err()
}

// ReservedSlugs are first parts of URLs that no organization can have.
var ReservedSlugs = []string{"api", "static", "sign-in", "sign-out", "set-up", "link", "design", "healthz", "readyz", "metrics", "favicon.ico", "robots.txt"}

// Check says what is wrong with the pillar as a person wrote it.
func (p Pillar) Check() error {
	var f Faults
	f.text("title", p.Title, 1, MaxTitle)
	f.text("choice", p.Choice, 0, MaxText)
	f.text("not_doing", p.NotDoing, 0, MaxText)
	f.text("horizon", p.Horizon, 0, MaxTitle)
	f.text("signal", p.Signal, 0, MaxText)
	return f.err()
}

// Check says what is wrong with the vision as a person wrote it.
func (v Vision) Check() error {
	var f Faults
	f.text("text", v.Text, 1, MaxText)
	return f.err()
}

// Check says what is wrong with the KPI as a person wrote it.
func (k KPI) Check() error {
	var f Faults
	f.text("name", k.Name, 1, MaxTitle)
	f.text("unit", k.Unit, 0, 40)
	f.number("low", k.Low)
	f.number("high", k.High)
	if k.Low != nil && k.High != nil && *k.High < *k.Low {
		f.addf("high", "The healthy range ends below where it begins. Use %s or more.", ShortNumber(*k.Low))
	}
	if k.TeamID == "" {
		f.addf("team_id", "Choose the team.")
	}
	return f.err()
}

// Check says what is wrong with a dated value as a person wrote it.
func (v KPIValue) Check(today Date) error {
	var f Faults
	f.number("value", &v.Value)
	f.text("note", v.Note, 0, MaxText)
	if err := checkDate("date", v.Date, true); err != nil {
		f.add(err)
	} else if v.Date > today {
		f.addf("date", "This day is still to come. Use %s or an earlier day.", today)
	}
	return f.err()
}

// Check says what is wrong with the comment as a person wrote it.
func (c Comment) Check() error {
	var f Faults
	f.text("text", c.Text, 1, MaxText)
	return f.err()
}

// Check says what is wrong with the blocker as a person wrote it.
func (b Blocker) Check() error {
	var f Faults
	f.text("text", b.Text, 1, MaxText)
	return f.err()
}

// CheckPersonName says what is wrong with a person's name.
func CheckPersonName(field, name string) error {
	var f Faults
	f.text(field, name, 1, 120)
	return f.err()
}
