package app

import (
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A button in Slack makes a check-in of who pressed it, once they have said who they are; a message asks for what is due and everybody sees.
func TestSlack(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		box, ctx, apps := w.posting(), w.ctx(), w.team("Apps")
		lea, bo := w.joins("Lea", "Apps (lead)"), w.joins("Bo", "Sales")
		o := must(w.AddObjective(ctx, lea, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{apps.ID}, Title: "Shops reorder", OwnerID: lea.Viewer.MemberID, KeyResults: []KeyResultInput{rising("Orders online")}}))(t)
		must(w.Transition(ctx, lea, TransitionInput{ID: o.ID, To: okr.Active}))(t)
		hidden := must(w.AddObjective(ctx, lea, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{apps.ID}, Title: "The zephyr deal", Private: true, KeyResults: []KeyResultInput{rising("Zephyr signed")}}))(t)
		must(w.Transition(ctx, lea, TransitionInput{ID: hidden.ID, To: okr.Active}))(t)
		*w.clock = okr.Date("2026-11-16").Time().Add(9 * time.Hour)
		must(w.AddChannel(ctx, lea, NewChannelInput{Kind: okr.ChannelSlack, Name: "#apps", TeamID: apps.ID, URL: "https://hooks.slack.com/services/T/B/secret", Weekly: true}))(t)
		asks := func(week okr.Date) []okr.MessageAsk {
			t.Helper()
			must(w.KeepStatusUpdate(ctx, lea, StatusUpdateInput{TeamID: apps.ID, Week: week, Done: []string{"A line"}}))(t)
			box.messages = nil
			w.send()
			if len(box.messages) != 1 {
				t.Fatalf("%d messages", len(box.messages))
			}
			return box.messages[0].Asks
		}
		if got := asks("2026-11-02"); got != nil {
			t.Errorf("without an app it asks %+v", got)
		}
		body := func(text string) []byte { return []byte("T1/U1 " + o.KeyResults[0].ID + " " + text) }
		_, err := w.SlackPress(ctx, w.org.ID, nil, body("14"))
		refused(t, "without a secret", err, okr.NotFound, "")
		_, err = w.SetSlackApp(ctx, lea, SlackSecretInput{Secret: "a-signing-secret-of-slack"})
		refused(t, "set by a lead", err, okr.Forbidden, "")
		_, err = w.SetSlackApp(ctx, w.owner, SlackSecretInput{Secret: "short"})
		refused(t, "a secret that is none", err, okr.Invalid, "signing_secret")
		app := must(w.SetSlackApp(ctx, w.owner, SlackSecretInput{Secret: " a-signing-secret-of-slack "}))(t)
		if !app.On || app.Hint != "lack" || app.URL != "https://okr.fjord.example/api/v1/hooks/slack/"+w.org.ID {
			t.Errorf("the app is %+v", app)
		}
		for _, row := range w.rows() {
			if strings.Contains(row, "a-signing-secret-of-slack") {
				t.Errorf("the secret is kept as it is: %s", row)
			}
		}
		if got := asks("2026-11-09"); len(got) != 1 || got[0].KeyResultID != o.KeyResults[0].ID || got[0].Title != "Orders online" || got[0].Text != "no value yet" {
			t.Errorf("it asks %+v", got)
		}

		press := func(text string) string {
			t.Helper()
			said := must(w.SlackPress(ctx, w.org.ID, nil, body(text)))(t)
			if err := w.AnswerSlack(ctx, said); err != nil {
				t.Error(err)
			}
			if got := box.posts[len(box.posts)-1]; got != "https://hooks.slack.com/answer: "+said.Text {
				t.Errorf("told was %q", got)
			}
			return said.Text
		}
		told := press("14")
		at := strings.Index(told, "https://okr.fjord.example/fjord-tools/slack/")
		if at < 0 {
			t.Fatalf("a stranger is told %q", told)
		}
		token := told[at+len("https://okr.fjord.example/fjord-tools/slack/"):]
		if tie := must(w.SlackTie(ctx, lea, token))(t); tie.Name != "lea" || tie.Mine {
			t.Errorf("the link says %+v", tie)
		}
		_, err = w.TieSlack(ctx, lea, strings.Replace(token, "U1", "U2", 1))
		refused(t, "another's account", err, okr.NotFound, "")
		must(w.TieSlack(ctx, lea, token))(t)
		_, err = w.TieSlack(ctx, bo, token)
		refused(t, "the same link again, by another", err, okr.NotFound, "")
		if got := press("14, confidence 7. Better."); got != "Noted for “Orders online”: 14, confidence 7 of 10." {
			t.Errorf("she is told %q", got)
		}
		press("14, confidence 7. Better.") // pressed twice
		if got := must(w.Objective(ctx, lea, o.ID))(t).KeyResults[0].CheckIns; len(got) != 1 || *got[0].Value != 14 || got[0].Note != "Better." || got[0].AuthorID != lea.Viewer.MemberID {
			t.Errorf("it is %+v", got)
		}
		if got := press(""); !strings.HasPrefix(got, "Nothing was noted. ") {
			t.Errorf("of nothing she is told %q", got)
		}
		if !must(w.Notices(ctx, lea))(t).Slack || must(w.Notices(ctx, bo))(t).Slack {
			t.Error("their pages say otherwise")
		}
		w.pass(2 * slackLife)
		_, err = w.SlackTie(ctx, bo, w.slackToken("elsewhere", okr.Press{Account: "T1/U3"}))
		refused(t, "of another organization", err, okr.NotFound, "")
		if err := w.UntieSlack(ctx, lea); err != nil {
			t.Error(err)
		}
		_, err = w.TieSlack(ctx, lea, token)
		refused(t, "hours later", err, okr.NotFound, "")
		if got := press("15"); !strings.HasPrefix(got, "Who are you") {
			t.Errorf("forgotten, she is told %q", got)
		}
		must(w.SetSlackApp(ctx, w.owner, SlackSecretInput{Secret: "another-signing-secret"}))(t)
		_, err = w.SlackPress(ctx, w.org.ID, nil, body("15"))
		refused(t, "signed with another secret", err, okr.Unauthenticated, "")
		must(w.SetSlackApp(ctx, w.owner, SlackSecretInput{}))(t)
		_, err = w.SlackPress(ctx, w.org.ID, nil, body("15"))
		refused(t, "taken away", err, okr.NotFound, "")
	})
}

// A team's channel is asked on its check-in day where it is, once, on the day after a holiday, and not at all when nothing is due.
func TestAskChannels(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		box, ctx, apps := w.posting(), w.ctx(), w.team("Apps")
		lea := w.joins("Lea", "Apps (lead)")
		o := must(w.AddObjective(ctx, lea, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{apps.ID}, Title: "Shops reorder", OwnerID: lea.Viewer.MemberID, KeyResults: []KeyResultInput{rising("Orders online")}}))(t)
		must(w.Transition(ctx, lea, TransitionInput{ID: o.ID, To: okr.Active}))(t)
		must(w.AddChannel(ctx, lea, NewChannelInput{Kind: okr.ChannelSlack, Name: "#apps", TeamID: apps.ID, URL: "https://hooks.slack.com/services/T/B/secret", Weekly: true}))(t)
		must(w.AddChannel(ctx, w.owner, NewChannelInput{Kind: okr.ChannelSlack, Name: "#all", URL: "https://hooks.slack.com/services/T/B/other", Weekly: true}))(t)
		must(w.SetSlackApp(ctx, w.owner, SlackSecretInput{Secret: "a-signing-secret-of-slack"}))(t)
		must(w.EditTeam(ctx, w.owner, EditTeamInput{ID: apps.ID, TimeZone: ptr("America/New_York")}))(t)
		must(w.EditOrganization(ctx, w.owner, EditOrganizationInput{Holidays: &okr.Holidays{{Date: "2026-11-23"}}}))(t)
		at := func(day string, hour, want int) {
			t.Helper()
			*w.clock = okr.Date(day).Time().Add(time.Duration(hour) * time.Hour)
			for range 2 {
				if err := w.AskChannels(ctx); err != nil {
					t.Error(err)
				}
			}
			w.send()
			if len(box.messages) != want {
				t.Errorf("%s, %d:00 UTC: %d messages, want %d", day, hour, len(box.messages), want)
			}
		}
		at("2026-11-16", 13, 0) // 8:00 there
		at("2026-11-16", 15, 1)
		if m := box.messages[0]; m.Title != "Apps: one check-in is due" || len(m.Asks) != 1 || m.URL != "https://okr.fjord.example/fjord-tools/check-in" {
			t.Errorf("it asks %+v", m)
		}
		at("2026-11-17", 15, 1)
		must(w.CheckIn(ctx, lea, CheckInInput{KeyResultID: o.KeyResults[0].ID, Value: ptr(5.0), Confidence: ptr(6)}))(t)
		at("2026-11-23", 15, 1) // a holiday
		at("2026-11-24", 15, 2)
		must(w.CheckIn(ctx, lea, CheckInInput{KeyResultID: o.KeyResults[0].ID, Value: ptr(6.0), Confidence: ptr(6)}))(t)
		at("2026-12-04", 15, 2) // stopped over the day, and too late to ask
		must(w.CheckIn(ctx, lea, CheckInInput{KeyResultID: o.KeyResults[0].ID, Value: ptr(7.0), Confidence: ptr(6)}))(t)
		at("2026-12-07", 15, 2) // nothing is due
	})
}
