package app

import (
	"context"
	"errors"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// The keys under which leads are told of a review, once each.
const (
	reviewAsked  = "review/"
	reviewEnding = "review-ending/"
)

// noticeReview tells those who lead teams that they are asked to read a draft. Whoever asked need not be told.
func (t *act) noticeReview(r okr.Review, teamIDs []string) error {
	leads, err := t.MembersOf(teamIDs, okr.TeamLead)
	if err != nil {
		return err
	}
	for _, id := range leads {
		if err := t.notice(id, okr.NoticeReview, reviewAsked+r.ID, r.ID, r.ObjectiveID, ""); err != nil {
			return err
		}
	}
	return nil
}

// longestPause is how far ahead of the end of a review it is looked at whether the last hours of its clock have begun: over a pause of weekends and
// holidays, which is seldom longer.
const longestPause = 14 * 24 * time.Hour

// RemindReviews tells those who lead teams that have not answered when four hours of the clock are left. A job calls it; nobody is told twice.
func (a *App) RemindReviews(ctx context.Context) error {
	now := a.Now()
	var ending []store.ReviewDue
	err := a.db.View(ctx, "", func(tx *store.Tx) (err error) {
		ending, err = tx.ReviewsEnding(now, okr.InstantOf(now.Time().Add(longestPause)), reviewEnding, 100)
		return err
	})
	for _, d := range ending {
		err = errors.Join(err, a.remindReview(ctx, d, now))
	}
	return err
}

func (a *App) remindReview(ctx context.Context, d store.ReviewDue, now okr.Instant) error {
	var list []store.Notice
	err := a.db.View(ctx, d.OrgID, func(tx *store.Tx) error {
		org, err := tx.Organization()
		if err != nil {
			return err
		}
		r, err := tx.Review(store.Everything, d.ID)
		if err != nil || org.Set.Holidays.ClockBetween(now, r.Until, org.Set.Location()) > okr.ReviewLast {
			return err
		}
		leads, err := tx.MembersOf(r.Waiting(), okr.TeamLead)
		for _, id := range leads {
			list = append(list, store.Notice{MemberID: id, Key: reviewEnding + r.ID, Kind: okr.NoticeReview, ThingID: r.ID, ObjectiveID: r.ObjectiveID, Created: now})
		}
		return err
	})
	if err != nil || len(list) == 0 {
		return err
	}
	return a.db.Update(ctx, d.OrgID, func(tx *store.Tx) error {
		var err error
		for _, n := range list {
			err = errors.Join(err, tx.AddNotice(n))
		}
		return err
	})
}
