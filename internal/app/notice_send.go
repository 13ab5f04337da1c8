package app

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// due are the reader's check-ins that are due, and the latest day on which one fell due.
func (r *noticeReader) due() (cards []CheckInCard, latest okr.Date, err error) {
	duties, err := r.tx.Duties(r.actor.Scope(), r.actor.Viewer.MemberID)
	if err != nil {
		return nil, "", err
	}
	q, _ := r.a.queue(r.actor, duties, r.tree)
	sortCards(q.Cards)
	for _, c := range q.Cards[:q.Due] {
		latest = max(latest, c.NextDue)
	}
	return q.Cards[:q.Due], latest, nil
}

// escalated keeps notices of blockers that have come up to the reader by their age.
func (r *noticeReader) escalated(now okr.Instant) error {
	var teams []string
	for id, role := range r.actor.Viewer.Teams {
		if role == okr.TeamLead {
			teams = append(append(teams, id), r.below(id)...)
		}
	}
	if len(teams) == 0 {
		return nil
	}
	slices.Sort(teams)
	var list []store.OpenBlocker
	err := r.tx.Read(r.tx.OpenBlockersInto(&list, r.actor.Scope(), r.actor.Viewer.MemberID, slices.Compact(teams), nil))
	if err != nil {
		return err
	}
	me := r.actor.Viewer.MemberID
	for _, b := range list {
		up := b.Escalation(now.DateIn(r.zone), r.actor.Org.Set)
		if b.OwnerID == me || !(up == okr.WithLead && slices.Contains(b.Leads, me) || up == okr.WithAbove && slices.Contains(b.Above, me)) {
			continue
		}
		key := "escalated/" + b.ID + "/" + string(rune('0'+int(up)))
		if err := r.tx.AddNotice(store.Notice{MemberID: me, Key: key, Kind: okr.NoticeBlocker, ThingID: b.ID, ObjectiveID: b.ObjectiveID, KeyResultID: b.KeyResultID, Created: now}); err != nil {
			return err
		}
	}
	return nil
}

// lapsedKey is of the notice that a decision about missing data has ended.
func lapsedKey(keyResultID string, d okr.DataDecision) string {
	return "lapsed/" + keyResultID + "/" + string(d.Choice) + "/" + string(d.Until)
}

// lapsed keeps notices of what was decided about missing data of the reader's key results and has ended: of their objectives' too, where nobody else who owns one
// may decide.
func (r *noticeReader) lapsed(now okr.Instant) error {
	if !r.actor.Org.Has(okr.PartData) {
		return nil
	}
	me := r.actor.Viewer.MemberID
	list, err := r.tx.DataDecided(r.actor.Scope(), me)
	if err != nil {
		return err
	}
	for _, d := range list {
		k := d.KeyResult
		if k.Ready(now.DateIn(r.zone)).State != okr.DataLapsed {
			continue
		}
		if k.OwnerID != me && k.OwnerID != "" {
			decides, err := r.decides(k)
			if err != nil {
				return err
			}
			if decides {
				continue
			}
		}
		if err := r.tx.AddNotice(store.Notice{MemberID: me, Key: lapsedKey(k.ID, k.Readiness.Decision), Kind: okr.NoticeData, ObjectiveID: k.ObjectiveID, KeyResultID: k.ID, Created: now}); err != nil {
			return err
		}
	}
	return nil
}

// decides answers whether the owner of a key result may decide about its data.
func (r *noticeReader) decides(k okr.KeyResult) (bool, error) {
	v, _, err := viewer(r.tx, "", k.OwnerID)
	if isMissing(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	o, err := r.tx.Objective(r.actor.Scope(), k.ObjectiveID)
	return err == nil && okr.CanEdit(v, o) == nil, err
}

func (r *noticeReader) below(id string) (out []string) {
	for _, c := range r.tree.Children(id) {
		out = append(out, c.ID)
	}
	return out
}

// kinds are those of which the reader is told so.
func (r *noticeReader) kinds(how okr.NoticeHow) []okr.NoticeKind {
	out := []okr.NoticeKind{}
	for _, k := range okr.NoticeKinds {
		if k.Kind != okr.NoticeDue && r.choices.Of(k.Kind) == how {
			out = append(out, k.Kind)
		}
	}
	return out
}

// morningAfter is the next morning after an instant, where the reader is: the first hour of a day from MorningHour on in which it is not quiet.
func (r *noticeReader) morningAfter(now okr.Instant) okr.Instant {
	local := now.Time().In(r.zone)
	hour := okr.MorningHour
	for h := okr.MorningHour; h < 24; h++ {
		if !r.choices.Quiet(h) {
			hour = h
			break
		}
	}
	at := time.Date(local.Year(), local.Month(), local.Day(), hour, 0, 0, 0, r.zone)
	if !at.After(local) {
		at = time.Date(local.Year(), local.Month(), local.Day()+1, hour, 0, 0, 0, r.zone)
	}
	return okr.InstantOf(at)
}

// SendNotices mails what members are told of: at once what they want so, and once a day, in their morning, the check-ins that have fallen due with everything
// else. A job calls it. What was missed while no program ran is one mail. Nobody is mailed in their quiet hours, and no morning is on a holiday.
func (a *App) SendNotices(ctx context.Context) error {
	err := a.tellEach(ctx, func(tx *store.Tx, after store.MemberRef) ([]store.MemberRef, error) {
		return tx.MorningsDue(a.Now(), after, readersAtOnce)
	}, func(m store.MemberRef) error { return a.tell(ctx, m, (*noticeReader).morning) })
	if err != nil {
		return err
	}
	return a.tellEach(ctx, func(tx *store.Tx, after store.MemberRef) ([]store.MemberRef, error) {
		return tx.NoticesWait(after, readersAtOnce)
	},
		func(m store.MemberRef) error {
			if quiet, err := a.quiet(ctx, m); quiet || err != nil { // what waits for them goes on waiting, and takes no turn at writing
				return err
			}
			return a.tell(ctx, m, (*noticeReader).atOnce)
		})
}

// tellEach calls tell for all whom who finds, page by page. Whom it fails for holds up nobody else of the page.
func (a *App) tellEach(ctx context.Context, who func(tx *store.Tx, after store.MemberRef) ([]store.MemberRef, error), tell func(store.MemberRef) error) error {
	for after := (store.MemberRef{}); ; {
		var list []store.MemberRef
		err := a.db.View(ctx, "", func(tx *store.Tx) (err error) {
			list, err = who(tx, after)
			return err
		})
		for _, m := range list {
			err = errors.Join(err, tell(m))
		}
		if err != nil || len(list) < readersAtOnce {
			return err
		}
		after = list[len(list)-1]
	}
}

// quiet answers whether a member has quiet hours now.
func (a *App) quiet(ctx context.Context, m store.MemberRef) (quiet bool, err error) {
	err = a.db.View(ctx, m.OrgID, func(tx *store.Tx) error {
		r, err := a.recipient(tx, m.ID)
		if isMissing(err) {
			return nil
		}
		if err == nil {
			quiet = r.choices.Quiet(a.Now().Time().In(r.zone).Hour())
		}
		return err
	})
	return quiet, err
}

// tell tells a member what there is. Who has left is told nothing any more.
func (a *App) tell(ctx context.Context, m store.MemberRef, what func(*noticeReader, okr.Instant) error) error {
	return a.db.Update(ctx, m.OrgID, func(tx *store.Tx) error {
		r, err := a.recipient(tx, m.ID)
		if isMissing(err) {
			return tx.ForgetNotices(m.ID)
		}
		if err != nil {
			return err
		}
		return what(r, a.Now())
	})
}

// morning sends the mail of the morning, if there is anything to say.
func (r *noticeReader) morning(now okr.Instant) error {
	me := r.actor.Viewer.MemberID
	m, err := r.tx.Morning(me)
	if err != nil || m.Next > now {
		return err // another program was there
	}
	local := now.Time().In(r.zone)
	first := m.Next == 0
	m.Next = r.morningAfter(now)
	if first || r.choices.Quiet(local.Hour()) || local.Hour() < okr.MorningHour || r.actor.Org.Set.Holidays.Has(okr.DateOf(local)) {
		return r.tx.SetMorning(me, m)
	}
	if err := errors.Join(r.escalated(now), r.lapsed(now)); err != nil {
		return err
	}
	due, latest, err := r.due()
	if err != nil {
		return err
	}
	if r.choices.Of(okr.NoticeDue) == okr.NoticeNever || latest <= m.DueTold {
		due = nil
	} else {
		m.DueTold = latest
	}
	daily := r.kinds(okr.NoticeDaily)
	wait, err := r.notices(true, noticesMailed, daily)
	if err != nil {
		return err
	}
	if len(due)+len(wait) > 0 {
		err = r.queue("morning/"+me+"/"+local.Format(time.DateOnly), r.mail(r.a.newID(), due, wait), now)
	}
	return errors.Join(err, r.tx.TellNotices(me, daily, now), r.tx.SetMorning(me, m))
}

// atOnce sends what the reader wants to know at once.
func (r *noticeReader) atOnce(now okr.Instant) error {
	if r.choices.Quiet(now.Time().In(r.zone).Hour()) {
		return nil
	}
	me, kinds := r.actor.Viewer.MemberID, r.kinds(okr.NoticeNow)
	wait, err := r.notices(true, noticesMailed, kinds)
	if err != nil {
		return err
	}
	if len(wait) > 0 {
		err = r.queue("notice/"+me+"/"+r.a.newID(), r.mail(r.a.newID(), nil, wait), now)
	}
	return errors.Join(err, r.tx.TellNotices(me, append(kinds, r.kinds(okr.NoticeNever)...), now), r.tx.DeferNotices(me))
}

// queue puts a mail into the outbox.
func (r *noticeReader) queue(key string, m Mail, now okr.Instant) error {
	b, err := json.Marshal(m)
	if err == nil {
		_, err = r.tx.Queue(store.Sending{ID: m.ID, Key: key, MemberID: r.actor.Viewer.MemberID, Body: string(b), Due: now, Created: now})
	}
	return err
}

// stopToken is what stands in a link that ends all mails to a member; "" without a key to sign it with.
func (a *App) stopToken(orgID, memberID string) string {
	mac, err := a.keys.Sign("stop notices", orgID+"/"+memberID)
	if err != nil {
		return ""
	}
	return orgID + "~" + memberID + "~" + mac
}

// StopNotices ends all mails to the member whom a link belongs to, who need not sign in. They can choose again on their page.
func (a *App) StopNotices(ctx context.Context, token string) (org okr.Organization, err error) {
	parts := strings.Split(token, "~")
	if len(parts) != 3 || !a.keys.Signed("stop notices", parts[0]+"/"+parts[1], parts[2]) {
		return org, okr.Fail(okr.NotFound, "", "This link is not whole. Choose in your settings what you are mailed.")
	}
	var actor Actor
	err = a.db.View(ctx, parts[0], func(tx *store.Tx) error {
		r, err := a.recipient(tx, parts[1])
		if err == nil {
			actor = r.actor
		}
		return err
	})
	if err != nil {
		return org, err
	}
	actor.Via = "mail"
	_, err = do(ctx, a, actor, "member.edited", nil, func(t *act) (okr.Member, error) {
		m, err := t.Member(parts[1])
		if err != nil {
			return m, err
		}
		m.Preferences.Notices.None()
		return m, save(t, "", &m)
	})
	return actor.Org, err
}
