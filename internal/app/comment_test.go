package app

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

func TestReadMentions(t *testing.T) {
	const ana, anatol, bo, bo2 = "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002", "00000000-0000-7000-8000-000000000003", "00000000-0000-7000-8000-000000000004"
	people := []store.Mentionable{{ID: ana, Email: "ana@fjord.example", Name: "Ana Ruiz"}, {ID: anatol, Email: "anatol@fjord.example", Name: "Anatol"},
		{ID: bo, Email: "bo@fjord.example", Name: "Bo Lund"}, {ID: bo2, Email: "bo.lund@fjord.example", Name: "Bo Lund"}}
	for _, c := range []struct {
		text, stored string
		ids          []string
	}{
		{"Nobody here", "Nobody here", nil},
		{"Ask @Ana Ruiz.", "Ask @{" + ana + "}.", []string{ana}},
		{"@ana ruiz, @anatol and @Ana Ruiz", "@{" + ana + "}, @{" + anatol + "} and @{" + ana + "}", []string{ana, anatol}},
		{"@Anatolia is a place", "@Anatolia is a place", nil},
		{"@bo@fjord.example knows", "@{" + bo + "} knows", []string{bo}},
		{"@Bo Lund: which one?", "@Bo Lund: which one?", nil},
		{"write to ana@fjord.example", "write to ana@fjord.example", nil},
		{"@[Ana, I think](" + ana + ") and @[X](00000000-0000-7000-8000-00000000ffff)", "@{" + ana + "} and @[X](00000000-0000-7000-8000-00000000ffff)", []string{ana}},
		{"@Ana.Ruiz and @@Anatol", "@{" + ana + "} and @@{" + anatol + "}", []string{ana, anatol}},
		{"@", "@", nil},
	} {
		stored, ids := readMentions(c.text, people)
		if stored != c.stored || cmp.Diff(c.ids, ids) != "" {
			t.Errorf("%q: %q %v, want %q %v", c.text, stored, ids, c.stored, c.ids)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"@", "Ana Ruiz", "Bo", " ", "bo@fjord.example", "[", "](", ana, ")", "{", "}", "é", "\n"})).Draw(r, "text"), "")
		stored, ids := readMentions(text, people)
		again, sameIDs := readMentions(stored, people)
		if again != stored || cmp.Diff(ids, sameIDs) != "" {
			r.Fatalf("%q is stored as %q, and that as %q", text, stored, again)
		}
	})
}

func TestComments(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea, vic := w.member("Lea Moos", okr.OrgMember, "Apps"), w.member("Vic", okr.OrgViewer)
		o := w.running(lea, "Crash-free rides")
		c := must(w.AddComment(w.ctx(), vic, CommentInput{KeyResultID: o.KeyResults[0].ID, Text: " @lea moos, what counts as a crash? "}))(t)
		if c.Text != "@Lea Moos, what counts as a crash?" || c.ObjectiveID != o.ID || len(c.Mentions) != 1 || c.Mentions[0] != lea.Viewer.MemberID {
			t.Errorf("added: %+v", c)
		}
		mentions := must(w.Mentions(w.ctx(), lea, 10))(t)
		if len(mentions) != 1 || mentions[0].Author != "Vic" || mentions[0].Number != o.Number || mentions[0].Text != c.Text {
			t.Errorf("mentions: %+v", mentions)
		}
		// Neither the row nor the log holds the name: erasing the person erases it.
		for _, row := range w.rows() {
			if strings.Contains(strings.ToLower(row), "lea moos") && !strings.HasPrefix(row, "person") {
				t.Errorf("a row holds the name: %s", row)
			}
		}
		_, err := w.EditComment(w.ctx(), lea, CommentPatch{ID: c.ID, Text: "mine"})
		refused(t, "somebody else's", err, okr.Forbidden, "")
		edited := must(w.EditComment(w.ctx(), vic, CommentPatch{ID: c.ID, Version: 1, Text: "What counts as a crash?"}))(t)
		if edited.Version != 2 || edited.Edited != w.Now() || edited.Mentions != nil {
			t.Errorf("edited: %+v", edited)
		}
		if left := must(w.Mentions(w.ctx(), lea, 10))(t); len(left) != 0 {
			t.Errorf("a mention is left: %+v", left)
		}
		_, err = w.EditComment(w.ctx(), vic, CommentPatch{ID: c.ID, Version: 1, Text: "Late"})
		refused(t, "a stale version", err, okr.Conflict, "version")
		_, err = w.RemoveComment(w.ctx(), lea, RemovalInput{ID: c.ID})
		refused(t, "removing somebody else's", err, okr.Forbidden, "")
		must(w.RemoveComment(w.ctx(), w.owner, RemovalInput{ID: c.ID, Reason: "Off the point."}))(t)
		v := must(w.Objective(w.ctx(), lea, o.ID))(t)
		if len(v.Comments) != 1 || v.Comments[0].Text != "" || v.Comments[0].Removed == 0 {
			t.Errorf("a removed comment: %+v", v.Comments)
		}
		_, err = w.EditComment(w.ctx(), vic, CommentPatch{ID: c.ID, Text: "Still"})
		refused(t, "editing a removed one", err, okr.NotFound, "")
		must(w.RestoreComment(w.ctx(), vic, RemovalInput{ID: c.ID}))(t)
		if v := must(w.Objective(w.ctx(), lea, o.ID))(t); v.Comments[0].Text != "What counts as a crash?" || v.Names.Of(vic.Viewer.MemberID) != "Vic" {
			t.Errorf("restored: %+v", v.Comments)
		}
		_, err = w.AddComment(w.ctx(), lea, CommentInput{ObjectiveID: o.ID, Text: " "})
		refused(t, "nothing said", err, okr.Invalid, "text")
	})
}

func TestRevisions(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea := w.member("Lea", okr.OrgMember, "Apps")
		o := must(w.AddObjective(w.ctx(), lea, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "Riders trust the app",
			KeyResults: []KeyResultInput{{Title: "Crash-free rides", Baseline: ptr(90.0), Target: ptr(99.0)}}}))(t)
		kr := o.KeyResults[0].ID
		must(w.EditObjective(w.ctx(), lea, okr.ObjectivePatch{ID: o.ID, Title: ptr("Riders rely on the app")}))(t) // a draft: no revision
		must(w.Transition(w.ctx(), lea, TransitionInput{ID: o.ID, To: okr.Active}))(t)
		must(w.CheckIn(w.ctx(), lea, CheckInInput{KeyResultID: kr, Value: ptr(93.0)}))(t)
		must(w.EditKeyResult(w.ctx(), lea, okr.KeyResultPatch{ID: kr, Target: ptr(97.0), Reason: "The supplier is late."}))(t)
		must(w.EditObjective(w.ctx(), w.owner, okr.ObjectivePatch{ID: o.ID, WhyUrgent: ptr("Winter is near.")}))(t)
		must(w.MoveObjective(w.ctx(), lea, MoveInput{ID: o.ID}))(t)
		must(w.CloseObjective(w.ctx(), lea, CloseInput{ID: o.ID, Grade: ptr(0.7)}))(t)

		list := must(w.Revisions(w.ctx(), lea, "O-1"))(t)
		type line struct{ kind, why, who, field, old, new string }
		var got []line
		for _, r := range list.Revisions {
			for _, c := range r.Changes {
				why := r.Why
				if r.Unexplained {
					why = "?"
				}
				got = append(got, line{r.Kind, why, list.Names.Of(r.ActorID), c.Field, string(c.Old), string(c.New)})
			}
		}
		want := []line{
			{"objective.edited", "?", "Ines Owner", "why_urgent", "", `"Winter is near."`},
			{"key_result.edited", "The supplier is late.", "Lea", "target", "99", "97"},
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(line{})); diff != "" {
			t.Errorf("revisions (-want +got):\n%s", diff)
		}
	})
}
