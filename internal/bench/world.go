package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A world is an organization to measure in.
type world struct {
	ctx    context.Context
	db     *store.DB
	app    *app.App
	actor  app.Actor
	team   string
	now    okr.Instant
	dsn    string
	dir    string // for what is built
	secret string // of the session, in the full one
	full   *world // the organization that is as large as a big company; nil before it is made up
}

const password = "measured, not guessed"

// newWorld sets an organization up in a database.
func newWorld(ctx context.Context, dsn, slug string) (*world, error) {
	db, err := store.Open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	_, err = db.Migrate(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	w, err := in(ctx, db, dsn, slug)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return w, nil
}

func in(ctx context.Context, db *store.DB, dsn, slug string) (*world, error) {
	w := &world{ctx: ctx, db: db, dsn: dsn, app: app.New(db, time.Now), now: okr.InstantOf(time.Now())}
	f, err := w.app.NewOrganization(ctx, app.SetUpInput{Organization: "Bench", Slug: slug, Name: "Kim", Email: "kim@" + slug + ".example", Password: password})
	if err != nil {
		return nil, err
	}
	if w.actor, err = w.app.ActorOf(ctx, f.Session.Secret, slug); err != nil {
		return nil, err
	}
	around, err := w.app.Around(ctx, w.actor)
	if err == nil {
		w.team = around.Teams[0].ID
	}
	return w, err
}

// cycle adds a cycle with n objectives of three key results each.
func (w *world) cycle(name string, start okr.Date, n int) (cycle string, krs []string, err error) {
	c, err := w.app.AddCycle(w.ctx, w.actor, app.CycleInput{Name: name, Start: start, End: start.Add(90)})
	if err != nil {
		return "", nil, err
	}
	target, value, progress, confidence := 100.0, 40.0, 0.4, 6
	for from := 0; from < n; from += 500 {
		var os []okr.Objective
		var ks []okr.KeyResult
		for i := from; i < min(from+500, n); i++ {
			o := okr.Objective{ID: fmt.Sprintf("%s-%07d", c.ID[:8]+name, i), CycleID: c.ID, Title: fmt.Sprintf("What will be different for the people of region %d", i), Kind: okr.Committed,
				Stage: okr.Active, Activated: w.now, OwnerID: w.actor.Viewer.MemberID, TeamIDs: []string{w.team}, Position: i + 1, Progress: &progress, WhyImportant: "Because somebody waits for it.", Version: 1, Created: w.now}
			o.LineageID = o.ID
			os = append(os, o)
			for j := range 3 {
				k := okr.KeyResult{ID: fmt.Sprintf("%s-%d", o.ID, j), ObjectiveID: o.ID, Title: "Share of people who find it within a day", Kind: okr.Number, Direction: okr.Increase, Baseline: new(float64),
					Target: &target, Unit: "%", Position: j, Value: &value, Progress: &progress, Confidence: &confidence, CheckedAs: start.Add(28), Checks: 4, Trail: []okr.Point{{Date: start.Add(7), Value: 10}, {Date: start.Add(14), Value: 22}, {Date: start.Add(21), Value: 31}, {Date: start.Add(28), Value: 40}}, Version: 1, Created: w.now}
				k.LineageID = k.ID
				ks = append(ks, k)
				krs = append(krs, k.ID)
			}
		}
		err := w.db.Update(w.ctx, w.actor.Org.ID, func(tx *store.Tx) error {
			first, err := tx.NextNumbers(len(os))
			if err != nil {
				return err
			}
			for i := range os {
				os[i].Number = first + i
			}
			if err := store.Insert(tx, os...); err != nil {
				return err
			}
			return store.Insert(tx, ks...)
		})
		if err != nil {
			return "", nil, err
		}
	}
	return c.ID, krs, nil
}
