package app

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

func TestSetUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		a := New(db, func() time.Time { return time.Date(2026, 11, 9, 8, 0, 0, 0, time.UTC) })
		if !must(a.Empty(ctx))(t) {
			t.Fatal("a new database is not empty")
		}
		in := SetUpInput{Organization: "  Müller & Söhne ", Name: "Ada", Email: "ada@example.org", Password: testPassword, TimeZone: "Europe/Zurich",
			Teams: "Müller & Söhne\n  Werk\n    Halle 1\n  Büro"}
		bad := in
		bad.Organization, bad.Name, bad.Email, bad.Password, bad.TimeZone, bad.Cycle.Start = "", "", "ada", "short", "Mars", "2026-13-01"
		_, err := a.SetUp(ctx, bad)
		got := []string{}
		for _, f := range okr.FaultsOf(err) {
			got = append(got, f.Field)
		}
		want := []string{"organization", "time_zone", "name", "email", "cycle.start", "password"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("faults (-want +got):\n%s", diff)
		}
		f := must(a.SetUp(ctx, in))(t)
		if f.Organization.Name != "Müller & Söhne" || f.Organization.Slug != "mueller-soehne" {
			t.Errorf("organization %+v", f.Organization)
		}
		if c := f.Cycle; c.Name != "Q4 2026" || c.Start != "2026-10-01" || c.End != "2026-12-31" {
			t.Errorf("cycle %+v", c)
		}
		actor := must(a.ActorOf(ctx, f.Session.Secret, "mueller-soehne"))(t)
		tree := []string{}
		for _, n := range must(a.Teams(ctx, actor))(t) {
			tree = append(tree, []string{"", "- ", "-- "}[n.Depth]+n.Name)
		}
		if diff := cmp.Diff([]string{"Müller & Söhne", "- Werk", "-- Halle 1", "- Büro"}, tree); diff != "" {
			t.Errorf("teams (-want +got):\n%s", diff)
		}
		must(a.SignIn(ctx, SignInInput{Email: in.Email, Password: in.Password}))(t)

		in.Organization, in.Email = "Second", "bob@example.org"
		_, err = a.SetUp(ctx, in)
		refused(t, "a second set-up", err, okr.Forbidden, "")
		second := must(a.NewOrganization(ctx, in))(t)
		if second.Organization.Slug != "second" {
			t.Errorf("slug %q", second.Organization.Slug)
		}
		_, err = a.NewOrganization(ctx, in)
		refused(t, "the same address again", err, okr.Conflict, "slug")
		in.Organization, in.Email, in.Password = "Third", "ada@example.org", ""
		third := must(a.NewOrganization(ctx, in))(t)
		if third.Session.Person.Name != "Ada" || len(must(a.Organizations(ctx, third.Session.Person.ID))(t)) != 2 {
			t.Errorf("a person who is known already: %+v", third.Session.Person)
		}
		must(a.SignIn(ctx, SignInInput{Email: "ada@example.org", Password: testPassword}))(t)
		nobody := must(a.Operator(ctx, "third", ""))(t)
		if nobody.Viewer.MemberID != "" || !nobody.Viewer.Leader {
			t.Errorf("operator %+v", nobody.Viewer)
		}
		if ada := must(a.Operator(ctx, "third", "Ada@example.org"))(t); ada.Viewer.MemberID != third.Owner.ID {
			t.Errorf("operator as Ada %+v", ada.Viewer)
		}
	})
}

func TestEditOrganization(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		ambassador := w.member("Amir", okr.OrgAmbassador)
		in := EditOrganizationInput{Version: 1, Name: ptr("Fjord"), Slug: ptr("fjord"), FiscalStart: ptr(4), TimeZone: ptr("Europe/Oslo"),
			Contact: ptr(ambassador.Viewer.MemberID), Limits: &okr.Limits{MinObjectives: 2, MaxObjectives: 4}, Parts: map[okr.Part]okr.PartState{okr.PartKPI: okr.PartOff}}
		o := must(w.EditOrganization(ctx, ambassador, in))(t)
		if diff := cmp.Diff(o, must(w.Organization(ctx, w.owner))(t)); diff != "" {
			t.Errorf("what is stored differs:\n%s", diff)
		}
		if o.Version != 2 || o.Slug != "fjord" || o.Set.Contact != ambassador.Viewer.MemberID || o.Set.Parts[okr.PartKPI] != okr.PartOff {
			t.Errorf("organization %+v", o)
		}
		_, err := w.EditOrganization(ctx, ambassador, in)
		refused(t, "an old version", err, okr.Conflict, "version")
		for field, in := range map[string]EditOrganizationInput{
			"name": {Name: ptr(" ")}, "slug": {Slug: ptr("api")}, "fiscal_start": {FiscalStart: ptr(13)}, "time_zone": {TimeZone: ptr("Mars")},
			"contact": {Contact: ptr("nobody")}, "limits.max_objectives": {Limits: &okr.Limits{MaxObjectives: 1000}},
			"parts": {Parts: map[okr.Part]okr.PartState{"moon": okr.PartOn}},
		} {
			_, err := w.EditOrganization(ctx, w.owner, in)
			refused(t, field, err, okr.Invalid, field)
		}
		other := w.elsewhere("Harbour Bikes", "omar@example.org")
		_, err = w.EditOrganization(ctx, w.owner, EditOrganizationInput{Slug: &other.org.Slug})
		refused(t, "another's address", err, okr.Conflict, "slug")
	})
}

func TestCycles(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		year := must(w.AddCycle(ctx, w.owner, CycleInput{Name: "2027", Start: "2027-01-01", End: "2027-12-31"}))(t)
		q1 := must(w.AddCycle(ctx, w.owner, CycleInput{Start: "2027-01-01"}))(t)
		if q1.Name != "Q1 2027" || q1.End != "2027-03-31" || q1.ParentID != year.ID || q1.Slug != "q1-2027" {
			t.Errorf("Q1 = %+v", q1)
		}
		if next := must(w.AddCycle(ctx, w.owner, CycleInput{Name: "q2 2028"}))(t); next.Start != "2028-04-01" || next.End != "2028-06-30" || next.Name != "q2 2028" {
			t.Errorf("a quarter by its name alone is %+v", next)
		}
		free := must(w.AddCycle(ctx, w.owner, CycleInput{Name: "Spring push", Start: "2027-02-20", End: "2027-04-10", ParentID: ptr("")}))(t)
		if free.ParentID != "" {
			t.Errorf("a cycle that was to stand alone lies in %s", free.ParentID)
		}
		list := []string{}
		for _, c := range must(w.Cycles(ctx, w.owner))(t) {
			list = append(list, c.Name)
		}
		if diff := cmp.Diff([]string{"q2 2028", "Spring push", "Q1 2027", "2027", "Q4 2026"}, list); diff != "" {
			t.Errorf("cycles (-want +got):\n%s", diff)
		}
		for what, in := range map[string]struct {
			in    CycleInput
			kind  okr.ErrorKind
			field string
		}{
			"the same name":       {CycleInput{Name: " q1 2027", Start: "2027-01-01"}, okr.Conflict, "name"},
			"a name alone":        {CycleInput{Name: "Summer push"}, okr.Invalid, "start"},
			"no such day":         {CycleInput{Start: "2027-02-30"}, okr.Invalid, "start"},
			"an end alone":        {CycleInput{End: "2027-02-20"}, okr.Invalid, "start"},
			"an end before":       {CycleInput{Start: "2027-02-20", End: "2027-02-19"}, okr.Invalid, "end"},
			"execution outside":   {CycleInput{Name: "x", Start: "2027-04-01", Execute: "2027-03-01"}, okr.Invalid, "execution_start"},
			"a parent too short":  {CycleInput{Name: "x", Start: "2027-01-01", End: "2027-06-30", ParentID: &q1.ID}, okr.Invalid, "parent_id"},
			"a parent of no such": {CycleInput{Name: "x", Start: "2027-01-01", ParentID: ptr("no")}, okr.Invalid, "parent_id"},
		} {
			_, err := w.AddCycle(ctx, w.owner, in.in)
			refused(t, what, err, in.kind, in.field)
		}
		_, err := w.EditCycle(ctx, w.owner, EditCycleInput{ID: year.ID, End: ptr(okr.Date("2027-03-15"))})
		refused(t, "a year shorter than its quarter", err, okr.Invalid, "end")
		// A form sends the stages as they stand: they follow new days, and what is chosen outside of them is refused.
		moved := EditCycleInput{ID: free.ID, Start: ptr(okr.Date("2027-05-01")), End: ptr(okr.Date("2027-05-31")), Execute: &free.Execute, Closing: &free.Closing}
		if got := must(w.EditCycle(ctx, w.owner, moved))(t); got.Execute != "2027-05-08" || got.Closing != "2027-05-27" {
			t.Errorf("the stages of a cycle that was moved begin on %s and %s", got.Execute, got.Closing)
		}
		moved.Execute = ptr(okr.Date("2027-06-02"))
		_, err = w.EditCycle(ctx, w.owner, moved)
		refused(t, "a stage outside of new days", err, okr.Invalid, "execution_start")
		edited := must(w.EditCycle(ctx, w.owner, EditCycleInput{ID: q1.ID, Version: 1, Name: ptr("First quarter")}))(t)
		if edited.Version != 2 || edited.Slug != "q1-2027" || edited.ParentID != year.ID {
			t.Errorf("edited %+v", edited)
		}
		_, err = w.RemoveCycle(ctx, w.owner, ThingInput{ID: year.ID})
		refused(t, "a year that holds a quarter", err, okr.Invalid, "")
		must(w.RemoveCycle(ctx, w.owner, ThingInput{ID: q1.ID}))(t)
		must(w.RemoveCycle(ctx, w.owner, ThingInput{ID: year.ID}))(t)
		if gone := must(w.Removed(ctx, w.owner))(t); len(gone.Cycles) != 2 {
			t.Errorf("%d removed cycles, want 2", len(gone.Cycles))
		}
		if back := must(w.RestoreCycle(ctx, w.owner, ThingInput{ID: q1.ID}))(t); back.Removed != 0 || back.ParentID != "" {
			t.Errorf("restored without its year: %+v", back)
		}
		if closed := must(w.CloseCycle(ctx, w.owner, ThingInput{ID: q1.ID}))(t); closed.Closed != w.Now() {
			t.Errorf("closed %+v", closed)
		}
		if open := must(w.ReopenCycle(ctx, w.owner, ThingInput{ID: q1.ID}))(t); open.Closed != 0 {
			t.Errorf("reopened %+v", open)
		}
	})
}

func TestStrategy(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		if s := must(w.Strategy(ctx, w.owner))(t); s.Vision.ID != "" || len(s.Pillars) != 0 {
			t.Errorf("a new organization has the strategy %+v", s)
		}
		v := must(w.EditVision(ctx, w.owner, okr.VisionPatch{Text: ptr("Every workshop mends its own tools.\r\n")}))(t)
		v2 := must(w.EditVision(ctx, w.owner, okr.VisionPatch{Version: v.Version, Text: ptr("Every workshop makes its own tools.")}))(t)
		if v2.ID != v.ID || v2.Version != 2 {
			t.Errorf("vision %+v then %+v", v, v2)
		}
		_, err := w.EditVision(ctx, w.owner, okr.VisionPatch{Version: 1, Text: ptr("Another")})
		refused(t, "an old version", err, okr.Conflict, "version")
		if theirs, _ := okr.FaultsOf(err)[0].Theirs.(okr.Vision); theirs.Text != v2.Text {
			t.Errorf("the conflict shows %+v, want the text that stands", theirs)
		}
		_, err = w.EditVision(ctx, w.owner, okr.VisionPatch{Text: ptr("a\x00b")})
		refused(t, "NUL", err, okr.Invalid, "text")
		_, err = w.AddPillar(ctx, w.owner, PillarInput{})
		refused(t, "no title", err, okr.Invalid, "title")
		one := must(w.AddPillar(ctx, w.owner, PillarInput{Title: "Repair first", NotDoing: "New models every year"}))(t)
		two := must(w.AddPillar(ctx, w.owner, PillarInput{Title: "Teach"}))(t)
		must(w.EditPillar(ctx, w.owner, okr.PillarPatch{ID: two.ID, Version: 1, Position: ptr(-1), Signal: ptr("Workshops come back")}))(t)
		// Two people edit one pillar: each field is a matter of its own.
		base := &okr.PillarPatch{Signal: ptr(""), Choice: ptr("")}
		must(w.EditPillar(ctx, w.owner, okr.PillarPatch{ID: two.ID, Choice: ptr("Open courses"), Base: base}))(t)
		_, err = w.EditPillar(ctx, w.owner, okr.PillarPatch{ID: two.ID, Signal: ptr("Courses are full"), Choice: ptr("Courses for all"), Base: base})
		if f := okr.FaultsOf(err); len(f) != 2 || f[0].Theirs != "Open courses" || f[1].Theirs != "Workshops come back" {
			t.Errorf("the conflicts are %v", err)
		}
		must(w.RemovePillar(ctx, w.owner, ThingInput{ID: one.ID}))(t)
		if s := must(w.Strategy(ctx, w.owner))(t); len(s.Pillars) != 1 || s.Pillars[0].Signal != "Workshops come back" {
			t.Errorf("strategy %+v", s)
		}
		must(w.RestorePillar(ctx, w.owner, ThingInput{ID: one.ID}))(t)
		if s := must(w.Strategy(ctx, w.owner))(t); len(s.Pillars) != 2 || s.Pillars[0].Title != "Teach" || s.Pillars[1].NotDoing == "" {
			t.Errorf("strategy %+v", s)
		}
	})
}
