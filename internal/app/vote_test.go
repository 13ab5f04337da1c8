package app

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

func TestVotes(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		bo, lea, vi := w.member("Bo", okr.OrgMember, "Apps"), w.member("Lea", okr.OrgMember, "Sales"), w.member("Vi", okr.OrgViewer)
		kr := rising("First answer")
		kr.OwnerID = bo.Viewer.MemberID
		o := w.live("Apps", "Hosts answer fast", ObjectiveInput{KeyResults: []KeyResultInput{kr}})
		id := o.KeyResults[0].ID
		must(w.CheckIn(ctx, bo, CheckInInput{KeyResultID: id, Confidence: ptr(8)}))(t)
		if v := must(w.Vote(ctx, lea, VoteInput{KeyResultID: id, Confidence: ptr(3)}))(t); v.Spread.Votes != 1 || *v.Mine != 3 || !v.Apart {
			t.Errorf("one vote: %+v", v)
		}
		must(w.Vote(ctx, w.owner, VoteInput{KeyResultID: id, Confidence: ptr(6)}))(t)
		must(w.Vote(ctx, lea, VoteInput{KeyResultID: id, Confidence: ptr(5)}))(t) // one standing vote each
		page := must(w.Objective(ctx, vi, o.ID))(t)
		k := page.KeyResults[0]
		if s := k.Votes.Spread; s == nil || s.Votes != 2 || s.Low != 5 || s.High != 6 || k.Votes.Mine != nil || *k.Confidence != 8 {
			t.Errorf("the spread: %+v of confidence %v", k.Votes, *k.Confidence)
		}
		if text := string(must(json.Marshal(k.Votes))(t)); strings.Contains(text, lea.Viewer.MemberID) {
			t.Errorf("votes tell who said what: %s", text)
		}
		if v := must(w.Vote(ctx, lea, VoteInput{KeyResultID: id}))(t); v.Spread.Votes != 1 || v.Mine != nil {
			t.Errorf("taken back: %+v", v)
		}
		_, err := w.Vote(ctx, bo, VoteInput{KeyResultID: id, Confidence: ptr(9)})
		refused(t, "who checks in votes too", err, okr.Invalid, "confidence")
		_, err = w.Vote(ctx, lea, VoteInput{KeyResultID: id, Confidence: ptr(11)})
		refused(t, "eleven of ten", err, okr.Invalid, "confidence")
		_, err = w.Vote(ctx, vi, VoteInput{KeyResultID: id, Confidence: ptr(1)})
		refused(t, "a viewer", err, okr.Forbidden, "")
	})
}

func TestNudge(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		bo, lea, cy := w.member("Bo", okr.OrgMember, "Apps"), w.member("Lea", okr.OrgMember, "Apps (lead)"), w.member("Cy", okr.OrgMember, "Apps")
		kr := rising("First answer")
		kr.OwnerID = bo.Viewer.MemberID
		o := w.live("Apps", "Hosts answer fast", ObjectiveInput{KeyResults: []KeyResultInput{kr}})
		id := o.KeyResults[0].ID
		_, err := w.Nudge(ctx, lea, id)
		refused(t, "nothing is due", err, okr.Invalid, "")
		w.pass(8 * 24 * time.Hour)
		_, err = w.Nudge(ctx, cy, id)
		refused(t, "who is no lead", err, okr.Forbidden, "")
		if s := must(w.FourSquares(ctx, lea, w.team("Apps").ID, ""))(t); len(s.Waiting) != 1 || !s.Waiting[0].May || s.Waiting[0].Nudged || s.Names.Of(s.Waiting[0].Duty) != "Bo" {
			t.Errorf("what waits: %+v", s.Waiting)
		}
		first := must(w.Nudge(ctx, lea, id))(t)
		if again := must(w.Nudge(ctx, w.owner, id))(t); again != first {
			t.Errorf("a second nudge is another one: %+v", again)
		}
		if s := must(w.FourSquares(ctx, lea, w.team("Apps").ID, ""))(t); s.Waiting[0].May || !s.Waiting[0].Nudged {
			t.Errorf("after asking: %+v", s.Waiting)
		}
		if week := must(w.Week(ctx, bo))(t); week.Names.Of(week.Queue.Cards[0].AskedBy) != "Lea" {
			t.Errorf("who is asked does not see it: %+v", week.Queue.Cards[0])
		}
		must(w.CheckIn(ctx, bo, CheckInInput{KeyResultID: id, Value: ptr(20.0)}))(t)
		if week := must(w.Week(ctx, bo))(t); week.Queue.Cards[0].AskedBy != "" {
			t.Error("the question stays after the answer")
		}
		w.pass(7 * 24 * time.Hour)
		if next := must(w.Nudge(ctx, lea, id))(t); next.Due == first.Due {
			t.Errorf("the next due day can be asked about: %+v", next)
		}
	})
}

func TestEvidence(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		o := w.live("Apps", "Hosts answer fast", ObjectiveInput{KeyResults: []KeyResultInput{{Title: "Answers", Baseline: ptr(0.0), Target: ptr(10.0), OwnerID: w.owner.Viewer.MemberID}}})
		id := o.KeyResults[0].ID
		if r := must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: id, Value: ptr(9.0)}))(t); r.Asks {
			t.Error("what is not reached asks for evidence")
		}
		r := must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: id, Value: ptr(10.0)}))(t)
		if !r.Asks {
			t.Error("a reached target asks nothing")
		}
		if r = must(w.AmendCheckIn(ctx, w.owner, CheckInPatch{ID: r.CheckIn.ID, Evidence: ptr(" https://example.org ")}))(t); r.Asks || r.CheckIn.Evidence != "https://example.org" {
			t.Errorf("with evidence: %+v", r)
		}
		if r := must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: id, Value: ptr(11.0), Evidence: "Seen in the log."}))(t); r.Asks {
			t.Error("it asks for what was given")
		}
	})
}

// A blocker comes up to the lead of the team above once it has stood for long, and to nobody before.
func TestEscalationReachesTheLeadAbove(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		lea, pat := w.member("Lea", okr.OrgMember, "Apps (lead)"), w.member("Pat", okr.OrgMember, "Product (lead)")
		o := w.live("Apps", "Hosts answer fast", ObjectiveInput{KeyResults: []KeyResultInput{rising("First answer")}})
		must(w.RaiseBlocker(ctx, w.owner, BlockerInput{KeyResultID: o.KeyResults[0].ID, Text: "no data", OwnerID: w.owner.Viewer.MemberID}))(t)
		asked := func(actor Actor) string {
			week := must(w.Week(ctx, actor))(t)
			if len(week.Help) == 0 {
				return "-"
			}
			names := []string{}
			for _, id := range week.Help[0].Ask {
				names = append(names, week.Names.Of(id))
			}
			return strings.Join(names, " ")
		}
		if asked(lea) != "" || asked(pat) != "-" {
			t.Errorf("on the day: %q, %q", asked(lea), asked(pat))
		}
		w.pass(7 * 24 * time.Hour)
		if asked(lea) != "Lea" || asked(pat) != "-" {
			t.Errorf("after a week: %q, %q", asked(lea), asked(pat))
		}
		w.pass(7 * 24 * time.Hour)
		if asked(lea) != "Pat" || asked(pat) != "Pat" {
			t.Errorf("after two: %q, %q", asked(lea), asked(pat))
		}
	})
}
