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

// live is a live objective of a team.
func (w *world) live(team, title string, in ObjectiveInput) ObjectiveTree {
	w.t.Helper()
	in.CycleID, in.TeamIDs, in.Title = w.cycle.ID, []string{w.team(team).ID}, title
	o := must(w.AddObjective(w.ctx(), w.owner, in))(w.t)
	must(w.Transition(w.ctx(), w.owner, TransitionInput{ID: o.ID, To: okr.Active}))(w.t)
	return o
}

func TestWeek(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		if empty := must(w.Week(ctx, w.owner))(t); !empty.Empty || empty.Current.ID != w.cycle.ID || empty.Today != "2026-11-09" || len(empty.Teams) != 5 {
			t.Errorf("an empty one: %+v", empty)
		}
		bo := w.member("Bo", okr.OrgMember, "Apps")
		me := bo.Viewer.MemberID
		must(w.EditVision(ctx, w.owner, okr.VisionPatch{Text: ptr("Everybody finds a room")}))(t)
		pillar := must(w.AddPillar(ctx, w.owner, PillarInput{Title: "Trust first"}))(t)
		company := w.live("Fjord Tools", "Guests trust us", ObjectiveInput{Supports: []okr.Support{{Kind: okr.UpPillar, ID: pillar.ID, Weight: 1}}, KeyResults: []KeyResultInput{rising("Repeat guests")}})
		first, second := rising("First answer"), rising("Second answer")
		first.OwnerID, second.OwnerID = me, w.owner.Viewer.MemberID
		mine := w.live("Apps", "Hosts answer fast", ObjectiveInput{Supports: []okr.Support{{Kind: okr.UpKeyResult, ID: company.KeyResults[0].ID, Weight: 1}}, KeyResults: []KeyResultInput{first, second}})
		other := w.live("Sales", "More hosts", ObjectiveInput{KeyResults: []KeyResultInput{rising("Hosts")}})
		w.objective("Still a draft")
		w.pass(8 * 24 * time.Hour)

		must(w.RaiseBlocker(ctx, w.owner, BlockerInput{KeyResultID: mine.KeyResults[0].ID, Text: "no data", OwnerID: w.owner.Viewer.MemberID}))(t)
		must(w.RaiseBlocker(ctx, w.owner, BlockerInput{KeyResultID: other.KeyResults[0].ID, Text: "no phone", OwnerID: me}))(t)
		must(w.RaiseBlocker(ctx, w.owner, BlockerInput{KeyResultID: company.KeyResults[0].ID, Text: "not bo's", OwnerID: w.owner.Viewer.MemberID}))(t)
		sick := must(w.AddKPI(ctx, w.owner, KPIInput{TeamID: w.team("Apps").ID, Name: "Crashes", High: ptr(5.0)}))(t)
		must(w.RecordKPI(ctx, w.owner, KPIValueInput{KPIID: sick.ID, Value: 9}))(t)
		well := must(w.AddKPI(ctx, w.owner, KPIInput{TeamID: w.team("Apps").ID, Name: "Uptime", Low: ptr(5.0)}))(t)
		must(w.RecordKPI(ctx, w.owner, KPIValueInput{KPIID: well.ID, Value: 9}))(t)
		must(w.AddComment(ctx, w.owner, CommentInput{ObjectiveID: other.ID, Text: "@[Bo](" + me + ") can you help?"}))(t)

		counted, n := store.CountQueries(ctx)
		week := must(w.Week(counted, bo))(t)
		if n.Load() > 14 {
			t.Errorf("this week takes %d statements, want at most 14", n.Load())
		}
		var got []string
		for i, c := range week.Queue.Cards {
			got = append(got, "card "+c.Title)
			if (i < week.Queue.Due) != c.Due {
				t.Errorf("%s is due: %v", c.Title, c.Due)
			}
			for _, b := range c.Blockers {
				got = append(got, "blocked by "+b.Text)
			}
		}
		for _, o := range week.Company {
			got = append(got, "company "+o.Title+" "+string(o.Health.Health))
		}
		for _, o := range week.Ours {
			got = append(got, "ours "+o.Title)
		}
		for _, s := range week.Mine {
			got = append(got, "sight "+s.Objective.Title+" < "+strings.Join(s.Upstream, " < ")+" < "+week.Vision)
		}
		for _, h := range week.Help {
			got = append(got, "help "+h.Text+" for "+h.Objective.Title+" by "+week.Names.Of(h.OwnerID))
		}
		for _, k := range week.KPIs {
			got = append(got, "kpi "+k.Name)
		}
		for _, m := range week.Mentions {
			got = append(got, "mention by "+m.Author+" at "+m.Title+": "+m.Text)
		}
		want := []string{"card First answer", "blocked by no data", "company Guests trust us not_started", "ours Hosts answer fast",
			"sight Hosts answer fast < Repeat guests < Trust first < Everybody finds a room", "help no data for Hosts answer fast by Ines Owner", "help no phone for More hosts by Bo",
			"kpi Crashes"}
		if len(got) != len(want)+1 || !strings.HasPrefix(got[len(want)], "mention by Ines Owner at More hosts: ") || !strings.Contains(got[len(want)], "Bo") {
			t.Errorf("the last line: %s", got[len(got)-1])
		}
		if diff := cmp.Diff(want, got[:len(want)]); diff != "" {
			t.Errorf("this week (-want +got):\n%s", diff)
		}
		if week.Empty || week.Queue.Due != 1 {
			t.Errorf("empty %v, %d due", week.Empty, week.Queue.Due)
		}
	})
}

func TestWeekHidesWhatIsPrivate(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		cy := w.member("Cy", okr.OrgOwner, "Sales", "Fjord Tools")
		bo := w.member("Bo", okr.OrgMember, "Apps")
		secret := must(w.AddObjective(ctx, bo, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "The zephyr deal", Private: true, KeyResults: []KeyResultInput{rising("Zephyr signed")}}))(t)
		must(w.Transition(ctx, bo, TransitionInput{ID: secret.ID, To: okr.Active}))(t)
		must(w.RaiseBlocker(ctx, bo, BlockerInput{KeyResultID: secret.KeyResults[0].ID, Text: "zephyr waits", OwnerID: cy.Viewer.MemberID}))(t)
		must(w.AddComment(ctx, bo, CommentInput{ObjectiveID: secret.ID, Text: "@[Cy](" + cy.Viewer.MemberID + ") zephyr"}))(t)
		w.live("Sales", "Open", ObjectiveInput{OwnerID: cy.Viewer.MemberID, Supports: nil, KeyResults: []KeyResultInput{rising("One")}})
		text := string(must(json.Marshal(must(w.Week(ctx, cy))(t)))(t))
		if strings.Contains(strings.ToLower(text), "zephyr") || strings.Contains(text, secret.ID) {
			t.Errorf("this week shows what is private: %s", text)
		}
		if !strings.Contains(text, "Open") {
			t.Errorf("this week misses what is not: %s", text)
		}
	})
}

// Somebody who was given thousands of key results still has a week that opens: the first of them.
func TestWeekOfTooMany(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		for range store.MaxDuties/20 + 1 {
			in := ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.root.ID}, Title: "One of many", OwnerID: w.owner.Viewer.MemberID}
			for range 20 {
				in.KeyResults = append(in.KeyResults, KeyResultInput{Title: "Done", Kind: okr.YesNo})
			}
			o := must(w.AddObjective(w.ctx(), w.owner, in))(t)
			must(w.Transition(w.ctx(), w.owner, TransitionInput{ID: o.ID, To: okr.Active}))(t)
		}
		week := must(w.Week(w.ctx(), w.owner))(t)
		if len(week.Queue.Cards) != store.MaxDuties || len(week.Mine) != store.MaxDuties/20 {
			t.Errorf("%d cards and a line of sight from %d objectives", len(week.Queue.Cards), len(week.Mine))
		}
	})
}
