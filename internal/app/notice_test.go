package app

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
)

// tell runs the job, and sends.
func (w *world) tell() {
	w.t.Helper()
	if err := w.SendNotices(w.ctx()); err != nil {
		w.t.Error(err)
	}
	w.send()
}

// mailed are the subjects of the mails to an address, in order.
func (p *postbox) mailed(to string) (out []string) {
	for _, m := range p.mails {
		if m.To[0] == to {
			out = append(out, m.Subject)
		}
	}
	return out
}

// joins makes a member who has accepted, so that mails go to them.
func (w *world) joins(name string, teams ...string) Actor {
	w.t.Helper()
	list := must(w.Invite(w.ctx(), w.owner, InviteInput{Text: "email,name,role,teams\n" + strings.ToLower(name) + "@fjord.example," + name + ",member," + strings.Join(teams, "|") + "\n"}))(w.t)
	must(w.Accept(w.ctx(), AcceptInput{Secret: list[0].Secret, Name: name + " Berg", Password: testPassword}))(w.t)
	return w.as(list[0].MemberID)
}

// The mail of the morning comes once on the day on which check-ins fall due, where its reader is; after a stop it is one; it is not said again.
func TestMorning(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		box, ctx := w.posting(), w.ctx()
		lea := w.joins("Lea", "Apps (lead)")
		must(w.EditTeam(ctx, w.owner, EditTeamInput{ID: w.team("Apps").ID, TimeZone: ptr("America/New_York")}))(t)
		o := must(w.AddObjective(ctx, lea, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "Shops reorder", OwnerID: lea.Viewer.MemberID, KeyResults: []KeyResultInput{rising("Orders online"), rising("Shops")}}))(t)
		must(w.Transition(ctx, lea, TransitionInput{ID: o.ID, To: okr.Active}))(t)
		must(w.EditOrganization(ctx, w.owner, EditOrganizationInput{Holidays: &okr.Holidays{{Date: "2026-11-23"}}}))(t)
		w.tell() // Monday, 3:00 in New York: from now on there are mornings
		at := func(day string, hour int, want ...string) {
			t.Helper()
			*w.clock = okr.Date(day).Time().Add(time.Duration(hour) * time.Hour)
			for range 2 {
				w.tell()
			}
			if diff := cmp.Diff(want, box.mailed("lea@fjord.example")); diff != "" {
				t.Errorf("%s, %d:00 UTC (-want +got):\n%s", day, hour, diff)
			}
		}
		at("2026-11-09", 14)
		at("2026-11-16", 12) // 7:00 there
		at("2026-11-16", 13, "2 check-ins are due")
		at("2026-11-17", 20, "2 check-ins are due")
		must(w.CheckIn(ctx, lea, CheckInInput{KeyResultID: o.KeyResults[0].ID, Value: ptr(5.0), Confidence: ptr(6)}))(t)
		must(w.CheckIn(ctx, lea, CheckInInput{KeyResultID: o.KeyResults[1].ID, Value: ptr(5.0), Confidence: ptr(6)}))(t)
		at("2026-11-23", 20, "2 check-ins are due") // a holiday
		// The program stops for two weeks, in which one check-in falls due again, is made, and falls due once more.
		*w.clock = okr.Date("2026-11-27").Time().Add(20 * time.Hour)
		must(w.CheckIn(ctx, lea, CheckInInput{KeyResultID: o.KeyResults[1].ID, Value: ptr(6.0), Confidence: ptr(6)}))(t)
		at("2026-12-10", 20, "2 check-ins are due", "2 check-ins are due")
		want := `Hello Lea,

2 check-ins are due.

  Orders online
    at 5, to reach 100, confidence 6 of 10, as of 17 November
    since 24 November

  Shops
    at 6, to reach 100, confidence 6 of 10, as of 27 November
    since 7 December

A minute each, one after the other:
https://okr.fjord.example/fjord-tools/check-in

-- 
Fjord Tools on Headwater. What you are mailed, and when, is yours to choose:
https://okr.fjord.example/fjord-tools/notices
No more mails at all:
`
		last := box.mails[len(box.mails)-1]
		if diff := cmp.Diff(want+last.Stop+"\n", last.Text); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// What is to be known at once is mailed at once, but not in quiet hours; several are one mail; nobody is told of what they did, or may not see.
func TestNotices(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		box, ctx, apps := w.posting(), w.ctx(), w.team("Apps")
		lea, bo, cy := w.joins("Lea", "Apps (lead)"), w.joins("Bo", "Apps"), w.joins("Cy", "Sales")
		o := must(w.AddObjective(ctx, lea, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{apps.ID}, Title: "Shops reorder", OwnerID: bo.Viewer.MemberID, KeyResults: []KeyResultInput{rising("Orders online")}}))(t)
		must(w.Transition(ctx, lea, TransitionInput{ID: o.ID, To: okr.Active}))(t)
		secret := must(w.AddObjective(ctx, lea, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{apps.ID}, Title: "The zephyr deal", Private: true, KeyResults: []KeyResultInput{rising("Zephyr signed")}}))(t)
		must(w.AddComment(ctx, lea, CommentInput{ObjectiveID: secret.ID, Text: "@cy@fjord.example and @bo@fjord.example, zephyr is near"}))(t)
		w.tell()
		if got := box.mailed("cy@fjord.example"); got != nil {
			t.Errorf("somebody who does not see it is told %q", got)
		}
		if page := must(w.Notices(ctx, cy))(t); len(page.Notices) != 0 || page.Morning != nil {
			t.Errorf("it stands on their page: %+v", page)
		}
		want := []string{"Lea Berg mentioned you in “The zephyr deal”"}
		check := func(what string) {
			t.Helper()
			w.tell()
			if diff := cmp.Diff(want, box.mailed("bo@fjord.example")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", what, diff)
			}
		}
		check("a mention")
		if text := box.mails[0].Text; !strings.Contains(text, "  | @Cy Berg and @Bo Berg, zephyr is near\n  https://okr.fjord.example/fjord-tools/objectives/O-2\n") {
			t.Errorf("the mail says\n%s", text)
		}
		b := must(w.RaiseBlocker(ctx, lea, BlockerInput{KeyResultID: o.KeyResults[0].ID, Text: "No stock", OwnerID: bo.Viewer.MemberID}))(t)
		must(w.EditBlocker(ctx, lea, BlockerPatch{ID: b.ID, OwnerID: ptr(bo.Viewer.MemberID)}))(t)
		must(w.AddComment(ctx, bo, CommentInput{ObjectiveID: o.ID, Text: "@bo@fjord.example is me"}))(t)
		want = append(want, "Lea Berg asks you to look after a blocker of “Orders online”")
		check("a blocker, once")
		*w.clock = okr.Date("2026-11-09").Time().Add(21 * time.Hour)
		gone := must(w.AddComment(ctx, lea, CommentInput{ObjectiveID: o.ID, Text: "@bo@fjord.example never mind"}))(t)
		must(w.AddComment(ctx, lea, CommentInput{ObjectiveID: o.ID, Text: "@bo@fjord.example one"}))(t)
		must(w.AddComment(ctx, lea, CommentInput{ObjectiveID: o.ID, Text: "@bo@fjord.example two"}))(t)
		must(w.RemoveComment(ctx, lea, RemovalInput{ID: gone.ID}))(t)
		check("in quiet hours")
		*w.clock = okr.Date("2026-11-10").Time().Add(7 * time.Hour)
		want = append(want, "2 things to know at Fjord Tools")
		check("after them, in one mail")
		must(w.EditObjective(ctx, lea, okr.ObjectivePatch{ID: o.ID, Title: ptr("Shops reorder by themselves"), Reason: "Clearer."}))(t)
		check("a change waits for the morning")
		if page := must(w.Notices(ctx, bo))(t); page.Morning == nil || !strings.Contains(page.Morning.Text, "Lea Berg changed “Shops reorder by themselves”, which is yours.\n  | Clearer.") || len(page.Mails) != 3 || page.Mails[0].State != "sent" {
			t.Errorf("%+v", page.Morning)
		}
		*w.clock = okr.Date("2026-11-10").Time().Add(9 * time.Hour)
		want = append(want, "Lea Berg changed “Shops reorder by themselves”, which is yours")
		check("the morning")
		token := box.mails[len(box.mails)-1].Stop
		token = token[strings.LastIndexByte(token, '/')+1:]
		_, err := w.StopNotices(ctx, token[:len(token)-1]+"x")
		refused(t, "a wrong link", err, okr.NotFound, "")
		must(w.StopNotices(ctx, token))(t)
		must(w.AddComment(ctx, lea, CommentInput{ObjectiveID: o.ID, Text: "@bo@fjord.example three"}))(t)
		w.pass(8 * 24 * time.Hour)
		check("no more mails")
		if page := must(w.Notices(ctx, bo))(t); page.Notices[0].Quote != "@Bo Berg three" {
			t.Errorf("what is not mailed is not on the page either: %+v", page.Notices)
		}
		if diff := cmp.Diff([]string{"A blocker of “Orders online” has stood for long: it is worth a word with you"}, box.mailed("lea@fjord.example")); diff != "" {
			t.Errorf("the lead, by its age (-want +got):\n%s", diff)
		}
		must(w.Deactivate(ctx, w.owner, DeactivateInput{MemberID: bo.Viewer.MemberID, HandOverTo: lea.Viewer.MemberID}))(t)
		must(w.ErasePerson(ctx, w.owner, bo.Viewer.MemberID))(t)
		for _, row := range w.rows() {
			if strings.HasPrefix(row, "outbox") && strings.Contains(row, "Hello Bo") {
				t.Errorf("what calls an erased person by name is kept: %s", row)
			}
		}
		_, err = w.EditMember(ctx, lea, EditMemberInput{ID: lea.Viewer.MemberID, Preferences: &okr.Preferences{Notices: okr.NoticeChoices{Due: okr.NoticeNow, QuietFrom: 25, Zone: "Mars"}}})
		refused(t, "choices", err, okr.Invalid, "preferences.notices.due")
	})
}

// However many have quiet hours, the others are told at once.
func TestQuietHoursHoldUpNobodyElse(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		box, ctx := w.posting(), w.ctx()
		defer func(n int) { readersAtOnce = n }(readersAtOnce)
		readersAtOnce = 2
		o := w.draft("Apps", "Shops reorder")
		*w.clock = okr.Date("2026-11-09").Time().Add(12 * time.Hour)
		text := ""
		for _, name := range []string{"Ann", "Bea", "Cid", "Dan", "Eva"} { // whose ids come in this order
			m := w.joins(name, "Apps")
			text += "@" + strings.ToLower(name) + "@fjord.example "
			if name != "Eva" {
				prefer := okr.Preferences{Notices: okr.NoticeChoices{QuietFrom: 11, QuietTo: 14}}
				must(w.EditMember(ctx, m, EditMemberInput{ID: m.Viewer.MemberID, Preferences: &prefer}))(t)
			}
		}
		must(w.AddComment(ctx, w.owner, CommentInput{ObjectiveID: o.ID, Text: text + "look"}))(t)
		w.tell()
		if got := len(box.mailed("eva@fjord.example")); got != 1 || len(box.mails) != 1 {
			t.Errorf("Eva gets %d mails of %d", got, len(box.mails))
		}
		w.pass(3 * time.Hour)
		w.tell()
		if len(box.mails) != 5 {
			t.Errorf("after their quiet hours, %d mails", len(box.mails))
		}
	})
}
