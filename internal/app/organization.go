package app

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"golang.org/x/text/unicode/norm"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/roster"
	"github.com/headwater-okr/headwater/internal/store"
)

// A SetUpInput is what two minutes of set-up ask for.
type SetUpInput struct {
	Organization string     `json:"organization"`
	Slug         string     `json:"slug,omitempty"` // made from the name unless given
	TimeZone     string     `json:"time_zone,omitempty"`
	FiscalStart  int        `json:"fiscal_start,omitempty"`
	Name         string     `json:"name"` // of the person who becomes the owner
	Email        string     `json:"email"`
	Password     string     `json:"password"`
	Teams        string     `json:"teams,omitempty"` // as roster.ReadTeams takes it
	Cycle        CycleInput `json:"cycle,omitzero"`  // the running quarter unless given
	Agent        string     `json:"-"`
	Remote       string     `json:"-"`
}

// A Founded organization, with its owner signed in.
type Founded struct {
	Organization okr.Organization `json:"organization"`
	Owner        okr.Member       `json:"owner"`
	Cycle        okr.Cycle        `json:"cycle"`
	Session      Session          `json:"session"`
}

// Empty answers whether there is no organization yet, so that the first visitor sets one up.
func (a *App) Empty(ctx context.Context) (empty bool, err error) {
	err = a.db.View(ctx, "", func(tx *store.Tx) error {
		found, err := tx.AnyOrganization()
		empty = !found
		return err
	})
	return empty, err
}

// SetUp makes the first organization with its root team, its teams, its owner and a cycle, and signs the owner in. It is open to
// anyone until there is one, and Forbidden from then on.
func (a *App) SetUp(ctx context.Context, in SetUpInput) (Founded, error) {
	empty, err := a.Empty(ctx)
	if err != nil {
		return Founded{}, err
	}
	if !empty {
		return Founded{}, errFounded // before the slow hash
	}
	return a.found(ctx, in, true)
}

var errFounded = okr.Fail(okr.Forbidden, "", "Headwater is set up here already. Sign in, or ask for an invitation.")

// NewOrganization is SetUp for the operator, who may make any number of organizations. A person who has an account keeps their
// name and password.
func (a *App) NewOrganization(ctx context.Context, in SetUpInput) (Founded, error) {
	return a.found(ctx, in, false)
}

func (a *App) found(ctx context.Context, in SetUpInput, first bool) (Founded, error) {
	var out Founded
	now := a.Now()
	org := okr.Organization{ID: a.newID(), Version: 1, Created: now, Set: okr.Settings{TimeZone: in.TimeZone, FiscalStart: in.FiscalStart}}
	person := okr.Person{ID: a.newID(), Version: 1, Created: now}
	var known store.Credential
	email, emailFault := emailOf("email", in.Email)
	if emailFault == nil && !first {
		if err := a.db.View(ctx, "", func(tx *store.Tx) (err error) {
			known, err = tx.PersonByLogin(email)
			if isMissing(err) {
				return nil
			}
			return err
		}); err != nil {
			return out, err
		}
	}
	org.Name, org.Slug = line(in.Organization), cmp.Or(in.Slug, okr.Slug(in.Organization))
	person.Name = line(in.Name)
	if known.ID != "" {
		person = known.Person
	}
	lines, teamFault := roster.ReadTeams(norm.NFC.String(in.Teams))
	cycle, cycleFault := in.Cycle.build(a.Today(org), org.Set.FiscalStart)
	err := okr.Join(refield(org.Check(), map[string]string{"name": "organization"}), okr.CheckPersonName("name", person.Name), emailFault,
		teamFault, okr.Under("cycle.", cycleFault))
	if known.ID == "" {
		err = okr.Join(err, checkNewPassword("password", in.Password))
	}
	if err != nil {
		return out, err
	}
	credential := store.Credential{Person: person, Login: email}
	credential.Email = email
	if known.ID == "" {
		if credential.Hash, err = hashPassword(ctx, in.Password); err != nil {
			return out, err
		}
	}
	root := okr.Team{ID: a.newID(), Name: org.Name, Slug: okr.Slug(org.Name), Version: 1, Created: now}
	owner := okr.Member{ID: a.newID(), PersonID: person.ID, Role: okr.OrgOwner, Version: 1, Created: now,
		Teams: []okr.Membership{{TeamID: root.ID, Role: okr.TeamLead}}}
	cycle.ID, cycle.Slug, cycle.Version, cycle.Created = a.newID(), okr.Slug(cycle.Name), 1, now
	actor := Actor{Org: org, Viewer: okr.Viewer{MemberID: owner.ID, Role: owner.Role, Leader: true}, Person: credential.Person, Via: "page"}
	return do(ctx, a, actor, "organization.founded", nil, func(t *act) (Founded, error) {
		if first {
			if found, err := t.AnyOrganization(); err != nil {
				return out, err
			} else if found {
				return out, errFounded
			}
		}
		if err := t.NewOrganization(org); err != nil {
			return out, err
		}
		if known.ID == "" {
			if err := errors.Join(t.NewPersons(credential.Person), t.SetCredential(credential)); err != nil {
				return out, err
			}
		}
		err := errors.Join(logThing(t, "", org), add(t, "", root), add(t, "", owner), add(t, "", cycle))
		if err != nil {
			return out, err
		}
		if _, err := t.addLines(rootless(lines, org.Name), root.ID, []okr.Team{root}); err != nil {
			return out, err
		}
		session, err := a.startSession(t.Tx, credential.Person, in.Agent)
		return Founded{org, owner, cycle, session}, err
	})
}

// rootless takes the organization itself away from the top of an outline, where people often write it.
func rootless(lines []roster.TeamLine, org string) []roster.TeamLine {
	if len(lines) == 0 || okr.NameKey(lines[0].Name) != okr.NameKey(org) || slices.ContainsFunc(lines[1:], func(l roster.TeamLine) bool { return l.Depth == 0 }) {
		return lines
	}
	out := slices.Clone(lines[1:])
	for i := range out {
		out[i].Depth--
		out[i].Parent--
	}
	return out
}

// Organization is the actor's organization as it stands now.
func (a *App) Organization(ctx context.Context, actor Actor) (okr.Organization, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (okr.Organization, error) { return tx.Organization() })
}

// An EditOrganizationInput changes what is not nil.
type EditOrganizationInput struct {
	Version     int                        `json:"version,omitempty"`
	Name        *string                    `json:"name,omitempty"`
	Slug        *string                    `json:"slug,omitempty"`
	FiscalStart *int                       `json:"fiscal_start,omitempty"`
	TimeZone    *string                    `json:"time_zone,omitempty"`
	Locale      *string                    `json:"locale,omitempty"`
	Contact     *string                    `json:"contact,omitempty"` // a member's id, "" for none
	Limits      *okr.Limits                `json:"limits,omitempty"`
	Ambition    *okr.Ambition              `json:"ambition,omitempty"`
	Parts       map[okr.Part]okr.PartState `json:"parts,omitempty"` // those named

	Holidays      *okr.Holidays `json:"holidays,omitempty"`       // all of them
	EscalateAfter *int          `json:"escalate_after,omitempty"` // days until a blocker goes one step up; 0 is the usual week

	Unlearned *bool `json:"unlearned,omitempty"` // true: what people's changes of priorities have in common teaches nothing
}

// EditOrganization changes the name, address and settings. It is for owners and ambassadors.
func (a *App) EditOrganization(ctx context.Context, actor Actor, in EditOrganizationInput) (okr.Organization, error) {
	if err := mayAdminister(actor); err != nil {
		return okr.Organization{}, err
	}
	return do(ctx, a, actor, "organization.edited", in, func(t *act) (okr.Organization, error) {
		o, err := t.Organization()
		if err != nil {
			return o, err
		}
		if err := stale(in.Version, o.Version, o); err != nil {
			return o, err
		}
		setLine(&o.Name, in.Name)
		set(&o.Slug, in.Slug)
		set(&o.Set.FiscalStart, in.FiscalStart)
		set(&o.Set.TimeZone, in.TimeZone)
		set(&o.Set.Locale, in.Locale)
		set(&o.Set.Limits, in.Limits)
		if in.Ambition != nil {
			o.Set.Ambition = *in.Ambition
			err = t.teamsExist("ambition.team_ids", in.Ambition.TeamIDs)
		}
		set(&o.Set.Holidays, in.Holidays)
		set(&o.Set.EscalateAfter, in.EscalateAfter)
		set(&o.Set.Unlearned, in.Unlearned)
		for part, state := range in.Parts {
			if o.Set.Parts == nil {
				o.Set.Parts = map[okr.Part]okr.PartState{}
			}
			o.Set.Parts[part] = state
		}
		if in.Contact != nil {
			o.Set.Contact = *in.Contact
			if *in.Contact != "" {
				_, fault := t.activeMember("contact", *in.Contact)
				err = okr.Join(err, fault)
			}
		}
		if err = okr.Join(err, refield(o.Check(), nil)); err != nil {
			return o, err
		}
		return o, save(t, "", &o)
	})
}

// teamsExist refuses ids that are no teams.
func (t *act) teamsExist(field string, ids []string) error {
	there, err := t.TeamsThere(ids)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(ids, func(id string) bool { return !there[id] }) {
		return okr.Fail(okr.Invalid, field, "Choose teams of the list.")
	}
	return nil
}

// activeMember reads a member whom an input names.
func (t *act) activeMember(field, id string) (okr.Member, error) {
	m, err := t.Member(id)
	if isMissing(err) || err == nil && (m.Deactivated != 0 || m.Service) {
		return m, okr.Fail(okr.Invalid, field, "Choose somebody who is an active member of this organization.")
	}
	return m, err
}

// Operator is the actor of whoever can run commands beside the database: nobody in the log, with an owner's rights, and
// blind to private objectives. With an e-mail it is that member instead.
func (a *App) Operator(ctx context.Context, slug, email string) (Actor, error) {
	actor := Actor{Via: "cli", Viewer: okr.Viewer{Role: okr.OrgOwner, Leader: true}}
	err := a.db.View(ctx, "", func(tx *store.Tx) error {
		var err error
		if actor.Org, err = tx.OrganizationBySlug(slug); err != nil || email == "" {
			return err
		}
		login, err := emailOf("email", email)
		if err != nil {
			return err
		}
		c, err := tx.PersonByLogin(login)
		if err != nil {
			return err
		}
		actor.Person = c.Person
		actor.Viewer, _, err = viewer(tx.In(actor.Org.ID), c.ID, "")
		return err
	})
	return actor, err
}
