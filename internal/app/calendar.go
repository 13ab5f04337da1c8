package app

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/calendar"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A CalendarLink is a private link of a member, by which a calendar program reads what the member sees: of all that is theirs, or of one team.
type CalendarLink struct {
	ID      string      `json:"id"`
	TeamID  string      `json:"team_id,omitempty"` // "" for all that is the member's
	Created okr.Instant `json:"created_at"`
	Read    okr.Instant `json:"read_at,omitempty"` // the last time, to the hour
	Secret  string      `json:"secret,omitempty"`  // only when it is made
}

// Path is where a new link leads, below the address of the server.
func (l CalendarLink) Path() string { return "/link/calendar/" + l.Secret + ".ics" }

func calendarLinkOf(l store.CalendarLink) CalendarLink {
	return CalendarLink{ID: l.ID, TeamID: l.TeamID, Created: l.Created, Read: l.Read}
}

// CalendarLinks are the actor's own.
func (a *App) CalendarLinks(ctx context.Context, actor Actor) ([]CalendarLink, error) {
	return view(ctx, a, actor, func(tx *store.Tx) ([]CalendarLink, error) {
		list, err := tx.CalendarLinks(actor.Viewer.MemberID)
		out := make([]CalendarLink, len(list))
		for i, l := range list {
			out[i] = calendarLinkOf(l)
		}
		return out, err
	})
}

// A CalendarLinkInput says of what a link is.
type CalendarLinkInput struct {
	TeamID string `json:"team_id,omitempty"` // "" for all that is the actor's
}

// NewCalendarLink makes a link, which takes the place of the one before: that leads nowhere from now on. Its secret is shown this once.
func (a *App) NewCalendarLink(ctx context.Context, actor Actor, in CalendarLinkInput) (CalendarLink, error) {
	if actor.Viewer.MemberID == "" {
		return CalendarLink{}, okr.Refuse("members of the organization")
	}
	secret, hash := newSecret("")
	actor.Key = "" // the answer holds the secret, so that it cannot be stored and given again
	return do(ctx, a, actor, "calendar.linked", in, func(t *act) (CalendarLink, error) {
		if in.TeamID != "" {
			if team, err := t.Team(in.TeamID); isMissing(err) || err == nil && team.Removed != 0 {
				return CalendarLink{}, okr.Fail(okr.Invalid, "team_id", "There is no such team. Choose from the list.")
			} else if err != nil {
				return CalendarLink{}, err
			}
		}
		l := store.CalendarLink{ID: t.newID(), MemberID: actor.Viewer.MemberID, TeamID: in.TeamID, Hash: hash, Created: t.Now}
		out := calendarLinkOf(l)
		out.Secret = secret
		return out, t.SetCalendarLink(l)
	})
}

// RemoveCalendarLink ends a link of the actor's for good.
func (a *App) RemoveCalendarLink(ctx context.Context, actor Actor, id string) (CalendarLink, error) {
	return do(ctx, a, actor, "calendar.unlinked", id, func(t *act) (CalendarLink, error) {
		list, err := t.CalendarLinks(actor.Viewer.MemberID)
		if err != nil {
			return CalendarLink{}, err
		}
		for _, l := range list {
			if l.ID == id {
				return calendarLinkOf(l), t.RemoveCalendarLinks(l.MemberID, id)
			}
		}
		return CalendarLink{}, okr.Fail(okr.NotFound, "", "There is no such link, or it is not yours.")
	})
}

// What a calendar holds: a quarter ahead, and what was lately.
const (
	calendarBack  = 14 // days
	calendarAhead = 13 // weeks
	meetingTakes  = 30 // minutes, when nobody says otherwise
)

// Calendar is what a private link leads to, and the slug of its organization. A link that is unknown, removed or of somebody who has left is missing. It
// holds check-in days, due dates, the stages of cycles and weekly meetings, as far as the link's member sees them now.
func (a *App) Calendar(ctx context.Context, secret string) (feed calendar.Feed, slug string, err error) {
	var link store.CalendarLink
	var c calendarReading
	err = a.db.View(ctx, "", func(tx *store.Tx) error {
		var orgID string
		if link, orgID, err = tx.CalendarLinkByHash(hashOf(secret)); err != nil {
			return err
		}
		tx = tx.In(orgID)
		actor := Actor{Via: "calendar"}
		if actor.Org, err = tx.Organization(); err != nil {
			return err
		}
		if actor.Viewer, _, err = viewer(tx, "", link.MemberID); err != nil {
			return err
		}
		c = calendarReading{a: a, tx: tx, actor: actor, now: a.Now(), of: link.TeamID}
		return c.read()
	})
	if err != nil {
		return calendar.Feed{}, "", err
	}
	if c.now-link.Read > okr.Instant(time.Hour.Milliseconds()) {
		// Only a courtesy: reading goes on when the disk is full and this fails.
		_ = a.db.Update(ctx, c.actor.Org.ID, func(tx *store.Tx) error { return tx.TouchCalendarLink(link.ID, c.now) })
	}
	return c.feed(), c.actor.Org.Slug, nil
}

// A calendarReading makes a calendar, in at most six statements.
type calendarReading struct {
	a     *App
	tx    *store.Tx
	actor Actor
	now   okr.Instant
	of    string // a team, "" for all that is the actor's

	tree   okr.Tree
	today  okr.Date
	cycles []okr.Cycle // that are not over
	work   []store.Duty
	retros []okr.Retrospective // of those cycles
	asked  []store.Asked       // the drafts that a team is to read
	events []calendar.Event
}

func (c *calendarReading) read() error {
	teams, err := c.tx.Teams(true)
	if err != nil {
		return err
	}
	c.tree, c.today = okr.NewTree(teams), c.now.DateIn(c.actor.Org.Set.Location())
	all, err := c.tx.Cycles()
	if err != nil {
		return err
	}
	for _, x := range all {
		if x.Closed == 0 && x.Removed == 0 && x.End >= c.today.Add(-calendarBack) {
			c.cycles = append(c.cycles, x)
		}
	}
	ids := make([]string, len(c.cycles))
	for i, x := range c.cycles {
		ids[i] = x.ID
	}
	err = c.tx.Read(c.tx.RetrospectivesInto(&c.retros, c.actor.Scope(), store.RetrospectiveFilter{Cycles: ids}), c.tx.ReviewsAskedInto(&c.asked, c.actor.Scope(), c.teams(), calendarReviews))
	if err != nil {
		return err
	}
	if c.of == "" {
		c.work, err = c.tx.Duties(c.actor.Scope(), c.actor.Viewer.MemberID)
		return err
	}
	if c.tree.Team(c.of).Removed != 0 {
		return okr.Fail(okr.NotFound, "", "There is no such team.")
	}
	for _, x := range c.cycles {
		rows, err := c.a.teamRows(c.tx, c.actor, c.tree, x, c.of)
		if err != nil {
			return err
		}
		for _, o := range rows {
			for _, k := range o.KeyResults {
				c.work = append(c.work, store.Duty{KeyResult: k.KeyResult, Objective: o.Objective, Cycle: x})
			}
		}
	}
	return nil
}

// calendarReviews is how many drafts that are being read stand in a calendar at most.
const calendarReviews = 50

// teams are those whose calendar it is.
func (c *calendarReading) teams() []string {
	if c.of != "" {
		return []string{c.of}
	}
	return slices.Sorted(maps.Keys(c.actor.Viewer.Teams))
}

func (c *calendarReading) feed() calendar.Feed {
	c.checkIns()
	c.lookBacks()
	c.readings()
	c.dates()
	c.stages()
	c.meetings()
	slices.SortStableFunc(c.events, func(x, y calendar.Event) int {
		return cmp.Or(cmp.Compare(cmp.Or(x.Day, okr.DateOf(x.Start.Time())), cmp.Or(y.Day, okr.DateOf(y.Start.Time()))), cmp.Compare(x.UID, y.UID))
	})
	name := c.actor.Org.Name + ": my OKRs"
	if c.of != "" {
		name = c.actor.Org.Name + ": " + c.tree.Team(c.of).Name
	}
	return calendar.Feed{Name: name, Events: c.events}
}

// checkIns adds the days on which check-ins are expected, one a team and day.
func (c *calendarReading) checkIns() {
	type key struct {
		team string
		day  okr.Date
	}
	titles := map[key][]string{}
	made := map[string]okr.Instant{}
	for _, d := range c.work {
		team := lead(d.Objective)
		s := settingIn(d.Objective, d.Cycle, c.tree.Resolve(team, c.actor.Org.Set), c.now, c.a.lessons.prior(c.actor.Org.ID))
		for _, day := range d.KeyResult.DueDays(s.Setting, min(d.Cycle.End, s.Today.Add(7*calendarAhead)), calendarAhead+1) {
			titles[key{team, day}] = append(titles[key{team, day}], d.KeyResult.Title)
		}
		made[team] = c.tree.Team(team).Created
	}
	for k, list := range titles {
		title := "Check-in: " + list[0]
		if len(list) > 1 {
			title = "Check-in: " + strconv.Itoa(len(list)) + " key results"
		}
		c.events = append(c.events, calendar.Event{UID: "check-in-" + c.whose() + "-" + k.team + "-" + string(k.day), Day: k.day, Title: title,
			Text: c.tree.Team(k.team).Name + "\n\n" + strings.Join(list, "\n"), Path: "check-in", Made: made[k.team]})
	}
}

// whose tells what is of the actor from what is of a team, where both may be in one calendar program.
func (c *calendarReading) whose() string { return cmp.Or(c.of, c.actor.Viewer.MemberID) }

// dates adds when key results and their milestones are due, where that is not the cycle's own end.
func (c *calendarReading) dates() {
	for _, d := range c.work {
		k := d.KeyResult
		add := func(uid string, day okr.Date, title, text string) {
			if day != "" && day != d.Cycle.End && day >= c.today.Add(-calendarBack) {
				c.events = append(c.events, calendar.Event{UID: uid + c.whose(), Day: day, Title: title, Text: text, Path: "objectives/O-" + strconv.Itoa(d.Objective.Number), Made: k.Created})
			}
		}
		add("due-"+k.ID+"-", k.Due, "Due: "+k.Title, d.Objective.Title)
		for i, m := range k.Stages {
			if k.Value == nil || i >= int(*k.Value) {
				add("milestone-"+k.ID+"-"+strconv.Itoa(i)+"-", m.Due, "Milestone: "+m.Title, k.Title)
			}
		}
	}
}

// lookBacks adds the retrospectives that are still to be held: of the teams, and about the objectives on which there is work.
func (c *calendarReading) lookBacks() {
	about, teams := map[string]string{}, c.teams()
	for _, d := range c.work {
		about[d.Objective.ID] = d.Objective.Title
	}
	for _, r := range c.retros {
		title, mine := about[r.ObjectiveID]
		if r.ObjectiveID == "" {
			title, mine = c.tree.Team(r.TeamID).Name, slices.Contains(teams, r.TeamID)
		}
		if mine && r.Ended == 0 && r.Skipped == "" {
			c.events = append(c.events, calendar.Event{UID: "retrospective-" + r.ID + "-" + c.whose(), Day: r.Day, Title: "Retrospective: " + title,
				Text: "Why, then a grade, then what we change: " + strconv.Itoa(okr.RetrospectiveMinutes) + " minutes.", Path: "retrospectives/" + r.ID, Made: r.Created})
		}
	}
}

// readings adds when the clock ends of the drafts that a team is to read and has not read.
func (c *calendarReading) readings() {
	const takes = 30 // minutes, before the end
	for _, a := range c.asked {
		if !slices.ContainsFunc(a.Waiting(), func(id string) bool { return slices.Contains(c.teams(), id) }) {
			continue
		}
		at := okr.InstantOf(a.Until.Time().Add(-takes * time.Minute))
		c.events = append(c.events, calendar.Event{UID: "review-" + a.ID + "-" + c.whose(), Start: at, Minutes: takes, Title: "To be read until then: " + a.Title,
			Path: "objectives/O-" + strconv.Itoa(a.Number) + "/review", Made: a.Started})
	}
}

// stages adds when the stages of cycles begin.
func (c *calendarReading) stages() {
	for _, x := range c.cycles {
		for _, s := range []struct {
			id, title string
			day       okr.Date
		}{{"start", "planning begins", x.Start}, {"execute", "execution begins", x.Execute}, {"closing", "closing begins", x.Closing}, {"end", "the last day", x.End}} {
			c.events = append(c.events, calendar.Event{UID: "cycle-" + s.id + "-" + x.ID + "-" + c.whose(), Day: s.day, Title: x.Name + ": " + s.title, Path: "cycles", Made: x.Created})
		}
	}
}

// meetings adds the weekly meetings of the team, or of the actor's teams, at their hours there. Nobody meets on a holiday.
func (c *calendarReading) meetings() {
	for _, p := range c.tree.Order() {
		if _, in := c.actor.Viewer.Teams[p.ID]; p.MeetingDay == 0 || c.of != "" && p.ID != c.of || c.of == "" && !in {
			continue
		}
		zone := okr.Settings{TimeZone: c.tree.Resolve(p.ID, c.actor.Org.Set).TimeZone}.Location()
		for n := -calendarBack / 7; n <= calendarAhead; n++ {
			day := c.today.Monday().Add(7*n + p.MeetingDay - 1)
			if c.actor.Org.Set.Holidays.Has(day) {
				continue
			}
			e := calendar.Event{UID: "meeting-" + p.ID + "-" + string(day) + "-" + c.whose(), Title: "Weekly meeting: " + p.Name, Path: "meeting?team=" + p.ID, Made: p.Created}
			if at, err := time.ParseInLocation("2006-01-02 15:04", string(day)+" "+p.MeetingTime, zone); err == nil {
				e.Start, e.Minutes = okr.InstantOf(at), meetingTakes
			} else {
				e.Day = day
			}
			c.events = append(c.events, e)
		}
	}
}
