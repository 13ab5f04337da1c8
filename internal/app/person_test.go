package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
)

// TestFindMembers pages through people by several sizes: everybody comes once, in the order of their names, on either engine.
func TestFindMembers(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		names := []string{"Zoë Åkesson", "zoe Adams", "Ärla Holm", "ärla berg", "Kim Berg", "Kim Berg", "Öyvind", "Olga_x", "O%la", "李雷", "Émile", "emil"}
		text := "name,email,role\n"
		for i, n := range names {
			text += fmt.Sprintf("%s,p%d@example.org,\n", n, i)
		}
		must(w.Invite(ctx, w.owner, InviteInput{Text: text}))(t)
		all := must(w.FindMembers(ctx, w.owner, MemberQuery{Limit: MaxPage}))(t).Members
		want := []string{"emil", "Ines Owner", "Kim Berg", "Kim Berg", "O%la", "Olga_x", "zoe Adams", "Zoë Åkesson", "ärla berg", "Ärla Holm", "Émile", "Öyvind", "李雷"}
		for limit := 1; limit <= len(all)+1; limit++ {
			var got []string
			seen := map[string]bool{}
			for cursor := ""; ; {
				p := must(w.FindMembers(ctx, w.owner, MemberQuery{Cursor: cursor, Limit: limit}))(t)
				if p.Total != len(all) || len(p.Members) > limit {
					t.Fatalf("%d of %d at a limit of %d", len(p.Members), p.Total, limit)
				}
				for _, m := range p.Members {
					if seen[m.ID] {
						t.Errorf("%s twice at a limit of %d", m.Name, limit)
					}
					seen[m.ID] = true
					got = append(got, m.Name)
				}
				if cursor = p.Next; cursor == "" {
					break
				}
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Fatalf("limit %d (-want +got):\n%s", limit, d)
			}
		}
		for text, want := range map[string][]string{
			"KIM":             {"Kim Berg", "Kim Berg"},
			"äRLA":            {"ärla berg", "Ärla Holm"},
			"%":               {"O%la"},
			"_":               {"Olga_x"},
			"P3@EXAMPLE.org ": {"ärla berg"},
			"李":               {"李雷"},
			"nobody at all":   nil,
		} {
			var got []string
			for _, m := range must(w.FindMembers(ctx, w.owner, MemberQuery{Text: text}))(t).Members {
				got = append(got, m.Name)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%q (-want +got):\n%s", text, d)
			}
		}
		viewer := all[slices.IndexFunc(all, func(m MemberView) bool { return m.Name == "Öyvind" })]
		role := okr.OrgViewer
		must(w.EditMember(ctx, w.owner, EditMemberInput{ID: viewer.ID, Role: &role}))(t)
		must(w.SetMembership(ctx, w.owner, SetMembershipInput{TeamID: w.team("Apps").ID, MemberID: viewer.ID, Role: okr.TeamLead}))(t)
		for _, q := range []MemberQuery{{Role: okr.OrgViewer}, {TeamID: w.team("Apps").ID, Text: "öy"}} {
			if p := must(w.FindMembers(ctx, w.owner, q))(t); p.Total != 1 || p.Members[0].ID != viewer.ID || !p.Members[0].Invited {
				t.Errorf("%+v found %+v", q, p)
			}
		}
		if list := must(w.TeamMembers(ctx, w.owner, w.team("Apps").ID))(t); len(list) == 0 || list[0].ID != viewer.ID {
			t.Errorf("the team's members begin with %+v", list)
		}
		must(w.Deactivate(ctx, w.owner, DeactivateInput{MemberID: viewer.ID, HandOverTo: w.owner.Viewer.MemberID}))(t)
		if p := must(w.FindMembers(ctx, w.owner, MemberQuery{Text: "Öyvind"}))(t); p.Total != 0 {
			t.Errorf("a deactivated member is found: %+v", p)
		}
		if p := must(w.FindMembers(ctx, w.owner, MemberQuery{Text: "Öyvind", Deactivated: true}))(t); p.Total != 1 {
			t.Errorf("a deactivated member is not found when asked for")
		}
		for _, q := range []MemberQuery{{Cursor: "~"}, {Limit: MaxPage + 1}, {Role: "king"}} {
			if _, err := w.FindMembers(ctx, w.owner, q); okr.FaultsOf(err) == nil {
				t.Errorf("%+v was taken: %v", q, err)
			}
		}
	})
}

func TestResolveMember(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		list := must(w.Invite(ctx, w.owner, InviteInput{Text: "name,email\nKim Berg,kim.a@example.org\nKim Berg,kim.b@example.org\nÅsa Lind,asa@example.org\nKim Bergström,kb@example.org\nGone Away,gone@example.org\n"}))(t)
		must(w.Deactivate(ctx, w.owner, DeactivateInput{MemberID: list[4].MemberID}))(t)
		for _, x := range []struct{ text, want, fault string }{
			{"", "", ""},
			{"  ", "", ""},
			{list[2].MemberID, list[2].MemberID, ""},
			{"asa@example.org", list[2].MemberID, ""},
			{" ASA@Example.org ", list[2].MemberID, ""},
			{"åsa lind", list[2].MemberID, ""},
			{"Kim Bergström", list[3].MemberID, ""},
			{"Kim Berg <kim.b@example.org>", list[1].MemberID, ""},
			{"Another name <kim.a@example.org>", list[0].MemberID, ""},
			{"kim berg", "", "There are 2 people called Kim Berg: give the e-mail."},
			{"Kim", "", "Nobody here has this name. Give the e-mail, or the whole name."},
			{"gone@example.org", "", "Nobody here has this name. Give the e-mail, or the whole name."},
			{"a%", "", "Nobody here has this name. Give the e-mail, or the whole name."},
		} {
			got, err := w.ResolveMember(ctx, w.owner, "owner_id", x.text)
			if x.fault != "" {
				refused(t, x.text, err, okr.Invalid, "owner_id")
				if err != nil && okr.FaultsOf(err)[0].Message != x.fault {
					t.Errorf("%q: %q, want %q", x.text, okr.FaultsOf(err)[0].Message, x.fault)
				}
			} else if err != nil || got != x.want {
				t.Errorf("%q is %q, %v; want %q", x.text, got, err, x.want)
			}
		}
	})
}

// TestChoosableMembers gives everybody to choose from where there are few, and of many only those who are chosen.
func TestChoosableMembers(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		must(w.Invite(ctx, w.owner, InviteInput{Text: "name,email\nBo,bo@example.org\n"}))(t)
		few := must(w.ChoosableMembers(ctx, w.owner, w.owner.Viewer.MemberID))(t)
		if few.Many || len(few.List) != must(w.FindMembers(ctx, w.owner, MemberQuery{}))(t).Total || strings.Contains(few.List[0].Text, "<") {
			t.Errorf("few: %+v", few)
		}
		var text strings.Builder
		text.WriteString("name,email\n")
		for i := range MaxChoices {
			fmt.Fprintf(&text, "Person %03d,person%d@example.org\n", i, i)
		}
		list := must(w.Invite(ctx, w.owner, InviteInput{Text: text.String()}))(t)
		many := must(w.ChoosableMembers(ctx, w.owner, list[7].MemberID, ""))(t)
		if want := (Choosable{Many: true, List: []Choice{{ID: list[7].MemberID, Text: "Person 007 <person7@example.org>"}}}); !cmp.Equal(want, many) {
			t.Errorf("many (-want +got):\n%s", cmp.Diff(want, many))
		}
		if got := must(w.SuggestMembers(ctx, w.owner, "person 0"))(t); len(got) != suggestedMembers || got[0].Text != "Person 000 <person0@example.org>" {
			t.Errorf("suggested %+v", got)
		}
		if got := must(w.SuggestMembers(ctx, w.owner, ""))(t); len(got) != 0 {
			t.Errorf("nothing typed suggests %+v", got)
		}
	})
}
