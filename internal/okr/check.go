package okr

import (
	"fmt"
	"maps"
	"math"
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
	o.Note.check(&f)
	f.id("cycle_id", o.CycleID)
	if o.CycleID == "" {
		f.addf("cycle_id", "Choose the cycle.")
	}
	f.id("owner_id", o.OwnerID)
	f.id("decider_id", o.DeciderID)
	f.position(o.Position)
	if len(o.TeamIDs) == 0 {
		f.addf("team_ids", "Choose at least one team; the first one leads.")
	}
	f.count("team_ids", "teams", len(o.TeamIDs), maxList)
	for i, id := range o.TeamIDs {
		f.id("team_ids", id)
		if slices.Contains(o.TeamIDs[:i], id) {
			f.addf("team_ids", "Name each team once.")
			break
		}
	}
	f.count("supports", "things that it supports", len(o.Supports), maxList)
	for i, s := range o.Supports {
		field := fmt.Sprintf("supports[%d]", i)
		f.id(field+".id", s.ID)
		if slices.ContainsFunc(o.Supports[:i], func(t Support) bool { return t.Kind == s.Kind && t.ID == s.ID }) {
			f.addf(field+".id", "Name what it supports once.")
		}
		oneOf(&f, field+".kind", s.Kind, UpPillar, UpObjective, UpKeyResult)
		if s.ID == o.ID && s.ID != "" {
			f.addf(field+".id", "An objective cannot support itself.")
		}
		f.number(field+".weight", &s.Weight)
		if s.Weight < 0 {
			f.addf(field+".weight", "Use a weight of 0 or more.")
		}
	}
	f.count("links", "links", len(o.Links), maxList)
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

// CheckGradeStep refuses a grade that is finer than people grade: in tenths, where a judgement has four steps too. A coarse grade keeps
// the talk at why.
func CheckGradeStep(field string, g float64, judged bool) error {
	if !(g >= 0 && g <= 1) {
		return nil // what Check refuses
	}
	on := func(steps float64) bool { return math.Abs(g*steps-math.Round(g*steps)) < 0.02 }
	if on(10) || judged && on(Steps) {
		return nil
	}
	low := math.Floor(g*10) / 10
	return Fail(Invalid, field, fmt.Sprintf("Grade in tenths: %s or %s.", ShortNumber(low), ShortNumber(math.Round(low*10+1)/10)))
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
	span := Join(checkDate("start", k.Start, false), checkDate("due", k.Due, false))
	f = append(f, FaultsOf(span)...)
	if span == nil && k.Start != "" && k.Due != "" && k.Due < k.Start {
		f.addf("due", "It is due before it starts. Choose a day on or after %s.", k.Start.Words(""))
	}
	if w := k.Weight; w != nil && !(*w >= 0 && *w <= 100) {
		f.addf("weight", "Use a weight between 0 and 100, or leave it empty to share the rest.")
	}
	f.id("owner_id", k.OwnerID)
	f.id("check_in_owner_id", k.CheckInOwnerID)
	f.position(k.Position)
	f.count("plan", "intermediate targets", len(k.Plan), 400)
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
	f.count("milestones", "milestones", len(k.Stages), maxList)
	for i, m := range k.Stages {
		field := fmt.Sprintf("milestones[%d]", i)
		f.text(field+".title", m.Title, 1, MaxTitle)
		f.number(field+".weight", &m.Weight)
		if m.Weight < 0 {
			f.addf(field+".weight", "Use a weight of 0 or more.")
		}
		f.add(checkDate(field+".due", m.Due, false))
	}
	oneOf(&f, "source.kind", k.Source.Kind, Manual, Sum, Mean, Min, Last)
	if k.Source.Kind != Manual && len(k.Source.Of) == 0 {
		f.addf("source.of", "Choose the key results that it is computed from.")
	}
	f.count("source.of", "key results", len(k.Source.Of), 400)
	for i, id := range k.Source.Of {
		field := fmt.Sprintf("source.of[%d]", i)
		f.id(field, id)
		switch {
		case id == k.ID && id != "":
			f.addf(field, "A key result cannot be computed from itself.")
		case slices.Contains(k.Source.Of[:i], id):
			f.addf(field, "Name each key result once.")
		}
	}
	f.grade("grade", k.Grade)
	return f.err()
}

// CheckValue says whether a value can be one of the key result's.
func (k KeyResult) CheckValue(field string, v *float64) error {
	if err := checkValue(field, v); err != nil || v == nil {
		return err
	}
	whole := *v == math.Trunc(*v)
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
	f.text("evidence", c.Evidence, 0, MaxText)
	if err := checkDate("as_of", c.AsOf, true); err != nil {
		f.add(err)
	} else if c.AsOf > today {
		f.addf("as_of", "This day is still to come. Use %s or an earlier day.", today.Words(today))
	}
	if c.Value == nil && c.Confidence == nil && strings.TrimSpace(c.Note) == "" && strings.TrimSpace(c.Blocker) == "" {
		f.addf("value", "Say at least one of: where it is now, how sure you are, what changed.")
	}
	return f.err()
}

// Ends answers whether the check-in says that a computed value is known no longer: it is by nobody and says nothing else.
func (c CheckIn) Ends() bool {
	return c.AuthorID == "" && c.Value == nil && c.Confidence == nil && c.Note == "" && c.Blocker == ""
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
	if t.MeetingDay < 0 || t.MeetingDay > 7 {
		f.addf("meeting_day", "Use 1 for Monday to 7 for Sunday, 0 for no meeting.")
	}
	if _, err := time.Parse("15:04", t.MeetingTime); t.MeetingTime != "" && (err != nil || len(t.MeetingTime) != 5) {
		f.addf("meeting_time", "Write the hour as 09:30.")
	}
	f.id("parent_id", t.ParentID)
	f.position(t.Position)
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
	for _, x := range []struct {
		name       string
		least, max int
	}{{"objectives", l.MinObjectives, l.MaxObjectives}, {"key_results", l.MinKeyResults, l.MaxKeyResults}} {
		for name, n := range map[string]int{"min_": x.least, "max_": x.max} {
			if n < 0 || n > 100 {
				f.addf("settings.limits."+name+x.name, "Use a number between 0 and 100.")
			}
		}
		if x.max > 0 && x.max < x.least {
			f.addf("settings.limits.max_"+x.name, "Use %d or more, the lower limit.", x.least)
		}
	}
	f.id("settings.contact", o.Set.Contact)
	oneOf(&f, "settings.ambition.phase", o.Set.Ambition.Phase, "", PhaseAchievable, PhaseModerate, PhaseAmbitious)
	oneOf(&f, "settings.ambition.culture", o.Set.Ambition.Culture, "", CulturePromise, CultureBet)
	f.count("settings.ambition.team_ids", "teams", len(o.Set.Ambition.TeamIDs), maxList)
	for _, id := range o.Set.Ambition.TeamIDs {
		f.id("settings.ambition.team_ids", id)
	}
	o.Set.Holidays.check(&f)
	if d := o.Set.EscalateAfter; d < 0 || d > 365 {
		f.addf("settings.escalate_after", "Use 1 to 365 days, or 0 for the usual week.")
	}
	for _, p := range slices.Sorted(maps.Keys(o.Set.Parts)) {
		s := o.Set.Parts[p]
		if !slices.ContainsFunc(Parts, func(i PartInfo) bool { return i.Part == p }) {
			f.addf("settings.parts", "There is no part %q.", string(p))
		}
		oneOf(&f, "settings.parts."+string(p), s, PartOff, PartOn, PartFirstUse)
	}
	return f.err()
}

// ReservedSlugs are first parts of URLs that no organization can have.
var ReservedSlugs = []string{"api", "static", "sign-in", "sign-out", "set-up", "link", "design", "healthz", "readyz", "metrics", "rules", "favicon.ico", "robots.txt"}

// Check says what is wrong with the pillar as a person wrote it.
func (p Pillar) Check() error {
	var f Faults
	f.text("title", p.Title, 1, MaxTitle)
	f.text("choice", p.Choice, 0, MaxText)
	f.text("not_doing", p.NotDoing, 0, MaxText)
	f.text("horizon", p.Horizon, 0, MaxTitle)
	f.text("signal", p.Signal, 0, MaxText)
	f.position(p.Position)
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
	f.id("team_id", k.TeamID)
	f.id("owner_id", k.OwnerID)
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
		f.addf("date", "This day is still to come. Use %s or an earlier day.", today.Words(today))
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
	f.id("owner_id", b.OwnerID)
	return f.err()
}

// CheckPersonName says what is wrong with a person's name.
func CheckPersonName(field, name string) error {
	var f Faults
	f.text(field, name, 1, 120)
	return f.err()
}
