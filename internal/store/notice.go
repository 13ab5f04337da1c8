package store

import "github.com/headwater-okr/headwater/internal/okr"

// A Notice is something that a member is told of. What stands behind Told is read from what it names.
type Notice struct {
	MemberID    string
	Key         string // of it alone for the member
	Kind        okr.NoticeKind
	ThingID     string // a comment, a blocker, a nudge, a contract, a proposal or an event
	ObjectiveID string // "" for a proposal's
	KeyResultID string
	ActorID     string // who did it; "" for the clock
	Created     okr.Instant
	Told        okr.Instant // when it was mailed, or not mailed because that is the member's choice; 0 while it waits, -1 while it waits for their morning

	Number    int    // of the objective
	Objective string // its title, or the proposal's
	KeyResult string
	Text      string // of the comment, blocker or contract, what came of that, why a proposal was answered so, or the reason of the change
	Talk      []okr.ProposalComment
	Decision  okr.DataDecision // about the key result's data, as it is now
}

// AddNotice keeps a notice, once.
func (tx *Tx) AddNotice(n Notice) error {
	_, err := tx.exec(`INSERT INTO notice (org_id, member_id, key, kind, thing_id, objective_id, key_result_id, actor_id, created_at, told_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
 ON CONFLICT (org_id, member_id, key) DO NOTHING`, tx.org, n.MemberID, n.Key, n.Kind, n.ThingID, n.ObjectiveID, n.KeyResultID, n.ActorID, n.Created, n.Told)
	return err
}

// Notices reads a member's notices in scope, the latest first: of comments that stand, blockers that are open, contracts and proposals that are not withdrawn, reviews that run, retrospectives that are open and key results whose data waits. Only those that wait, if asked for.
func (tx *Tx) Notices(s Scope, memberID string, waiting bool, limit int) (out []Notice, err error) {
	err = tx.each(func(scan func(...any) error) error {
		var n Notice
		var data okr.Readiness
		err := scan(&n.MemberID, &n.Key, &n.Kind, &n.ThingID, &n.ObjectiveID, &n.KeyResultID, &n.ActorID, &n.Created, &n.Told, &n.Number, &n.Objective, &n.KeyResult, &n.Text, asJSON{&n.Talk}, asJSON{&data})
		n.Decision = data.Decision
		out = append(out, n)
		return err
	}, `SELECT t.member_id, t.key, t.kind, t.thing_id, t.objective_id, t.key_result_id, t.actor_id, t.created_at, t.told_at, COALESCE(o.number, 0), COALESCE(o.title, p.title, zt.name, ''), COALESCE(k.title, ''),
 COALESCE(c.text, b.text, CASE WHEN t.key LIKE 'contract/kept/%' OR t.key LIKE 'contract/not_kept/%' THEN x.kept_text ELSE x.text END, e.reason, p.answer_why, ''), COALESCE(p.comments, ''), CASE WHEN t.kind = 'data' THEN COALESCE(k.readiness, '') ELSE '' END
 FROM notice t LEFT JOIN objective o ON o.org_id = t.org_id AND o.id = t.objective_id AND o.removed_at = 0
 LEFT JOIN proposal p ON p.org_id = t.org_id AND t.kind = 'proposal' AND p.id = t.thing_id AND p.removed_at = 0
 LEFT JOIN key_result k ON k.org_id = t.org_id AND k.id = t.key_result_id
 LEFT JOIN comment c ON c.org_id = t.org_id AND t.kind = 'mention' AND c.id = t.thing_id AND c.removed_at = 0
 LEFT JOIN blocker b ON b.org_id = t.org_id AND t.kind = 'blocker' AND b.id = t.thing_id AND b.resolved_at = 0
 LEFT JOIN contract x ON x.org_id = t.org_id AND t.kind = 'contract' AND x.id = t.thing_id AND x.removed_at = 0
 LEFT JOIN review v ON v.org_id = t.org_id AND t.kind = 'review' AND v.id = t.thing_id AND v.ended_at = 0
 LEFT JOIN retrospective z ON z.org_id = t.org_id AND t.kind = 'retrospective' AND z.id = t.thing_id AND z.opened_at > 0 AND z.revealed_at = 0 AND z.skipped = ''
 LEFT JOIN team zt ON zt.org_id = z.org_id AND zt.id = z.team_id
 LEFT JOIN event e ON e.org_id = t.org_id AND t.kind = 'changed' AND e.id = t.thing_id
 WHERE t.org_id = $1 AND t.member_id = $3 AND (NOT $4 OR t.told_at <= 0) AND (p.id IS NOT NULL OR zt.id IS NOT NULL OR o.id IS NOT NULL AND`+visible+`)
 AND (t.kind <> 'mention' OR c.id IS NOT NULL) AND (t.kind <> 'blocker' OR b.id IS NOT NULL) AND (t.kind <> 'contract' OR x.id IS NOT NULL) AND (t.kind <> 'review' OR v.id IS NOT NULL) AND (t.kind <> 'retrospective' OR z.id IS NOT NULL)
 AND (t.kind <> 'data' OR k.removed_at = 0 AND k.readiness LIKE '%"decision"%' AND o.stage NOT IN ('closed', 'dropped')) ORDER BY t.created_at DESC, t.key LIMIT $5`, tx.org, s.arg(), memberID, waiting, limit)
	return out, err
}

// TellNotices notes that what waits for a member, of these kinds, was dealt with, whether it is seen or not.
func (tx *Tx) TellNotices(memberID string, kinds []okr.NoticeKind, now okr.Instant) error {
	for _, k := range kinds {
		if _, err := tx.exec("UPDATE notice SET told_at = $4 WHERE org_id = $1 AND member_id = $2 AND kind = $3 AND told_at <= 0", tx.org, memberID, k, now); err != nil {
			return err
		}
	}
	return nil
}

// DeferNotices leaves what still waits for a member to their morning.
func (tx *Tx) DeferNotices(memberID string) error {
	_, err := tx.exec("UPDATE notice SET told_at = -1 WHERE org_id = $1 AND member_id = $2 AND told_at = 0", tx.org, memberID)
	return err
}

// A MemberRef is a member somewhere.
type MemberRef struct{ OrgID, ID string }

// NoticesWait reads for whom something waits that was not left to their morning, in every organization, by id: those after one.
func (tx *Tx) NoticesWait(after MemberRef, limit int) ([]MemberRef, error) {
	return tx.memberRefs("SELECT DISTINCT org_id, member_id FROM notice WHERE told_at = 0 AND (org_id, member_id) > ($2, $3) ORDER BY org_id, member_id LIMIT $1",
		limit, after.OrgID, after.ID)
}

// MorningsDue reads whose morning has come, in every organization: active people who have accepted their invitation. Whose it never was is among them.
// They come by id: those after one.
func (tx *Tx) MorningsDue(now okr.Instant, after MemberRef, limit int) ([]MemberRef, error) {
	return tx.memberRefs(`SELECT m.org_id, m.id FROM member m JOIN person p ON p.id = m.person_id LEFT JOIN morning d ON d.org_id = m.org_id AND d.member_id = m.id
 WHERE m.deactivated_at = 0 AND NOT m.service AND p.email <> '' AND p.login <> p.id AND COALESCE(d.next_at, 0) <= $1 AND (m.org_id, m.id) > ($3, $4)
 ORDER BY m.org_id, m.id LIMIT $2`, now, limit, after.OrgID, after.ID)
}

func (tx *Tx) memberRefs(query string, args ...any) (out []MemberRef, err error) {
	err = tx.each(func(scan func(...any) error) error {
		var m MemberRef
		err := scan(&m.OrgID, &m.ID)
		out = append(out, m)
		return err
	}, query, args...)
	return out, err
}

// A Morning is when a member's mail of the morning is due next.
type Morning struct {
	Next    okr.Instant // 0 if it never was
	DueTold okr.Date    // the latest day of a check-in that they were told of
}

// Morning reads a member's.
func (tx *Tx) Morning(memberID string) (m Morning, err error) {
	err = tx.each(func(scan func(...any) error) error { return scan(&m.Next, &m.DueTold) }, "SELECT next_at, due_told FROM morning WHERE org_id = $1 AND member_id = $2", tx.org, memberID)
	return m, err
}

// SetMorning keeps a member's.
func (tx *Tx) SetMorning(memberID string, m Morning) error {
	_, err := tx.exec(`INSERT INTO morning (org_id, member_id, next_at, due_told) VALUES ($1, $2, $3, $4)
 ON CONFLICT (org_id, member_id) DO UPDATE SET next_at = excluded.next_at, due_told = excluded.due_told`, tx.org, memberID, m.Next, m.DueTold)
	return err
}

// MailsOf reads what was mailed to a member lately, the latest first.
func (tx *Tx) MailsOf(memberID string, limit int) (out []Sending, err error) {
	err = tx.each(func(scan func(...any) error) error {
		var s Sending
		err := scan(s.pointers()...)
		out = append(out, s)
		return err
	}, "SELECT "+sendingColumns+" FROM outbox WHERE org_id = $1 AND member_id = $2 ORDER BY created_at DESC, id DESC LIMIT $3", tx.org, memberID, limit)
	return out, err
}

// ForgetNotices deletes what a member was told of and mailed.
func (tx *Tx) ForgetNotices(memberID string) error {
	for _, table := range []string{"notice", "morning", "outbox"} {
		if _, err := tx.exec("DELETE FROM "+table+" WHERE org_id = $1 AND member_id = $2", tx.org, memberID); err != nil {
			return err
		}
	}
	return nil
}
