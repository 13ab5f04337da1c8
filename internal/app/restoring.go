package app

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/document"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// restorePiece is how many rows are written at a time, so that nobody waits for the writer.
const restorePiece = 100

// Restore puts an archive in the place of the actor's organization, which has to be as it was set up: ids, versions and the log stay as they are in the
// archive. It is for owners. Who of the archive's owners has the actor's e-mail is the actor from then on; if nobody has, the actor
// becomes one more owner. Everybody else needs a reset link, because passwords are in no archive.
//
// Everything is written in short pieces under the archive's organization, which nobody can see before it is there; the last transaction makes it
// appear. What an interrupted one has left is written anew.
func (a *App) Restore(ctx context.Context, actor Actor, in *okr.Archive) (okr.Organization, error) {
	org := in.Organization
	if err := okr.Join(okr.CanOwn(actor.Viewer), mayAdminister(actor), in.Check()); err != nil {
		return org, err
	}
	var known map[string]bool // persons of the archive who are here already
	err := a.db.View(ctx, actor.Org.ID, func(tx *store.Tx) error {
		var err error
		if err = restorable(tx, org.ID); err != nil {
			return err
		}
		ids := make([]string, len(in.People))
		for i, p := range in.People {
			ids[i] = p.ID
		}
		known, err = tx.PersonsThere(ids)
		return err
	})
	if err != nil {
		return org, err
	}
	if err := a.db.Update(ctx, org.ID, func(tx *store.Tx) error { return tx.RemoveOrganization() }); err != nil {
		return org, err
	}
	in = a.newcomers(in, actor.Person.ID, known)
	if err := a.restoreThings(ctx, in); err != nil {
		return org, err
	}
	err = a.db.Update(ctx, actor.Org.ID, func(tx *store.Tx) error {
		if err := restorable(tx, org.ID); err != nil {
			return err
		}
		if err := tx.RemoveOrganization(); err != nil {
			return err
		}
		t := &act{Tx: tx.In(org.ID), Now: a.Now(), Actor: actor, newID: a.newID}
		if err := t.NewOrganization(org); err != nil {
			return err
		}
		if err := t.SetNextNumber(); err != nil {
			return err
		}
		for _, k := range in.KeyResults {
			if k.Source.Kind != okr.Manual {
				if err := t.QueueRollUp(k.ID, t.Now); err != nil {
					return err
				}
			}
		}
		return t.takeOver(in)
	})
	if err != nil {
		return org, err
	}
	a.db.Analyze(ctx)
	return org, nil
}

// restores is whether importing a document means to restore the organization that it holds: for an owner whose own is as it was set up.
// For anybody else the plan in it is imported like any other.
func restores(tx *store.Tx, actor Actor, d *document.Draft) (bool, error) {
	if d.Archive == nil || okr.Join(okr.CanOwn(actor.Viewer), mayAdminister(actor)) != nil {
		return false, nil
	}
	err := restorable(tx, d.Archive.Organization.ID)
	if okr.FaultsOf(err) != nil {
		return false, nil
	}
	return err == nil, err
}

// noRestore says of a document that holds a whole organization why importing it does not restore that, what does not come along with its objectives, and how it is
// restored; "" for any other document.
func noRestore(tx *store.Tx, actor Actor, d *document.Draft) (string, error) {
	if d.Archive == nil {
		return "", nil
	}
	there, err := tx.OrganizationExists(d.Archive.Organization.ID)
	if err != nil {
		return "", err
	}
	why := "this organization is in use"
	if okr.Join(okr.CanOwn(actor.Viewer), mayAdminister(actor)) != nil {
		why = "that is for owners"
	}
	a := d.Archive
	left := []string{"people"}
	for _, x := range []struct {
		name string
		n    int
	}{{"teams", len(a.Teams)}, {"strategy", len(a.Pillars)}, {"earlier check-ins", len(a.CheckIns)}, {"comments", len(a.Comments)}, {"KPIs", len(a.KPIs)}, {"roadmap", len(a.Roadmap)},
		{"backlog", len(a.Backlog)}, {"retrospectives", len(a.Retros)}} {
		if x.n > 0 {
			left = append(left, x.name)
		}
	}
	how := "To restore all of it, make a new organization with “headwater user owner”, sign in there, and import this file before anything else."
	if there {
		how = "To restore all of it, import this file on another server, into an organization that was just set up: it is on this one already."
	}
	return "This is all of " + a.Organization.Name + ", and it is not restored here: " + why + ". Its objectives come with their key results and last values, each into the cycle of its name. Its " +
		strings.Join(left, ", ") + " and history stay out. " + how, nil
}

// restoreInstead restores the organization that a document holds if that is what importing it means; done is false if it is not.
func (a *App) restoreInstead(ctx context.Context, actor Actor, in ImportInput, d *document.Draft) (out ImportResult, done bool, err error) {
	done, err = view(ctx, a, actor, func(tx *store.Tx) (bool, error) { return restores(tx, actor, d) })
	if err != nil || !done {
		return out, done, err
	}
	whole, err := document.ReadArchive(bytes.NewReader(in.Data)) // the draft's has no exact log if it was YAML
	if err != nil {
		return out, true, err
	}
	org, err := a.Restore(ctx, actor, whole)
	out.Restored, out.Objectives, out.KeyResults = org.Slug, len(whole.Objectives), len(whole.KeyResults)
	return out, true, err
}

func restorable(tx *store.Tx, id string) error {
	fresh, err := tx.IsNew()
	if err != nil {
		return err
	}
	if !fresh {
		return okr.Fail(okr.Conflict, "", "This organization is in use. An export is restored into one that was just set up.")
	}
	there, err := tx.OrganizationExists(id)
	if err == nil && there {
		err = okr.Fail(okr.Conflict, "file", "The organization of this export is on this server already.")
	}
	return err
}

// newcomers gives those of the archive's persons another id whose id somebody on this server has, in another organization: an export must not
// bring anybody's account into an organization. The actor stays themselves.
func (a *App) newcomers(in *okr.Archive, me string, known map[string]bool) *okr.Archive {
	out := *in
	out.People, out.Members = nil, slices.Clone(in.Members)
	ids := map[string]string{}
	for _, p := range in.People {
		switch {
		case p.ID == me:
			continue
		case known[p.ID]:
			ids[p.ID] = a.newID()
			p.ID = ids[p.ID]
		}
		out.People = append(out.People, p)
	}
	for i, m := range out.Members {
		out.Members[i].PersonID = cmp.Or(ids[m.PersonID], m.PersonID)
	}
	return &out
}

// restoreThings writes everything but the organization itself as it was, and makes it be found.
func (a *App) restoreThings(ctx context.Context, in *okr.Archive) error {
	write := func(fn func(*act) error) error {
		return a.db.Update(ctx, in.Organization.ID, func(tx *store.Tx) error {
			return fn(&act{Tx: tx, Now: a.Now(), Actor: Actor{Org: in.Organization}, newID: a.newID})
		})
	}
	for thing, piece := range in.Pieces(restorePiece) {
		err := write(func(t *act) error { return errors.Join(t.InsertThings(thing, piece), indexAll(t, piece)) })
		if err != nil {
			return err
		}
	}
	for piece := range slices.Chunk(in.Imports, restorePiece) {
		if err := write(func(t *act) error { return t.RestoreImports(piece) }); err != nil {
			return err
		}
	}
	for piece := range slices.Chunk(in.Events, restorePiece) {
		if err := write(func(t *act) error { return t.Tx.Restore(piece) }); err != nil {
			return err
		}
	}
	return nil
}

// takeOver makes the actor, whose own organization is gone, an owner of the restored one.
func (t *act) takeOver(in *okr.Archive) error {
	me := t.Actor.Person
	mails := map[string]string{}
	for _, p := range in.People {
		mails[p.ID] = p.Email
	}
	at := slices.IndexFunc(in.Members, func(m okr.Member) bool {
		return m.Role == okr.OrgOwner && m.Deactivated == 0 && !m.Service && (m.PersonID == me.ID || me.Email != "" && strings.EqualFold(mails[m.PersonID], me.Email))
	})
	if at < 0 {
		m := okr.Member{ID: t.newID(), PersonID: me.ID, Role: okr.OrgOwner, Version: 1, Created: t.Now}
		if err := add(t, "", m); err != nil {
			return err
		}
		return t.Record(okr.Event{ID: t.newID(), Kind: "member.joined", ActorID: m.ID, Via: t.Actor.Via, Reason: "restored the export", Recorded: t.Now}, t.rows)
	}
	m := in.Members[at]
	if m.PersonID == me.ID {
		return nil
	}
	elsewhere, err := t.Belongings(me.ID)
	if err != nil {
		return err
	}
	if len(elsewhere) > 0 { // one account for all of them
		m.PersonID = me.ID
		return store.Update(t.Tx, &m)
	}
	old, err := t.Person(me.ID)
	if err != nil {
		return err
	}
	c, err := t.Person(m.PersonID)
	if err != nil {
		return err
	}
	c.Login, c.Hash = old.Login, old.Hash
	old.Login, old.Hash = old.ID, ""
	for _, write := range []func() error{
		func() error { return t.SetCredential(old) },
		func() error { return t.SetCredential(c) },
		func() error { return t.HandOver(me.ID, m.PersonID) },
		func() error { return t.RemovePerson(me.ID) },
	} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}
