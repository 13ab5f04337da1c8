package main

import (
	"fmt"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// company is the organization of *medium objectives, made up once.
func (w *world) company(show func(row)) (*world, error) {
	if w.full != nil {
		return w.full, nil
	}
	full, err := in(w.ctx, w.db, w.dsn, "bench")
	if err == nil {
		err = full.fill(show)
	}
	w.full = full
	return full, err
}

// fill restores the made-up company in the place of the world's organization, through the door of an export, and has its plans judged.
func (w *world) fill(show func(row)) error {
	archive := company(*medium, w.app.Today(w.actor.Org), w.actor.Person.Email)
	started := time.Now()
	org, err := w.app.Restore(w.ctx, w.actor, archive)
	if err != nil {
		return err
	}
	show(row{what: fmt.Sprintf("restore of %d objectives, %d key results and %d check-ins", len(archive.Objectives), len(archive.KeyResults), len(archive.CheckIns)), ours: ms(time.Since(started))})
	session, err := w.app.SignIn(w.ctx, app.SignInInput{Email: w.actor.Person.Email, Password: password})
	if err != nil {
		return err
	}
	w.secret = session.Secret
	if w.actor, err = w.app.ActorOf(w.ctx, session.Secret, org.Slug); err != nil {
		return err
	}
	started = time.Now()
	err = w.app.JudgePlans(w.ctx)
	show(row{what: "its plans, read by the judge", ours: ms(time.Since(started))})
	return err
}

// companyRows are lists in the large organization.
func companyRows(w *world, show func(row)) error {
	full, err := w.company(show)
	if err != nil {
		return err
	}
	list := func(q app.ObjectiveQuery) (time.Duration, int64, error) {
		ctx, statements := store.CountQueries(full.ctx)
		if _, err := full.app.FindObjectives(ctx, full.actor, q); err != nil {
			return 0, 0, err
		}
		took, err := best(3, func() error { _, err := full.app.FindObjectives(full.ctx, full.actor, q); return err })
		return took, statements.Load(), err
	}
	plain, _, err := list(app.ObjectiveQuery{CycleID: "cycle-1"})
	if err != nil {
		return err
	}
	for _, l := range []struct {
		what string
		q    app.ObjectiveQuery
	}{
		{"list by team", app.ObjectiveQuery{CycleID: "cycle-1", Group: app.ByTeam}},
		{"list by title", app.ObjectiveQuery{CycleID: "cycle-1", Sort: app.ByTitle}},
		{"list of what is in trouble", app.ObjectiveQuery{CycleID: "cycle-1", Health: []okr.Health{okr.InTrouble}}},
		{"list by health", app.ObjectiveQuery{CycleID: "cycle-1", Sort: app.ByUrgency}},
	} {
		took, statements, err := list(l.q)
		if err != nil {
			return err
		}
		show(row{fmt.Sprintf("%s, of %d objectives, in %d statements", l.what, *medium, statements), ms(took), ms(plain) + " in place", ratio(took, plain), ""})
	}
	return nil
}
