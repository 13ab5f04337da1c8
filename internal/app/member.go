package app

import (
	"context"
	"errors"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A MemberView is a member with what the log never holds: their name and e-mail.
type MemberView struct {
	okr.Member
	Name    string `json:"name"`
	Email   string `json:"email,omitempty"`
	Invited bool   `json:"invited,omitempty"` // has not accepted yet
}

// Member finds one member, a deactivated one too.
func (a *App) Member(ctx context.Context, actor Actor, id string) (MemberView, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (MemberView, error) { return memberView(tx, id) })
}

func memberView(tx *store.Tx, id string) (MemberView, error) {
	m, err := tx.Member(id)
	if err != nil {
		return MemberView{}, err
	}
	c, err := tx.Person(m.PersonID)
	return MemberView{m, c.Name, c.Email, c.Email != "" && c.Login == c.ID}, err
}

// An EditMemberInput changes what is not nil.
type EditMemberInput struct {
	ID          string           `json:"id"`
	Version     int              `json:"version,omitempty"`
	Role        *okr.OrgRole     `json:"role,omitempty"`
	Name        *string          `json:"name,omitempty"`        // one's own; of somebody who has not accepted yet also by an administrator
	Preferences *okr.Preferences `json:"preferences,omitempty"` // only one's own
}

// EditMember changes a member. Roles are given by owners and ambassadors, the owner's role by owners; the last owner keeps it.
func (a *App) EditMember(ctx context.Context, actor Actor, in EditMemberInput) (MemberView, error) {
	self := in.ID == actor.Viewer.MemberID && in.ID != ""
	if !self || in.Role != nil {
		if err := mayAdminister(actor); err != nil {
			return MemberView{}, err
		}
	}
	return do(ctx, a, actor, "member.edited", in, func(t *act) (MemberView, error) {
		m, err := memberView(t.Tx, in.ID)
		if err != nil {
			return m, err
		}
		if err := stale(in.Version, m.Version, m.Member); err != nil {
			return m, err
		}
		if in.Preferences != nil {
			if !self {
				return m, okr.Fail(okr.Forbidden, "preferences", "Everyone chooses these for themselves.")
			}
			if err := checkPreferences(*in.Preferences); err != nil {
				return m, err
			}
			m.Preferences = *in.Preferences
		}
		if in.Name != nil {
			if !self && !m.Invited {
				return m, okr.Fail(okr.Forbidden, "name", "Everyone writes their own name.")
			}
			if err := t.rename(&m, *in.Name); err != nil {
				return m, err
			}
		}
		if in.Role != nil && *in.Role != m.Role {
			if err := t.changeRole(&m.Member, *in.Role); err != nil {
				return m, err
			}
		}
		return m, save(t, "", &m.Member)
	})
}

func checkPreferences(p okr.Preferences) error {
	switch {
	case !slices.Contains([]string{"", "light", "dark"}, p.Theme):
		return okr.Fail(okr.Invalid, "preferences.theme", "Choose light or dark, or nothing for the same as your system.")
	case p.Keys != "" && p.Keys != "off":
		return okr.Fail(okr.Invalid, "preferences.keys", "Choose off, or nothing for single-letter keys.")
	}
	return p.Notices.Check()
}

func (t *act) rename(m *MemberView, name string) error {
	setLine(&m.Name, &name)
	if err := okr.CheckPersonName("name", m.Name); err != nil {
		return err
	}
	c, err := t.Person(m.PersonID)
	if err != nil {
		return err
	}
	c.Name = m.Name
	c.Version++
	return t.SetCredential(c)
}

func (t *act) changeRole(m *okr.Member, role okr.OrgRole) error {
	if !slices.Contains(okr.OrgRoles, role) {
		return okr.Fail(okr.Invalid, "role", "Choose owner, ambassador, member or viewer.")
	}
	if m.Service && role == okr.OrgOwner {
		return okr.Fail(okr.Invalid, "role", "A service cannot be an owner.")
	}
	if err := okr.Join(t.mayGrant(m.Role), t.mayGrant(role)); err != nil {
		return err
	}
	if m.Role == okr.OrgOwner {
		if err := t.keepOwner(m.ID); err != nil {
			return err
		}
	}
	m.Role = role
	return nil
}

// keepOwner refuses to go on without member id when nobody else can act as an owner.
func (t *act) keepOwner(id string) error {
	owners, err := t.MemberKeys(store.MemberFilter{Role: okr.OrgOwner})
	if err != nil {
		return err
	}
	if slices.ContainsFunc(owners, func(k store.MemberKey) bool { return k.ID != id && !k.Service && !k.Invited }) {
		return nil
	}
	return okr.Fail(okr.Invalid, "role", "This is the last owner. Make somebody else an owner first.")
}

// An EditProfileInput is one's own account, which is the same in every organization.
type EditProfileInput struct {
	Email    string `json:"email"`
	Password string `json:"password"` // the current one
	Remote   string `json:"-"`
}

// EditProfile changes the e-mail that one signs in with. Links for a new password, which went to the one before, end.
func (a *App) EditProfile(ctx context.Context, actor Actor, in EditProfileInput) (okr.Person, error) {
	if err := inPerson(actor); err != nil {
		return okr.Person{}, err
	}
	email, err := emailOf("email", in.Email)
	if err != nil {
		return okr.Person{}, err
	}
	c, err := a.prove(ctx, actor.Person.Email, in.Password, in.Remote)
	if err != nil {
		return okr.Person{}, wrongPassword(err, "password")
	}
	return a.setEmail(ctx, c, email)
}

// setEmail gives a person who has proved that they know their password another e-mail, unless the password was changed since.
func (a *App) setEmail(ctx context.Context, proved store.Credential, email string) (p okr.Person, err error) {
	err = a.db.Update(ctx, "", func(tx *store.Tx) error {
		c, err := tx.Person(proved.ID)
		if err != nil {
			return err
		}
		if c.Hash != proved.Hash {
			return okr.Fail(okr.Conflict, "password", "Your password was changed at the same moment. Write the new one.")
		}
		c.Email, c.Login = email, email
		c.Version++
		p = c.Person
		return errors.Join(tx.SetCredential(c), tx.RemoveLinks(c.ID, store.ResetLink))
	})
	return p, err
}
