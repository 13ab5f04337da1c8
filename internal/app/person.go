package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// MaxChoices is among how many members or teams a form lets one choose by a list: among more, one writes who is meant.
const MaxChoices = store.MaxChoices

// A MemberQuery says which members to find; zero fields do not filter.
type MemberQuery struct {
	Text        string      `json:"text,omitempty"` // in the name or the e-mail, whatever its case
	TeamID      string      `json:"team_id,omitempty"`
	Role        okr.OrgRole `json:"role,omitempty"`
	Deactivated bool        `json:"deactivated,omitempty"` // deactivated ones too
	Cursor      string      `json:"cursor,omitempty"`      // Next of the page before
	Limit       int         `json:"limit,omitempty"`       // DefaultPage unless given, at most MaxPage
}

// A MemberPage is a page of a list of members.
type MemberPage struct {
	Members []MemberView `json:"members"`
	Total   int          `json:"total"`          // on all pages
	Next    string       `json:"next,omitempty"` // the cursor of the next page, "" on the last
}

// FindMembers lists people and services by name, a page at a time, in four statements. A cursor holds however the list changes between pages: whoever keeps
// their name is shown once.
//
// The order is made here and not by the engines, which do not agree about letters: of all that are found the names are read, and of a page the rest.
func (a *App) FindMembers(ctx context.Context, actor Actor, q MemberQuery) (MemberPage, error) {
	size, err := pageOf(q.Limit, "people")
	if err != nil {
		return MemberPage{}, err
	}
	if q.Role != "" && !slices.Contains(okr.OrgRoles, q.Role) {
		return MemberPage{}, okr.Fail(okr.Invalid, "role", "Choose owner, ambassador, member or viewer.")
	}
	var after store.MemberKey
	if err := readCursorOf(q.Cursor, &after.Name, &after.ID); err != nil {
		return MemberPage{}, err
	}
	return view(ctx, a, actor, func(tx *store.Tx) (MemberPage, error) {
		keys, err := findMembers(tx, store.MemberFilter{Text: strings.TrimSpace(q.Text), Team: q.TeamID, Role: q.Role, Deactivated: q.Deactivated})
		if err != nil {
			return MemberPage{}, err
		}
		out := MemberPage{Members: []MemberView{}, Total: len(keys)}
		if q.Cursor != "" {
			n, found := slices.BinarySearchFunc(keys, after, compareMembers)
			if found {
				n++
			}
			keys = keys[n:]
		}
		if len(keys) > size {
			keys = keys[:size]
			last := keys[size-1]
			out.Next = cursorOf(last.Name, last.ID)
		}
		out.Members, err = memberViews(tx, keyIDs(keys))
		return out, err
	})
}

// longestName is how many bytes a text has at most that can be in a name or an e-mail.
const longestName = 1000

// findMembers finds members by name.
func findMembers(tx *store.Tx, f store.MemberFilter) ([]store.MemberKey, error) {
	if len(f.Text) > longestName {
		return nil, nil
	}
	keys, err := tx.MemberKeys(f)
	if f.Text != "" {
		text := strings.ToLower(f.Text)
		keys = slices.DeleteFunc(keys, func(k store.MemberKey) bool {
			return !strings.Contains(strings.ToLower(k.Name), text) && !strings.Contains(strings.ToLower(k.Email), text) && k.ID != f.Text
		})
	}
	slices.SortFunc(keys, compareMembers)
	return keys, err
}

func keyIDs(keys []store.MemberKey) []string {
	ids := make([]string, len(keys))
	for i, k := range keys {
		ids[i] = k.ID
	}
	return ids
}

func compareMembers(x, y store.MemberKey) int {
	return cmp.Or(compareNames(x.Name, y.Name), strings.Compare(x.ID, y.ID))
}

// memberViews reads members with their names, in the order of the ids, without those that are not there.
func memberViews(tx *store.Tx, ids []string) ([]MemberView, error) {
	members, persons, err := tx.MembersByID(ids)
	out := make([]MemberView, 0, len(ids))
	for _, id := range ids {
		if m, ok := members[id]; ok {
			c := persons[m.PersonID]
			out = append(out, MemberView{m, c.Name, c.Email, c.Email != "" && c.Login == c.ID})
		}
	}
	return out, err
}

// TeamMembers lists the active members of a team, its leads first, each by name.
func (a *App) TeamMembers(ctx context.Context, actor Actor, teamID string) ([]MemberView, error) {
	return view(ctx, a, actor, func(tx *store.Tx) ([]MemberView, error) {
		ids, err := tx.MembersOf([]string{teamID}, "")
		if err != nil {
			return nil, err
		}
		out, err := memberViews(tx, ids)
		rank := func(m MemberView) int {
			if teamRole(m.Member, teamID) == okr.TeamLead {
				return 0
			}
			return 1
		}
		slices.SortFunc(out, func(x, y MemberView) int {
			return cmp.Or(cmp.Compare(rank(x), rank(y)), compareNames(x.Name, y.Name), strings.Compare(x.ID, y.ID))
		})
		return out, err
	})
}

// Choosable are the members whom a form lets one choose.
type Choosable struct {
	List []Choice // the active ones by name, or of Many those who are chosen already, as ResolveMember understands them
	Many bool     // more than MaxChoices
}

// ChoosableMembers are the members whom a form lets one choose, and of many those who are chosen already: one statement, or two.
func (a *App) ChoosableMembers(ctx context.Context, actor Actor, chosen ...string) (Choosable, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Choosable, error) {
		var out Choosable
		if err := tx.Read(tx.MemberChoicesInto(&out.List)); err != nil {
			return out, err
		}
		return out, out.bound(tx, chosen...)
	})
}

// bound puts the list in the order of names, or leaves of too many only those who are chosen.
func (c *Choosable) bound(tx *store.Tx, chosen ...string) error {
	slices.SortStableFunc(c.List, func(x, y Choice) int { return compareNames(x.Text, y.Text) })
	if len(c.List) <= MaxChoices {
		return nil
	}
	c.List, c.Many = nil, true
	chosen = slices.DeleteFunc(slices.Clone(chosen), func(id string) bool { return id == "" })
	if len(chosen) == 0 {
		return nil
	}
	keys, err := tx.MemberKeys(store.MemberFilter{IDs: chosen})
	for _, k := range keys {
		c.List = append(c.List, Choice{ID: k.ID, Text: memberText(k)})
	}
	return err
}

// memberText is a member as ResolveMember understands them, without any doubt where they have an e-mail.
func memberText(k store.MemberKey) string {
	if k.Email == "" {
		return k.Name
	}
	return k.Name + " <" + k.Email + ">"
}

// suggestedMembers is how many members are suggested for what is typed.
const suggestedMembers = 20

// SuggestMembers are active people whose name or e-mail has a text in it, by name, as ResolveMember understands them: one statement, and twenty at most.
func (a *App) SuggestMembers(ctx context.Context, actor Actor, text string) ([]Choice, error) {
	return view(ctx, a, actor, func(tx *store.Tx) ([]Choice, error) {
		out := []Choice{}
		if text = strings.TrimSpace(text); text == "" {
			return out, nil
		}
		keys, err := findMembers(tx, store.MemberFilter{Text: text})
		for _, k := range keys {
			if !k.Service && len(out) < suggestedMembers {
				out = append(out, Choice{ID: k.ID, Text: memberText(k)})
			}
		}
		return out, err
	})
}

// ResolveMember is the id of the active member whom a text means: their id, their e-mail, their whole name whatever its case, or both as a form suggests them.
// "" means nobody. A fault is of the field, and says what would be right.
func (a *App) ResolveMember(ctx context.Context, actor Actor, field, text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", nil
	}
	if uuid.Validate(text) == nil { // an id, as from a list: whether it is somebody's is seen where it is used
		return text, nil
	}
	return view(ctx, a, actor, func(tx *store.Tx) (string, error) {
		asked := text
		if _, mail, ok := strings.Cut(strings.TrimSuffix(text, ">"), "<"); ok && strings.HasSuffix(text, ">") {
			asked = strings.TrimSpace(mail)
		}
		keys, err := findMembers(tx, store.MemberFilter{Text: asked})
		if err != nil {
			return "", err
		}
		var named []store.MemberKey
		for _, k := range keys {
			switch {
			case k.ID == asked, k.Email != "" && strings.EqualFold(k.Email, asked):
				return k.ID, nil
			case okr.NameKey(k.Name) == okr.NameKey(asked):
				named = append(named, k)
			}
		}
		switch len(named) {
		case 0:
			return "", okr.Fail(okr.Invalid, field, "Nobody here has this name. Give the e-mail, or the whole name.")
		case 1:
			return named[0].ID, nil
		}
		return "", okr.Fail(okr.Invalid, field, fmt.Sprintf("There are %d people called %s: give the e-mail.", len(named), named[0].Name))
	})
}

// TeamText is a team as ResolveTeam understands it without any doubt: teams may have the same name, and no two the same address.
func TeamText(t okr.Team) string { return t.Name + " <" + t.Slug + ">" }

// ResolveTeam is the id of the team that a text means: its id, its address, its whole name whatever its case, or name and address as a form suggests them. ""
// means none. A fault is of the field, and says what would be right.
func (s Surroundings) ResolveTeam(field, text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" || uuid.Validate(text) == nil {
		return text, nil
	}
	asked := text
	if _, slug, ok := strings.Cut(strings.TrimSuffix(text, ">"), "<"); ok && strings.HasSuffix(text, ">") {
		asked = strings.TrimSpace(slug)
	}
	var named []okr.Placed
	for _, t := range s.Teams {
		switch {
		case t.ID == asked, t.Slug == asked:
			return t.ID, nil
		case okr.NameKey(t.Name) == okr.NameKey(asked):
			named = append(named, t)
		}
	}
	switch len(named) {
	case 0:
		return "", okr.Fail(okr.Invalid, field, "No team has this name. Give its whole name.")
	case 1:
		return named[0].ID, nil
	}
	return "", okr.Fail(okr.Invalid, field, fmt.Sprintf("There are %d teams called %s: give the last part of its page's address, for example %s.", len(named), named[0].Name, named[0].Slug))
}

// ResolveTeam is Surroundings.ResolveTeam where no page is shown.
func (a *App) ResolveTeam(ctx context.Context, actor Actor, field, text string) (string, error) {
	if text = strings.TrimSpace(text); text == "" || uuid.Validate(text) == nil {
		return text, nil
	}
	s, err := a.Around(ctx, actor)
	if err != nil {
		return "", err
	}
	return s.ResolveTeam(field, text)
}

// suggestedTeams is how many teams are suggested for what is typed.
const suggestedTeams = 20

// SuggestTeams are the teams whose name has a text in it, in the order of the tree, as ResolveTeam understands them: twenty at most.
func (a *App) SuggestTeams(ctx context.Context, actor Actor, text string) ([]Choice, error) {
	out := []Choice{}
	key := okr.NameKey(text)
	if key == "" {
		return out, nil
	}
	s, err := a.Around(ctx, actor)
	for _, t := range s.Teams {
		if len(out) < suggestedTeams && strings.Contains(okr.NameKey(t.Name), key) {
			out = append(out, Choice{ID: t.ID, Text: TeamText(t.Team)})
		}
	}
	return out, err
}
