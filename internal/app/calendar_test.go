package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
)

// calendarOf is what a link leads to, a line an event: its day or hour, and its title.
func (w *world) calendarOf(l CalendarLink) (lines []string) {
	w.t.Helper()
	feed, slug, err := w.Calendar(w.ctx(), l.Secret)
	if err != nil || slug != w.org.Slug {
		w.t.Fatalf("%s: %v", slug, err)
	}
	seen := map[string]bool{}
	for _, e := range feed.Events {
		if seen[e.UID] {
			w.t.Errorf("%s is the id of two events", e.UID)
		}
		seen[e.UID] = true
		when := string(e.Day)
		if when == "" {
			when = fmt.Sprintf("%s+%dm", e.Start.Time().Format("2006-01-02T15:04Z"), e.Minutes)
		}
		lines = append(lines, when+" "+e.Title)
	}
	return lines
}

// A calendar holds what is due, when people meet where they are, and the stages of the cycle; holidays move what is due and cancel meetings.
func TestCalendar(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx, apps := w.ctx(), w.team("Apps")
		lea := w.member("Lea", okr.OrgMember, "Apps (lead)")
		o := must(w.AddObjective(ctx, lea, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{apps.ID}, Title: "Shops reorder by themselves", OwnerID: lea.Viewer.MemberID,
			KeyResults: []KeyResultInput{rising("Orders online"), {Title: "The form is live", Kind: okr.YesNo, Due: "2026-12-04"}}}))(t)
		must(w.Transition(ctx, lea, TransitionInput{ID: o.ID, To: okr.Active}))(t)
		must(w.EditTeam(ctx, lea, EditTeamInput{ID: apps.ID, Weekday: ptr(5), TimeZone: ptr("America/New_York"), MeetingDay: ptr(1), MeetingTime: ptr("09:30")}))(t)
		must(w.EditOrganization(ctx, w.owner, EditOrganizationInput{Holidays: &okr.Holidays{{Date: "2026-11-20"}, {Date: "2026-11-23"}}}))(t)
		lea = w.as(lea.Viewer.MemberID)
		mine := must(w.NewCalendarLink(ctx, lea, CalendarLinkInput{}))(t)
		got := w.calendarOf(mine)
		var some []string
		for _, line := range got {
			if line < "2026-12-01" && !strings.HasPrefix(line, "2026-10") || strings.Contains(line, "Due:") || strings.Contains(line, "the last day") {
				some = append(some, line)
			}
		}
		want := []string{
			"2026-11-02T14:30Z+30m Weekly meeting: Apps",
			"2026-11-09T14:30Z+30m Weekly meeting: Apps",
			"2026-11-13 Check-in: 2 key results",
			"2026-11-16T14:30Z+30m Weekly meeting: Apps",
			"2026-11-24 Check-in: 2 key results", // the Friday and the Monday are holidays
			"2026-11-27 Check-in: 2 key results",
			"2026-11-30T14:30Z+30m Weekly meeting: Apps",
			"2026-12-04 Due: The form is live",
			"2026-12-31 Q4 2026: the last day",
		}
		if diff := cmp.Diff(want, some); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if !strings.Contains(strings.Join(got, "\n"), "2026-10-26T13:30Z+30m Weekly") { // before the clocks of New York went back
			t.Errorf("the hour is not that of the team:\n%s", strings.Join(got, "\n"))
		}
		other := must(w.NewCalendarLink(ctx, w.member("Bo", okr.OrgMember, "Sales"), CalendarLinkInput{TeamID: apps.ID}))(t)
		if text := strings.Join(w.calendarOf(other), "\n"); !strings.Contains(text, "2026-12-04 Due: The form is live") || !strings.Contains(text, "2026-11-09T14:30Z") {
			t.Errorf("the team's calendar:\n%s", text)
		}
		w.pass(2 * time.Hour)
		w.calendarOf(mine)
		if l := must(w.CalendarLinks(ctx, lea))(t); len(l) != 1 || l[0].Read != w.Now() || l[0].Secret != "" {
			t.Errorf("%+v", l)
		}
	})
}

// Nobody reads in a calendar what they do not see: the link follows its member.
func TestCalendarIsPrivate(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx, apps := w.ctx(), w.team("Apps")
		bo, cy := w.member("Bo", okr.OrgMember, "Apps (lead)"), w.member("Cy", okr.OrgMember, "Sales")
		o := must(w.AddObjective(ctx, bo, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{apps.ID}, Title: "The zephyr deal", Private: true, KeyResults: []KeyResultInput{{Title: "Zephyr signed", Kind: okr.YesNo, Due: "2026-12-04"}}}))(t)
		must(w.Transition(ctx, bo, TransitionInput{ID: o.ID, To: okr.Active}))(t)
		for who, sees := range map[*Actor]bool{&bo: true, &cy: false, &w.owner: false} {
			l := must(w.NewCalendarLink(ctx, *who, CalendarLinkInput{TeamID: apps.ID}))(t)
			if got := strings.Join(w.calendarOf(l), "\n"); strings.Contains(got, "Zephyr") != sees {
				t.Errorf("%s sees\n%s", who.Person.Name, got)
			}
		}
		gone := func(what string, l CalendarLink) {
			t.Helper()
			_, _, err := w.Calendar(ctx, l.Secret)
			refused(t, what, err, okr.NotFound, "")
		}
		first := must(w.NewCalendarLink(ctx, cy, CalendarLinkInput{}))(t)
		second := must(w.NewCalendarLink(ctx, cy, CalendarLinkInput{}))(t)
		gone("the link before", first)
		w.calendarOf(second)
		_, err := w.RemoveCalendarLink(ctx, bo, second.ID)
		refused(t, "somebody else's", err, okr.NotFound, "")
		must(w.RemoveCalendarLink(ctx, cy, second.ID))(t)
		gone("a removed link", second)
		third := must(w.NewCalendarLink(ctx, cy, CalendarLinkInput{}))(t)
		must(w.Deactivate(ctx, w.owner, DeactivateInput{MemberID: cy.Viewer.MemberID}))(t)
		gone("of somebody who has left", third)
		must(w.Reactivate(ctx, w.owner, ThingInput{ID: cy.Viewer.MemberID}))(t)
		gone("and came back", third)
		_, err = w.NewCalendarLink(ctx, w.owner, CalendarLinkInput{TeamID: "nonsense"})
		refused(t, "no team", err, okr.Invalid, "team_id")
	})
}

// What a team is to read and when it looks back stand in its calendar, and are gone from it when they are done.
func TestCalendarOfReviewsAndRetrospectives(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		lea, sal := w.joins("Lea", "Apps (lead)"), w.joins("Sal", "Sales (lead)")
		live := must(w.AddObjective(ctx, sal, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Sales").ID}, Title: "Shops stay", KeyResults: []KeyResultInput{rising("Shops")}}))(t)
		must(w.Transition(ctx, sal, TransitionInput{ID: live.ID, To: okr.Active}))(t)
		o := w.draft("Apps", "Hosts answer fast")
		r := must(w.StartReview(ctx, lea, ReviewInput{ObjectiveID: o.ID, TeamIDs: []string{w.team("Sales").ID}}))(t)
		if err := w.OpenRetrospectives(ctx); err != nil {
			t.Fatal(err)
		}
		sal = w.as(sal.Viewer.MemberID)
		sal.Org = must(w.Organization(ctx, w.owner))(t)
		mine, team := must(w.NewCalendarLink(ctx, sal, CalendarLinkInput{}))(t), must(w.NewCalendarLink(ctx, sal, CalendarLinkInput{TeamID: w.team("Sales").ID}))(t)
		has := func(what string, want bool, part string) {
			t.Helper()
			for _, l := range []CalendarLink{mine, team} {
				if text := strings.Join(w.calendarOf(l), "\n"); strings.Contains(text, part) != want {
					t.Errorf("%s: %q is there: %v\n%s", what, part, !want, text)
				}
			}
		}
		until := r.Until.Time().Add(-30 * time.Minute).Format("2006-01-02T15:04Z")
		has("a draft to read", true, until+"+30m To be read until then: Hosts answer fast")
		has("when we look back", true, " Retrospective: Sales")
		has("others look back by themselves", false, "Retrospective: Apps")
		must(w.AnswerReview(ctx, sal, AnswerInput{ID: r.ID, TeamID: w.team("Sales").ID}))(t)
		has("a draft that was read", false, "To be read")
	})
}
