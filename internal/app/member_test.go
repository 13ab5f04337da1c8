package app

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

func TestInviteAndAccept(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		text := "name,email,teams,role\nCleo Marsh,cleo@example.org,Apps (lead),\n,dan@example.org,,viewer\nInes,ines@example.org,,\n"
		preview := must(w.Invite(ctx, w.owner, InviteInput{Text: text, DryRun: true}))(t)
		if len(preview) != 3 || preview[0].Secret != "" || preview[0].MemberID != "" || preview[2].State != InvitedNot {
			t.Errorf("preview %+v", preview)
		}
		if n := must(w.FindMembers(ctx, w.owner, MemberQuery{Deactivated: true}))(t).Total; n != 1 {
			t.Errorf("%d members after a dry run", n)
		}
		list := must(w.Invite(ctx, w.owner, InviteInput{Text: text}))(t)
		cleo, dan := list[0], list[1]
		if cleo.State != InvitedNew || cleo.Secret == "" || cleo.Role != okr.OrgMember || dan.Role != okr.OrgViewer || dan.Name != "dan" || list[2].Secret != "" {
			t.Errorf("invitations %+v", list)
		}
		// They can own things before they have accepted, and nobody signs in as them.
		view := must(w.Member(ctx, w.owner, cleo.MemberID))(t)
		if !view.Invited || view.Name != "Cleo Marsh" || view.Email != "cleo@example.org" || teamRole(view.Member, w.team("Apps").ID) != okr.TeamLead {
			t.Errorf("member %+v", view)
		}
		for _, email := range []string{"cleo@example.org", view.PersonID} {
			_, err := w.SignIn(ctx, SignInInput{Email: email})
			refused(t, "signing in as somebody invited", err, okr.Unauthenticated, "password")
		}
		if open := must(w.Invites(ctx, w.owner))(t); len(open) != 2 || open[0].Expires != after(w.Now(), inviteLife) || open[0].Secret != "" {
			t.Errorf("open invitations %+v", open)
		}
		again := must(w.Invite(ctx, w.owner, InviteInput{Emails: []string{"cleo@example.org"}}))(t)[0]
		if again.State != InvitedAgain || again.MemberID != cleo.MemberID {
			t.Errorf("invited again: %+v", again)
		}
		_, err := w.Invitation(ctx, cleo.Secret)
		refused(t, "the link that was replaced", err, okr.NotFound, "")
		if hello := must(w.Invitation(ctx, again.Secret))(t); hello != (Welcome{"Fjord Tools", "cleo@example.org", "Cleo Marsh"}) {
			t.Errorf("welcome %+v", hello)
		}
		_, err = w.Accept(ctx, AcceptInput{Secret: again.Secret, Name: " ", Password: "short"})
		if n := len(okr.FaultsOf(err)); n != 2 {
			t.Errorf("%d faults, want 2: %v", n, err)
		}
		joined := must(w.Accept(ctx, AcceptInput{Secret: again.Secret, Name: "Cleo M.", Password: "wind in the reeds"}))(t)
		actor := must(w.ActorOf(ctx, joined.Session.Secret, joined.Organization.Slug))(t)
		if actor.Viewer.MemberID != cleo.MemberID || actor.Person.Name != "Cleo M." {
			t.Errorf("actor %+v", actor)
		}
		_, err = w.Accept(ctx, AcceptInput{Secret: again.Secret, Name: "Cleo", Password: "wind in the reeds"})
		refused(t, "a used link", err, okr.NotFound, "")
		must(w.SignIn(ctx, SignInInput{Email: "cleo@example.org", Password: "wind in the reeds"}))(t)
		w.pass(inviteLife)
		_, err = w.Accept(ctx, AcceptInput{Secret: dan.Secret, Name: "Dan", Password: "wind in the reeds"})
		refused(t, "an old link", err, okr.NotFound, "")
		if open := must(w.Invites(ctx, w.owner))(t); len(open) != 1 || open[0].Expires != 0 {
			t.Errorf("open invitations %+v", open)
		}

		_, err = w.Invite(ctx, w.owner, InviteInput{Text: "email,teams\nx@example.org,Nowhere"})
		refused(t, "no such team", err, okr.Invalid, "people")
		_, err = w.Invite(ctx, w.owner, InviteInput{})
		refused(t, "nobody", err, okr.Invalid, "people")
		_, err = w.Invite(ctx, w.member("Amir", okr.OrgAmbassador), InviteInput{Emails: []string{"x@example.org"}, Role: okr.OrgOwner})
		refused(t, "an owner invited by an ambassador", err, okr.Forbidden, "role")
	})
}

// Somebody with an account joins a second organization with their password; a link alone, which its administrator has too, is not enough,
// and nothing of the account shows there before.
func TestAcceptWithAnAccount(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		other := w.elsewhere("Harbour Bikes", "omar@example.org")
		inv := must(other.Invite(ctx, other.owner, InviteInput{Emails: []string{"ines@example.org"}}))(t)[0]
		if view := must(other.Member(ctx, other.owner, inv.MemberID))(t); view.Name != "ines" || inv.State != InvitedNew {
			t.Errorf("the account shows before it has joined: %+v, %+v", view, inv)
		}
		_, err := w.Accept(ctx, AcceptInput{Secret: inv.Secret, Name: " ", Password: "short"})
		if n := len(okr.FaultsOf(err)); n != 2 {
			t.Errorf("what is typed is not checked as that of somebody new: %v", err)
		}
		_, err = w.Accept(ctx, AcceptInput{Secret: inv.Secret, Name: "Thief", Password: "a new password"})
		refused(t, "another password", err, okr.Invalid, "password")
		joined := must(w.Accept(ctx, AcceptInput{Secret: inv.Secret, Name: "ignored", Password: testPassword}))(t)
		if joined.Session.Person.ID != w.owner.Person.ID || joined.Session.Person.Name != "Ines Owner" {
			t.Errorf("joined as %+v", joined.Session.Person)
		}
		if list := must(w.Organizations(ctx, w.owner.Person.ID))(t); len(list) != 2 {
			t.Errorf("organizations %+v", list)
		}
		if view := must(other.Member(ctx, other.owner, inv.MemberID))(t); view.Name != "Ines Owner" || view.Invited {
			t.Errorf("member %+v", view)
		}
		// A reset link made in one would open the other.
		_, err = other.ResetLink(ctx, other.owner, inv.MemberID)
		refused(t, "a reset link for somebody of two organizations", err, okr.Forbidden, "")
		must(w.ResetLink(ctx, must(w.Operator(ctx, w.org.Slug, ""))(t), w.owner.Viewer.MemberID))(t)
		// Erasing them in one leaves the other.
		must(other.Deactivate(ctx, other.owner, DeactivateInput{MemberID: inv.MemberID}))(t)
		must(other.ErasePerson(ctx, other.owner, inv.MemberID))(t)
		if view := must(other.Member(ctx, other.owner, inv.MemberID))(t); view.Name != ErasedName || view.Email != "" {
			t.Errorf("erased %+v", view)
		}
		must(w.SignIn(ctx, SignInInput{Email: "ines@example.org", Password: testPassword}))(t)
	})
}

func TestReset(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		inv := must(w.Invite(ctx, w.owner, InviteInput{Emails: []string{"bo@example.org"}}))(t)[0]
		_, err := w.ResetLink(ctx, w.owner, inv.MemberID)
		refused(t, "somebody who has not accepted", err, okr.Invalid, "")
		session := must(w.Accept(ctx, AcceptInput{Secret: inv.Secret, Name: "Bo", Password: testPassword}))(t).Session
		first := must(w.ResetLink(ctx, w.owner, inv.MemberID))(t)
		link := must(w.ResetLink(ctx, w.owner, inv.MemberID))(t)
		if link.Email != "bo@example.org" || link.Expires != after(w.Now(), resetLife) {
			t.Errorf("link %+v", link)
		}
		refused(t, "a replaced link", w.Reset(ctx, first.Secret, "snow on the roof"), okr.NotFound, "")
		refused(t, "a short password", w.Reset(ctx, link.Secret, "short"), okr.Invalid, "password")
		if p := must(w.ResetPerson(ctx, link.Secret))(t); p.Name != "Bo" {
			t.Errorf("person %+v", p)
		}
		if err := w.Reset(ctx, link.Secret, "snow on the roof"); err != nil {
			t.Fatal(err)
		}
		refused(t, "a used link", w.Reset(ctx, link.Secret, "hail on the roof"), okr.NotFound, "")
		_, err = w.PersonOf(ctx, session.Secret)
		refused(t, "a session from before", err, okr.Unauthenticated, "")
		must(w.SignIn(ctx, SignInInput{Email: "bo@example.org", Password: "snow on the roof"}))(t)
		_, err = w.ResetLink(ctx, w.member("Amir", okr.OrgAmbassador), w.owner.Viewer.MemberID)
		refused(t, "an owner's, by an ambassador", err, okr.Forbidden, "role")

		mailed, ok, err := w.RequestReset(ctx, "Bo@example.org", "192.0.2.1")
		if err != nil || !ok || mailed.Email != "bo@example.org" || mailed.Name != "Bo" {
			t.Errorf("requested %+v, %v, %v", mailed, ok, err)
		}
		nothing, ok, err := w.RequestReset(ctx, "nobody@example.org", "192.0.2.1")
		if err != nil || ok || nothing.Secret != "" {
			t.Errorf("requested for nobody %+v, %v, %v", nothing, ok, err)
		}
		for range emailLimit - 1 {
			if _, _, err := w.RequestReset(ctx, "bo@example.org", ""); err != nil {
				t.Fatal(err)
			}
		}
		_, _, err = w.RequestReset(ctx, "bo@example.org", "")
		refused(t, "many requests", err, okr.TooMany, "")
		w.pass(resetLife)
		_, err = w.ResetPerson(ctx, mailed.Secret)
		refused(t, "an old link", err, okr.NotFound, "")
	})
}

func TestEditMember(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		bo, amir := w.member("Bo", okr.OrgMember), w.member("Amir", okr.OrgAmbassador)
		me := must(w.EditMember(ctx, bo, EditMemberInput{ID: bo.Viewer.MemberID, Version: 1, Name: ptr("Bo Larsen"), Preferences: &okr.Preferences{Theme: "dark", Keys: "off"}}))(t)
		if me.Name != "Bo Larsen" || me.Preferences.Theme != "dark" || me.Version != 2 {
			t.Errorf("edited %+v", me)
		}
		owner := w.owner.Viewer.MemberID
		for _, tt := range []struct {
			what  string
			actor Actor
			in    EditMemberInput
			kind  okr.ErrorKind
			field string
		}{
			{"an old version", bo, EditMemberInput{ID: bo.Viewer.MemberID, Version: 1, Name: ptr("B")}, okr.Conflict, "version"},
			{"one's own role", bo, EditMemberInput{ID: bo.Viewer.MemberID, Role: ptr(okr.OrgOwner)}, okr.Forbidden, ""},
			{"somebody else", bo, EditMemberInput{ID: owner, Name: ptr("X")}, okr.Forbidden, ""},
			{"another's name", amir, EditMemberInput{ID: owner, Name: ptr("X")}, okr.Forbidden, "name"},
			{"another's preferences", amir, EditMemberInput{ID: owner, Preferences: &okr.Preferences{}}, okr.Forbidden, "preferences"},
			{"a theme that is none", bo, EditMemberInput{ID: bo.Viewer.MemberID, Preferences: &okr.Preferences{Theme: "pink"}}, okr.Invalid, "preferences.theme"},
			{"an owner made by an ambassador", amir, EditMemberInput{ID: bo.Viewer.MemberID, Role: ptr(okr.OrgOwner)}, okr.Forbidden, "role"},
			{"an owner demoted by an ambassador", amir, EditMemberInput{ID: owner, Role: ptr(okr.OrgMember)}, okr.Forbidden, "role"},
			{"the last owner", w.owner, EditMemberInput{ID: owner, Role: ptr(okr.OrgMember)}, okr.Invalid, "role"},
			{"a role that is none", w.owner, EditMemberInput{ID: bo.Viewer.MemberID, Role: ptr(okr.OrgRole("boss"))}, okr.Invalid, "role"},
			{"nobody", w.owner, EditMemberInput{ID: "no"}, okr.NotFound, ""},
		} {
			_, err := w.EditMember(ctx, tt.actor, tt.in)
			refused(t, tt.what, err, tt.kind, tt.field)
		}
		// An owner who has not accepted cannot act, and is no second owner.
		inv := must(w.Invite(ctx, w.owner, InviteInput{Emails: []string{"second@example.org"}, Role: okr.OrgOwner}))(t)[0]
		_, err := w.EditMember(ctx, w.owner, EditMemberInput{ID: owner, Role: ptr(okr.OrgMember)})
		refused(t, "the last owner who can act", err, okr.Invalid, "role")
		_, err = w.Deactivate(ctx, w.owner, DeactivateInput{MemberID: owner, HandOverTo: bo.Viewer.MemberID})
		refused(t, "deactivating the last owner", err, okr.Invalid, "role")
		must(w.Accept(ctx, AcceptInput{Secret: inv.Secret, Name: "Second", Password: testPassword}))(t)
		must(w.EditMember(ctx, w.owner, EditMemberInput{ID: owner, Role: ptr(okr.OrgMember)}))(t)
	})
}

func TestDeactivate(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		bo, cleo, dan := w.member("Bo", okr.OrgMember, "Apps (lead)"), w.member("Cleo", okr.OrgMember, "Apps"), w.member("Dan", okr.OrgMember)
		apps := w.team("Apps")
		add := func(title, owner, krOwner, checker string, private bool) ObjectiveTree {
			return must(w.AddObjective(ctx, cleo, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{apps.ID}, Title: title, OwnerID: owner, Private: private,
				KeyResults: []KeyResultInput{{Title: "Crashes per week from 40 to 4", Kind: okr.Number, Direction: okr.Decrease, Baseline: ptr(40.0), Target: ptr(4.0),
					OwnerID: krOwner, CheckInOwnerID: checker}}}))(t)
		}
		boID, cleoID, danID := bo.Viewer.MemberID, cleo.Viewer.MemberID, dan.Viewer.MemberID
		own := add("Releases without fear", boID, boID, "", false)
		checks := add("Quiet nights", cleoID, cleoID, boID, false)
		hidden := add("A delicate matter", boID, boID, boID, true)
		_, err := w.Transition(ctx, cleo, TransitionInput{ID: own.ID, To: okr.Active})
		if err != nil {
			t.Fatal(err)
		}
		must(w.RaiseBlocker(ctx, cleo, BlockerInput{KeyResultID: own.KeyResults[0].ID, Text: "The test phones are locked away", OwnerID: boID}))(t)
		kpi := must(w.AddKPI(ctx, w.owner, KPIInput{TeamID: apps.ID, Name: "Crashes a day", OwnerID: boID}))(t)
		must(w.EditOrganization(ctx, w.owner, EditOrganizationInput{Contact: &boID}))(t)
		token := must(w.NewToken(ctx, bo, NewTokenInput{Name: "ci"}))(t)

		h := must(w.Holdings(ctx, w.owner, boID))(t)
		got := [6]int{len(h.Objectives), len(h.KeyResults), len(h.CheckIns), len(h.KPIs), len(h.Blockers), len(h.Leads)}
		if got != [6]int{1, 1, 1, 1, 1, 1} {
			t.Errorf("the owner sees %v of what Bo holds: %+v", got, h)
		}
		if mine := must(w.Holdings(ctx, bo, boID))(t); len(mine.Objectives) != 2 {
			t.Errorf("Bo sees %d objectives, want the private one too", len(mine.Objectives))
		}
		_, err = w.Holdings(ctx, cleo, boID)
		refused(t, "what a colleague holds", err, okr.Forbidden, "")
		for what, to := range map[string]string{"to nobody": "", "to themselves": boID, "to a stranger": "no"} {
			_, err := w.Deactivate(ctx, w.owner, DeactivateInput{MemberID: boID, HandOverTo: to})
			refused(t, what, err, okr.Invalid, "hand_over_to")
		}
		gone := must(w.Deactivate(ctx, w.owner, DeactivateInput{MemberID: boID, Version: 1, HandOverTo: danID}))(t)
		if gone.Deactivated == 0 {
			t.Errorf("Bo is %+v", gone)
		}
		w.inStore(func(tx *store.Tx) error {
			for _, o := range []ObjectiveTree{own, checks, hidden} {
				now, err := tx.Objective(store.Everything, o.ID)
				if err != nil {
					return err
				}
				k, err := tx.KeyResult(store.Everything, o.KeyResults[0].ID)
				if err != nil {
					return err
				}
				if slices.Contains([]string{now.OwnerID, k.OwnerID, k.CheckInOwnerID}, boID) || !slices.Contains([]string{k.OwnerID, k.CheckInOwnerID}, danID) {
					t.Errorf("%s: owner %s, key result %s, %s", now.Title, now.OwnerID, k.OwnerID, k.CheckInOwnerID)
				}
			}
			b, err := tx.BlockersOf([]string{own.KeyResults[0].ID})
			if err != nil || len(b) != 1 || b[0].OwnerID != danID {
				t.Errorf("blockers %+v, %v", b, err)
			}
			if k, err := tx.KPI(kpi.ID); err != nil || k.OwnerID != danID {
				t.Errorf("KPI %+v, %v", k, err)
			}
			org, err := tx.Organization()
			if err != nil || org.Set.Contact != danID {
				t.Errorf("contact %s, %v", org.Set.Contact, err)
			}
			m, err := tx.Member(danID)
			if err != nil || teamRole(m, apps.ID) != okr.TeamLead {
				t.Errorf("the successor's teams %+v, %v", m.Teams, err)
			}
			return nil
		})
		_, err = w.ActorOfToken(ctx, token.Secret)
		refused(t, "a token of somebody who left", err, okr.Unauthenticated, "")
		for _, m := range must(w.FindMembers(ctx, w.owner, MemberQuery{}))(t).Members {
			if m.ID == boID {
				t.Error("a deactivated member is listed")
			}
		}
		if again := must(w.Invite(ctx, w.owner, InviteInput{Emails: []string{bo.Person.Email}}))(t)[0]; again.State != InvitedGone || again.Secret != "" {
			t.Errorf("invited after leaving: %+v", again)
		}
		back := must(w.Reactivate(ctx, w.owner, ThingInput{ID: boID}))(t)
		if back.Deactivated != 0 || teamRole(back.Member, apps.ID) != okr.TeamMember {
			t.Errorf("back: %+v", back)
		}
		_, err = w.ActorOfToken(ctx, token.Secret)
		refused(t, "the token after the return", err, okr.Unauthenticated, "")
		if h := must(w.Holdings(ctx, bo, boID))(t); !h.Empty() {
			t.Errorf("back with %+v", h)
		}
	})
}

// After erasing, the name is nowhere in the database.
func TestErasePerson(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		const name, email = `Zebulon "Zeb" Quirk`, "zebulon@example.org"
		inv := must(w.Invite(ctx, w.owner, InviteInput{Emails: []string{email}}))(t)[0]
		zeb := must(w.Accept(ctx, AcceptInput{Secret: inv.Secret, Name: name, Password: testPassword}))(t)
		actor := must(w.ActorOf(ctx, zeb.Session.Secret, w.org.Slug))(t)
		actor.Key = "once"
		must(w.EditMember(ctx, actor, EditMemberInput{ID: inv.MemberID, Preferences: &okr.Preferences{Theme: "dark"}}))(t)
		must(w.ResetLink(ctx, w.owner, inv.MemberID))(t)
		_, _ = w.SignIn(ctx, SignInInput{Email: email, Password: "wrong"})
		_, err := w.ErasePerson(ctx, w.owner, inv.MemberID)
		refused(t, "somebody who is active", err, okr.Invalid, "")
		must(w.Deactivate(ctx, w.owner, DeactivateInput{MemberID: inv.MemberID}))(t)
		before := w.findings("Zebulon", "zebulon")
		if !slices.Contains(before, "person") || !slices.Contains(before, "idempotency") {
			t.Errorf("before, it is in %v", before)
		}
		if slices.Contains(before, "event_row") {
			t.Errorf("the log holds the name: %v", before)
		}
		view := must(w.ErasePerson(ctx, w.owner, inv.MemberID))(t)
		if b := must(json.Marshal(view))(t); strings.Contains(strings.ToLower(string(b)), "zeb") {
			t.Errorf("the answer holds the name: %s", b)
		}
		if left := w.findings("Zebulon", "zebulon"); len(left) != 0 {
			t.Errorf("the name is still in %v", left)
		}
		_, err = w.SignIn(ctx, SignInInput{Email: email, Password: testPassword})
		refused(t, "signing in", err, okr.Unauthenticated, "password")
		_, err = w.Reactivate(ctx, w.owner, ThingInput{ID: inv.MemberID})
		refused(t, "coming back", err, okr.Invalid, "")
		w.pass(time.Hour)
		if again := must(w.Invite(ctx, w.owner, InviteInput{Emails: []string{email}}))(t)[0]; again.State != InvitedNew {
			t.Errorf("invited anew: %+v", again)
		}
	})
}

// findings are the tables that hold one of some words.
func (w *world) findings(words ...string) []string {
	w.t.Helper()
	var out []string
	for name, text := range storetest.Dump(w.t, w.db) {
		if slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) }) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
