package app

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// lines are activity as text: who did what, and which fields changed.
func lines(p ActivityPage) []string {
	var out []string
	for _, x := range p.Activity {
		s := x.Who + " " + x.What
		for _, t := range x.Touched {
			for _, c := range t.Changes {
				s += "; " + c.Label() + " " + string(c.Old) + " → " + string(c.New)
			}
		}
		if x.Reason != "" {
			s += "; because " + x.Reason
		}
		out = append(out, s)
	}
	return out
}

func TestActivity(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		begun := w.Now()
		w.pass(time.Minute)
		bo := w.member("Bo", okr.OrgMember, "Apps")
		o := w.objective("Guests come back", rising("Second visits"))
		must(w.Transition(ctx, w.owner, TransitionInput{ID: o.ID, To: okr.Active}))(t)
		w.pass(time.Minute)
		kr := o.KeyResults[0]
		must(w.CheckIn(ctx, bo, CheckInInput{KeyResultID: kr.ID, Value: ptr(36.0), Confidence: ptr(7), Blocker: "No data on Sundays"}))(t)
		w.pass(time.Minute)
		must(w.EditKeyResult(ctx, bo, okr.KeyResultPatch{ID: kr.ID, Target: ptr(80.0), Reason: "the season is short"}))(t)
		w.pass(time.Minute)
		must(w.AddComment(ctx, bo, CommentInput{ObjectiveID: o.ID, Text: "It grows"}))(t)
		w.pass(time.Minute)
		must(w.AddTeams(ctx, w.owner, AddTeamsInput{Text: "Legal\nPeople"}))(t)
		w.pass(time.Minute)
		must(w.NewToken(ctx, w.owner, NewTokenInput{Name: "dashboard"}))(t)

		want := []string{
			"Ines Owner added “Legal” and 1 more",
			"Bo commented on “Guests come back”",
			"Bo edited “Second visits”; target 100 → 80; because the season is short",
			"Bo checked in on “Second visits” at 36, confidence 7",
			`Ines Owner took “Guests come back” live; stage "draft" → "active"`,
			"Ines Owner wrote “Guests come back”",
		}
		got := must(w.Activity(ctx, bo, ActivityQuery{Since: begun + 1}))(t)
		if diff := cmp.Diff(want, lines(got)); diff != "" {
			t.Errorf("activity (-want +got):\n%s", diff)
		}
		for what, tt := range map[string]struct {
			q    ActivityQuery
			want []string
		}{
			"of an objective": {ActivityQuery{ObjectiveID: o.ID}, want[1:]},
			"of a team":       {ActivityQuery{TeamID: w.team("Apps").ID, Since: begun + 1}, want[1:]},
			"of another team": {ActivityQuery{TeamID: w.team("Sales").ID, Since: begun + 1}, nil},
			"of a member":     {ActivityQuery{MemberID: bo.Viewer.MemberID}, want[1:4]},
			"of a noun":       {ActivityQuery{Kind: "key_result"}, want[2:4]},
			"of a kind":       {ActivityQuery{Kind: "key_result.edited"}, want[2:3]},
			"since":           {ActivityQuery{Since: w.Now() - 2*60_000}, want[:2]},
		} {
			if diff := cmp.Diff(tt.want, lines(must(w.Activity(ctx, w.owner, tt.q))(t))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", what, diff)
			}
		}

		var paged []string
		q := ActivityQuery{Since: begun + 1, Limit: 2}
		for n := 0; n < 5; n++ {
			p := must(w.Activity(ctx, w.owner, q))(t)
			paged = append(paged, lines(p)...)
			if q.Cursor = p.Next; q.Cursor == "" {
				break
			}
		}
		if diff := cmp.Diff(want, paged); diff != "" {
			t.Errorf("by pages (-want +got):\n%s", diff)
		}

		audit := lines(must(w.Audit(ctx, w.owner, ActivityQuery{Since: begun + 1}))(t))
		if len(audit) != len(want)+2 || audit[0] != "Ines Owner made the token “dashboard”" || audit[len(audit)-1] != "Ines Owner invited “Bo”" {
			t.Errorf("audit: %s", strings.Join(audit, "\n"))
		}
		_, err := w.Audit(ctx, bo, ActivityQuery{})
		refused(t, "the audit for a member", err, okr.Forbidden, "")
		for field, q := range map[string]ActivityQuery{"limit": {Limit: 1000}, "kind": {Kind: "%"}, "cursor": {Cursor: "no"}} {
			_, err := w.Activity(ctx, bo, q)
			refused(t, field, err, okr.Invalid, field)
		}
		counted, n := store.CountQueries(ctx)
		must(w.Activity(counted, w.owner, ActivityQuery{}))(t)
		if n.Load() > 4 {
			t.Errorf("activity takes %d statements, want at most 4", n.Load())
		}
	})
}

func TestActivityHidesWhatIsPrivate(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		bo, cy := w.member("Bo", okr.OrgMember, "Apps"), w.member("Cy", okr.OrgOwner, "Sales")
		secret := must(w.AddObjective(ctx, bo, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "The zephyr deal", Private: true,
			KeyResults: []KeyResultInput{rising("Zephyr signed")}}))(t)
		open := w.objective("Open to all")
		must(w.EditObjective(ctx, bo, okr.ObjectivePatch{ID: open.ID, Supports: &[]okr.Support{{Kind: okr.UpObjective, ID: secret.ID, Weight: 1}}}))(t)
		if text := string(must(json.Marshal(must(w.Activity(ctx, bo, ActivityQuery{}))(t)))(t)); !strings.Contains(text, "zephyr") {
			t.Errorf("its team does not see it: %s", text)
		}
		for _, q := range []ActivityQuery{{}, {ObjectiveID: secret.ID}, {TeamID: w.team("Apps").ID}, {MemberID: bo.Viewer.MemberID}} {
			for _, read := range []func() (ActivityPage, error){
				func() (ActivityPage, error) { return w.Activity(ctx, cy, q) },
				func() (ActivityPage, error) { return w.Audit(ctx, cy, q) },
			} {
				text := string(must(json.Marshal(must(read())(t)))(t))
				if strings.Contains(strings.ToLower(text), "zephyr") || strings.Contains(text, secret.ID) || strings.Contains(text, secret.KeyResults[0].ID) {
					t.Errorf("%+v shows an owner what they may not see: %s", q, text)
				}
			}
		}
	})
}
