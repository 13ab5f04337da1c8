package app

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Whoever owns a key result is told on the day on which what was decided about its missing data has ended: once, unless it was decided anew or nothing is missing any more.
func TestDataLapses(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		box, ctx := w.posting(), w.ctx()
		lea, bo, cy := w.joins("Lea", "Apps (lead)"), w.joins("Bo", "Apps"), w.joins("Cy", "Apps")
		owned := func(k KeyResultInput, by Actor) KeyResultInput {
			k.OwnerID = by.Viewer.MemberID
			return k
		}
		o := must(w.AddObjective(ctx, lea, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "Shops reorder", OwnerID: lea.Viewer.MemberID,
			KeyResults: []KeyResultInput{owned(rising("Orders online"), bo), owned(rising("Shops that answer"), cy), rising("Shops that stay")}}))(t)
		access := map[okr.Aspect]okr.Answer{okr.DataAccess: okr.AnswerNo, okr.DataReliability: okr.AnswerYes, okr.DataFrequency: okr.AnswerYes, okr.DataHistory: okr.AnswerYes, okr.DataDefinition: okr.AnswerYes}
		for _, k := range o.KeyResults {
			must(w.SetReadiness(ctx, lea, ReadinessInput{KeyResultID: k.ID, Source: "The till", Answers: access}))(t)
		}
		decide := func(k int, d DataDecisionInput) {
			t.Helper()
			d.KeyResultID = o.KeyResults[k].ID
			must(w.DecideReadiness(ctx, lea, d))(t)
		}
		decide(0, DataDecisionInput{Choice: okr.DataProxy, Proxy: "Calls counted by hand", Until: "2026-11-18"})
		decide(1, DataDecisionInput{Choice: okr.DataDelay, Until: "2026-11-19"})
		decide(2, DataDecisionInput{Choice: okr.DataProxy, Proxy: "Shops that pay", Until: "2026-11-18"})
		prefer := func(who Actor, how okr.NoticeHow) {
			t.Helper()
			must(w.EditMember(ctx, who, EditMemberInput{ID: who.Viewer.MemberID, Preferences: &okr.Preferences{Notices: okr.NoticeChoices{Due: okr.NoticeNever, Data: how}}}))(t)
		}
		prefer(bo, "")
		prefer(cy, okr.NoticeNow)
		prefer(lea, okr.NoticeNever)
		at := func(day okr.Date, hour int) {
			t.Helper()
			*w.clock = day.Time().Add(time.Duration(hour) * time.Hour)
			for range 2 {
				w.tell()
			}
		}
		mailed := func(what string, who Actor, want ...string) {
			t.Helper()
			if diff := cmp.Diff(want, box.mailed(strings.ToLower(firstName(who))+"@fjord.example")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", what, diff)
			}
		}
		page := func(what string, who Actor, want ...string) {
			t.Helper()
			var got []string
			for _, n := range must(w.Notices(ctx, who))(t).Notices {
				if n.Kind == okr.NoticeData {
					got = append(got, n.Text)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", what, diff)
			}
		}
		w.tell() // from now on there are mornings
		at("2026-11-18", 12)
		mailed("on the last day of what stands in", bo)
		proxy := "“Calls counted by hand” was to stand in for “Orders online” until 18 November: it is time to decide again"
		delay := "“Shops that answer” was to wait for its data until 19 November: it is time to decide again"
		at("2026-11-19", 6)
		mailed("before the morning", bo)
		at("2026-11-19", 12)
		mailed("in the morning of the day after", bo, proxy)
		mailed("on the day until which it waits", cy, delay)
		mailed("who chose not to be mailed", lea)
		page("has it on the page, for what has no other owner", lea, "“Shops that pay” was to stand in for “Shops that stay” until 18 November: it is time to decide again")
		if text := box.mails[0].Text + box.mails[1].Text; !strings.Contains(text, "https://okr.fjord.example/fjord-tools/key-results/"+o.KeyResults[0].ID+"/readiness#decide\n") {
			t.Errorf("the mail does not lead to the decision:\n%s", text)
		}
		at("2026-11-20", 12)
		at("2026-11-25", 12)
		mailed("the days after", bo, proxy)
		mailed("the days after", cy, delay)

		decide(0, DataDecisionInput{Choice: okr.DataProxy, Proxy: "Calls counted by hand", Until: "2026-11-27"})
		page("it was decided anew", bo)
		access[okr.DataAccess], access[okr.DataOwner] = okr.AnswerYes, okr.AnswerYes
		must(w.SetReadiness(ctx, lea, ReadinessInput{KeyResultID: o.KeyResults[1].ID, Source: "The till", Answers: access}))(t)
		page("nothing is missing any more", cy)
		at("2026-11-28", 12)
		again := strings.Replace(proxy, "18", "27", 1)
		mailed("the second decision ends too", bo, proxy, again)
		page("and stands on the page alone", bo, again)

		decide(0, DataDecisionInput{Choice: okr.DataDelay, Until: "2026-11-30"})
		must(w.Transition(ctx, lea, TransitionInput{ID: o.ID, To: okr.Dropped, Reason: "No time."}))(t)
		at("2026-12-01", 12)
		page("an objective that has ended asks nothing", bo)
		mailed("and nobody is mailed", bo, proxy, again)
	})
}

// Who owns a key result and may not decide about it is told; and so is who owns the objective, and can.
func TestDataLapsesForWhoMayNotDecide(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		box, ctx := w.posting(), w.ctx()
		lea, bo, sal := w.joins("Lea", "Apps (lead)"), w.joins("Bo", "Apps"), w.joins("Sal", "Sales")
		mine, theirs := rising("Orders online"), rising("Shops that answer")
		mine.OwnerID, theirs.OwnerID = bo.Viewer.MemberID, sal.Viewer.MemberID
		o := must(w.AddObjective(ctx, lea, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "Shops reorder", OwnerID: lea.Viewer.MemberID, KeyResults: []KeyResultInput{mine, theirs}}))(t)
		for _, k := range o.KeyResults {
			must(w.DecideReadiness(ctx, lea, DataDecisionInput{KeyResultID: k.ID, Choice: okr.DataDelay, Until: "2026-11-12"}))(t)
		}
		w.tell()
		*w.clock = okr.Date("2026-11-12").Time().Add(12 * time.Hour)
		w.tell()
		said := func(title string) []string {
			return []string{"“" + title + "” was to wait for its data until 12 November: it is time to decide again"}
		}
		for who, want := range map[string][]string{"lea": said("Shops that answer"), "bo": said("Orders online"), "sal": said("Shops that answer")} {
			if diff := cmp.Diff(want, box.mailed(who+"@fjord.example")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", who, diff)
			}
		}
	})
}

// Who has turned the checklist off is not asked about it.
func TestDataLapsesOff(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		box, ctx := w.posting(), w.ctx()
		lea := w.joins("Lea", "Apps (lead)")
		o := must(w.AddObjective(ctx, lea, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "Shops reorder", OwnerID: lea.Viewer.MemberID, KeyResults: []KeyResultInput{rising("Orders online")}}))(t)
		must(w.DecideReadiness(ctx, lea, DataDecisionInput{KeyResultID: o.KeyResults[0].ID, Choice: okr.DataDelay, Until: "2026-11-12"}))(t)
		must(w.EditOrganization(ctx, w.owner, EditOrganizationInput{Parts: map[okr.Part]okr.PartState{okr.PartData: okr.PartOff}}))(t)
		w.tell()
		*w.clock = okr.Date("2026-11-12").Time().Add(12 * time.Hour)
		w.tell()
		if got := box.mailed("lea@fjord.example"); got != nil {
			t.Errorf("without the part, it is asked about: %q", got)
		}
		must(w.EditOrganization(ctx, w.owner, EditOrganizationInput{Parts: map[okr.Part]okr.PartState{okr.PartData: okr.PartOn}}))(t)
		w.pass(24 * time.Hour)
		w.tell()
		if got := box.mailed("lea@fjord.example"); len(got) != 1 {
			t.Errorf("with it, she is mailed %q", got)
		}
	})
}
