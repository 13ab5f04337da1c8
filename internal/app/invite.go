package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/roster"
	"github.com/headwater-okr/headwater/internal/store"
)

const inviteLife = 14 * 24 * time.Hour

// An InviteInput says whom to invite: addresses, or a text as roster.ReadPeople takes it, or both. Role and Teams are for those whose line names
// none.
type InviteInput struct {
	Emails []string         `json:"emails,omitempty"`
	Text   string           `json:"text,omitempty"`
	Role   okr.OrgRole      `json:"role,omitempty"` // member unless said
	Teams  []okr.Membership `json:"teams,omitempty"`
	DryRun bool             `json:"dry_run,omitempty"` // only say what would happen
}

// An InviteState says what an invitation is to somebody.
type InviteState string

// The states of an invitation.
const (
	InvitedNew   InviteState = "new"         // they become a member with it
	InvitedAgain InviteState = "again"       // they had one that they did not use; it has ended, this one counts
	InvitedNot   InviteState = "member"      // they are a member already, and nothing was done
	InvitedGone  InviteState = "deactivated" // they were a member; reactivate them instead, nothing was done
)

// An Invitation is a link that lets somebody choose a password and come in. The member exists from the start, so that they can be
// given things to own; the link works without a mail server.
type Invitation struct {
	MemberID string           `json:"member_id,omitempty"` // "" in a dry run for somebody new
	Email    string           `json:"email"`
	Name     string           `json:"name"`
	Role     okr.OrgRole      `json:"role"`
	Teams    []okr.Membership `json:"teams,omitempty"`
	State    InviteState      `json:"state,omitempty"`      // only from Invite
	Expires  okr.Instant      `json:"expires_at,omitempty"` // 0 when no link is open any more
	Secret   string           `json:"secret,omitempty"`     // the link's secret; only from Invite, this once
}

// Invite makes members who have yet to accept, and their links. It is for owners and ambassadors; only owners invite owners.
func (a *App) Invite(ctx context.Context, actor Actor, in InviteInput) ([]Invitation, error) {
	if err := mayAdminister(actor); err != nil {
		return nil, err
	}
	lines, err := roster.ReadPeople(norm.NFC.String(strings.Join(in.Emails, "\n") + "\n"))
	if err != nil {
		return nil, err
	}
	more, err := roster.ReadPeople(norm.NFC.String(in.Text))
	if err != nil {
		return nil, err
	}
	lines = append(lines, more...)
	if in.Role == "" {
		in.Role = okr.OrgMember
	}
	if len(lines) == 0 {
		return nil, okr.Fail(okr.Invalid, "people", "Write at least one e-mail address.")
	}
	if !slices.Contains(okr.OrgRoles, in.Role) {
		return nil, okr.Fail(okr.Invalid, "role", "Choose owner, ambassador, member or viewer.")
	}
	actor.Key = "" // the answer holds secrets, so that it cannot be stored and given again; inviting again is harmless
	return do(ctx, a, actor, "member.invited", nil, func(t *act) ([]Invitation, error) { return t.invite(in, lines) })
}

func (t *act) invite(in InviteInput, lines []roster.PersonLine) ([]Invitation, error) {
	known, err := t.knownBy(lines)
	if err != nil {
		return nil, err
	}
	teams, err := t.teamsByName(lines, in.Teams)
	if err != nil {
		return nil, err
	}
	var persons []okr.Person
	var links []store.Link
	out := make([]Invitation, 0, len(lines))
	for _, l := range lines {
		if l.Role == "" {
			l.Role = in.Role
		}
		if err := t.mayGrant(l.Role); err != nil {
			return nil, err
		}
		inv := Invitation{Email: l.Email, Name: norm.NFC.String(l.Name), Role: l.Role, State: InvitedNew}
		if inv.Teams, err = memberships(l, in.Teams, teams); err != nil {
			return nil, err
		}
		if inv.Name == "" {
			inv.Name, _, _ = strings.Cut(l.Email, "@")
		}
		person := okr.Person{ID: t.newID(), Email: l.Email, Name: inv.Name, Version: 1, Created: t.Now}
		if m, ok := known[l.Email]; ok {
			inv.MemberID, inv.Name, inv.Role, inv.Teams, inv.State = m.ID, m.Name, m.Role, m.Teams, InvitedAgain
			person.ID = m.PersonID
			if m.Deactivated != 0 {
				inv.State = InvitedGone
			} else if !m.Invited {
				inv.State = InvitedNot
			}
			if err := t.mayGrant(m.Role); err != nil && inv.State == InvitedAgain {
				return nil, err
			}
		}
		if !in.DryRun && (inv.State == InvitedNew || inv.State == InvitedAgain) {
			var hash string
			inv.Secret, hash = newSecret("")
			inv.Expires = after(t.Now, inviteLife)
			links = append(links, store.Link{ID: t.newID(), Hash: hash, Kind: store.InviteLink, OrgID: t.Org(), PersonID: person.ID, Created: t.Now, Expires: inv.Expires})
		}
		if !in.DryRun && inv.State == InvitedNew {
			persons = append(persons, person)
			inv.MemberID = t.newID()
			known[l.Email] = MemberView{Member: okr.Member{ID: inv.MemberID, PersonID: person.ID, Role: inv.Role, Teams: inv.Teams}, Name: inv.Name}
		}
		out = append(out, inv)
	}
	if err := t.NewPersons(persons...); err != nil {
		return nil, err
	}
	for _, p := range persons {
		m := known[p.Email].Member
		m.Version, m.Created = 1, t.Now
		if err := add(t, "", m); err != nil {
			return nil, err
		}
	}
	return out, t.NewLinks(links...)
}

// linesAtOnce is how many lines are looked up at once.
const linesAtOnce = 500

// knownBy are the members with the e-mails of some lines, deactivated ones too, by e-mail.
func (t *act) knownBy(lines []roster.PersonLine) (map[string]MemberView, error) {
	out := map[string]MemberView{}
	for some := range slices.Chunk(lines, linesAtOnce) {
		emails := make([]string, len(some))
		for i, l := range some {
			emails[i] = l.Email
		}
		keys, err := t.MemberKeys(store.MemberFilter{Emails: emails, Deactivated: true})
		if err != nil {
			return nil, err
		}
		list, err := memberViews(t.Tx, keyIDs(keys))
		if err != nil {
			return nil, err
		}
		for _, m := range list {
			out[m.Email] = m
		}
	}
	return out, nil
}

// teamsByName reads the teams, if any are named: their ids by what a line may call them, which is a name without its case or the last part of an address, and by
// the ids themselves. Of several the first one is meant.
func (t *act) teamsByName(lines []roster.PersonLine, usual []okr.Membership) (map[string]string, error) {
	if len(usual) == 0 && !slices.ContainsFunc(lines, func(l roster.PersonLine) bool { return len(l.Teams) > 0 }) {
		return nil, nil
	}
	out := map[string]string{}
	list, err := t.Teams(false)
	for _, o := range slices.Backward(list) {
		out[okr.NameKey(o.Name)], out[o.Slug] = o.ID, o.ID
	}
	for _, o := range list {
		out[o.ID] = o.ID
	}
	return out, err
}

// mayGrant holds for owners, and for others with every role but owner.
func (t *act) mayGrant(role okr.OrgRole) error {
	if role == okr.OrgOwner && t.Actor.Viewer.Role != okr.OrgOwner {
		return okr.Fail(okr.Forbidden, "role", "Only an owner may do this to an owner, or make one.")
	}
	return nil
}

// memberships are the teams of a line, by their names or addresses, or what is usual if it has none.
func memberships(l roster.PersonLine, usual []okr.Membership, teams map[string]string) ([]okr.Membership, error) {
	var out []okr.Membership
	for _, want := range l.Teams {
		id := cmp.Or(teams[okr.NameKey(want.Name)], teams[want.Name])
		if id == "" {
			return nil, l.Fault(fmt.Sprintf("there is no team %s; add it first, or correct its name", want.Name))
		}
		out = append(out, okr.Membership{TeamID: id, Role: want.Role})
	}
	if len(l.Teams) == 0 {
		for _, m := range usual {
			if m.Role == "" {
				m.Role = okr.TeamMember
			}
			if teams[m.TeamID] != m.TeamID || m.Role != okr.TeamMember && m.Role != okr.TeamLead {
				return nil, okr.Fail(okr.Invalid, "teams", "Choose teams of this organization, as member or lead.")
			}
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(x, y okr.Membership) int { return strings.Compare(x.TeamID, y.TeamID) })
	return slices.CompactFunc(out, func(x, y okr.Membership) bool { return x.TeamID == y.TeamID }), nil
}

// Invites lists who has not accepted yet. It is for owners and ambassadors.
func (a *App) Invites(ctx context.Context, actor Actor) ([]Invitation, error) {
	if err := mayAdminister(actor); err != nil {
		return nil, err
	}
	return view(ctx, a, actor, func(tx *store.Tx) ([]Invitation, error) {
		keys, err := findMembers(tx, store.MemberFilter{Invited: true})
		if err != nil {
			return nil, err
		}
		list, err := memberViews(tx, keyIDs(keys))
		if err != nil {
			return nil, err
		}
		links, err := tx.Links(store.InviteLink, a.Now())
		out := make([]Invitation, len(list))
		for i, m := range list {
			out[i] = Invitation{MemberID: m.ID, Email: m.Email, Name: m.Name, Role: m.Role, Teams: m.Teams, Expires: links[m.PersonID].Expires}
		}
		return out, err
	})
}

// A Welcome is what somebody sees who follows an invitation, and so whoever made it may: nothing of an account that they may have here already.
type Welcome struct {
	Organization string `json:"organization"`
	Email        string `json:"email"`
	Name         string `json:"name"`
}

// Invitation finds what a link invites to.
func (a *App) Invitation(ctx context.Context, secret string) (w Welcome, err error) {
	err = a.db.View(ctx, "", func(tx *store.Tx) error {
		i, err := a.openInvite(tx, secret)
		w = Welcome{i.org.Name, i.person.Email, i.person.Name}
		return err
	})
	return w, err
}

// An invite is an open invitation, read from its link.
type invite struct {
	link    store.Link
	org     okr.Organization
	member  okr.Member
	person  store.Credential // who was invited
	account store.Credential // who signs in with this e-mail already, if anybody
}

func (a *App) openInvite(tx *store.Tx, secret string) (i invite, err error) {
	over := okr.Fail(okr.NotFound, "", "This invitation is over: it was used, replaced or has expired. Ask for a new one.")
	if i.link, err = tx.LinkByHash(hashOf(secret), store.InviteLink, a.Now()); err == nil {
		if i.org, err = tx.In(i.link.OrgID).Organization(); err == nil {
			if i.person, err = tx.Person(i.link.PersonID); err == nil {
				i.member, err = tx.In(i.link.OrgID).MemberOf(i.link.PersonID)
			}
		}
	}
	if isMissing(err) || err == nil && i.member.Deactivated != 0 {
		return invite{}, over
	}
	if err != nil {
		return invite{}, err
	}
	i.account, err = tx.PersonByLogin(i.person.Email)
	if isMissing(err) {
		err = nil
	}
	return i, err
}

// An AcceptInput accepts an invitation. Somebody who has an account gives its password, and keeps its name.
type AcceptInput struct {
	Secret   string `json:"secret"`
	Name     string `json:"name"`
	Password string `json:"password"`
	Agent    string `json:"-"`
	Remote   string `json:"-"`
}

// A Joined member, signed in.
type Joined struct {
	Organization okr.Organization `json:"organization"`
	Member       okr.Member       `json:"member"`
	Session      Session          `json:"session"`
}

// Accept makes whoever follows an invitation a member, and signs them in. The link is used up. What is typed is checked in the same way for those who
// have an account, whose name it does not change: what is refused before the link is used says nothing of them.
func (a *App) Accept(ctx context.Context, in AcceptInput) (Joined, error) {
	var i invite
	err := a.db.View(ctx, "", func(tx *store.Tx) (err error) {
		i, err = a.openInvite(tx, in.Secret)
		return err
	})
	if err != nil {
		return Joined{}, err
	}
	name := line(in.Name)
	if err := okr.Join(okr.CheckPersonName("name", name), checkNewPassword("password", in.Password)); err != nil {
		return Joined{}, err
	}
	joins := i.account
	if joins.ID != "" {
		if joins, err = a.prove(ctx, i.person.Email, in.Password, in.Remote); err != nil {
			return Joined{}, wrongPassword(err, "password")
		}
	} else {
		joins = i.person
		joins.Name = name
		if joins.Hash, err = hashPassword(ctx, in.Password); err != nil {
			return Joined{}, err
		}
		joins.Login = joins.Email
		joins.Version++
	}
	actor := Actor{Org: i.org, Viewer: okr.Viewer{MemberID: i.member.ID, Role: i.member.Role}, Person: joins.Person, Via: "page"}
	return do(ctx, a, actor, "member.joined", nil, func(t *act) (Joined, error) {
		now, err := a.openInvite(t.Tx, in.Secret)
		if err != nil {
			return Joined{}, err
		}
		m := now.member
		m.PersonID = joins.ID
		if err := save(t, "", &m); err != nil {
			return Joined{}, err
		}
		if i.account.ID != "" {
			err = t.RemovePerson(i.person.ID)
		} else {
			err = errors.Join(t.SetCredential(joins), t.RemoveLinks(joins.ID, store.InviteLink))
		}
		if err != nil {
			return Joined{}, err
		}
		s, err := a.startSession(t.Tx, joins.Person, in.Agent)
		return Joined{i.org, m, s}, err
	})
}
