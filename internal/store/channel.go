package store

import "github.com/headwater-okr/headwater/internal/okr"

var channels = table[okr.Channel]{"channel", "t", func(c *okr.Channel) []field {
	return []field{{"id", &c.ID}, {"kind", &c.Kind}, {"name", &c.Name}, {"team_id", &c.TeamID}, {"host", &c.Host}, {"recipients", asJSON{&c.To}}, {"weekly", &c.Weekly},
		{"paused_at", &c.Paused}, {"sent_at", &c.State.Sent}, {"failing_since", &c.State.Since}, {"error", &c.State.Error},
		{"removed_at", &c.Removed}, {"version", &c.Version}, {"created_at", &c.Created}}
}}

// Channels reads the channels that are not removed, by name.
func (tx *Tx) Channels() ([]okr.Channel, error) {
	return channels.list(tx, "WHERE t.org_id = $1 AND t.removed_at = 0 ORDER BY t.name, t.id", tx.org)
}

// Channel reads one channel, a removed one too.
func (tx *Tx) Channel(id string) (okr.Channel, error) {
	return channels.one(tx, "WHERE t.org_id = $1 AND t.id = $2", tx.org, id)
}

// AskingChannels reads the channels in Slack that take a team's updates by themselves, in every organization.
func (tx *Tx) AskingChannels() (out []SendingRef, err error) {
	err = tx.each(func(scan func(...any) error) error {
		var s SendingRef
		err := scan(&s.OrgID, &s.ID)
		out = append(out, s)
		return err
	}, "SELECT org_id, id FROM channel WHERE kind = 'slack' AND weekly AND team_id <> '' AND removed_at = 0 AND paused_at = 0 ORDER BY org_id, id")
	return out, err
}

// SetChannelState keeps how the sending goes, and touches nothing that people edit.
func (tx *Tx) SetChannelState(id string, s okr.ChannelState) error {
	_, err := tx.exec("UPDATE channel SET sent_at = $3, failing_since = $4, error = $5 WHERE org_id = $1 AND id = $2", tx.org, id, s.Sent, s.Since, s.Error)
	return err
}

// A Sending is something that is to be sent to a channel or to a member, or that was.
type Sending struct {
	ID        string
	Key       string // of it alone in the organization
	ChannelID string
	MemberID  string
	Body      string      // JSON
	Due       okr.Instant // not before then
	Tries     int
	State     SendingState
	Error     string // of the last try, safe to show
	Ended     okr.Instant
	Created   okr.Instant
}

// A SendingState is what became of a sending.
type SendingState string

// The states of a sending.
const (
	SendingWaits   SendingState = ""
	SendingSent    SendingState = "sent"
	SendingFailed  SendingState = "failed"
	SendingSkipped SendingState = "skipped" // nobody wants it any more
)

const sendingColumns = "id, key, channel_id, member_id, body, due_at, tries, state, error, ended_at, created_at"

func (s *Sending) pointers() []any {
	return []any{&s.ID, &s.Key, &s.ChannelID, &s.MemberID, &s.Body, &s.Due, &s.Tries, &s.State, &s.Error, &s.Ended, &s.Created}
}

// Queue puts something into the outbox, and answers false when its key is there already.
func (tx *Tx) Queue(s Sending) (bool, error) {
	n, err := tx.exec("INSERT INTO outbox (org_id, "+sendingColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (org_id, key) DO NOTHING",
		tx.org, s.ID, s.Key, s.ChannelID, s.MemberID, s.Body, s.Due, s.Tries, s.State, s.Error, s.Ended, s.Created)
	return n == 1, err
}

// A SendingRef is a sending somewhere.
type SendingRef struct{ OrgID, ID string }

// SendingsDue reads what is to be sent at now, in every organization, the longest due first.
func (tx *Tx) SendingsDue(now okr.Instant, limit int) (out []SendingRef, err error) {
	err = tx.each(func(scan func(...any) error) error {
		var s SendingRef
		err := scan(&s.OrgID, &s.ID)
		out = append(out, s)
		return err
	}, "SELECT org_id, id FROM outbox WHERE state = '' AND due_at <= $1 ORDER BY due_at, org_id, id LIMIT $2", now, limit)
	return out, err
}

// TakeSending gives a sending that is due at now to the caller until an instant, and says whether it got it: nobody else does meanwhile.
func (tx *Tx) TakeSending(id string, now, until okr.Instant) (s Sending, got bool, err error) {
	n, err := tx.exec("UPDATE outbox SET due_at = $4, tries = tries + 1 WHERE org_id = $1 AND id = $2 AND state = '' AND due_at <= $3", tx.org, id, now, until)
	if err != nil || n == 0 {
		return s, false, err
	}
	err = tx.each(func(scan func(...any) error) error { return scan(s.pointers()...) }, "SELECT "+sendingColumns+" FROM outbox WHERE org_id = $1 AND id = $2", tx.org, id)
	return s, err == nil, err
}

// EndSending keeps what became of a try: s.State, s.Error, s.Due and s.Ended.
func (tx *Tx) EndSending(s Sending) error {
	_, err := tx.exec("UPDATE outbox SET state = $3, error = $4, due_at = $5, ended_at = $6 WHERE org_id = $1 AND id = $2", tx.org, s.ID, s.State, s.Error, s.Due, s.Ended)
	return err
}

// SendingsOf reads what was sent to a channel lately, the latest first.
func (tx *Tx) SendingsOf(channelID string, limit int) (out []Sending, err error) {
	err = tx.each(func(scan func(...any) error) error {
		var s Sending
		err := scan(s.pointers()...)
		out = append(out, s)
		return err
	}, "SELECT "+sendingColumns+" FROM outbox WHERE org_id = $1 AND channel_id = $2 ORDER BY created_at DESC, id DESC LIMIT $3", tx.org, channelID, limit)
	return out, err
}

// SentMail reads a mail to a member by its id alone, as an answer to it names it, with its organization.
func (tx *Tx) SentMail(id string) (s Sending, orgID string, err error) {
	err = tx.each(func(scan func(...any) error) error { return scan(append(s.pointers(), &orgID)...) }, "SELECT "+sendingColumns+", org_id FROM outbox WHERE id = $1 AND member_id <> ''", id)
	if err == nil && s.ID == "" {
		err = missing("message")
	}
	return s, orgID, err
}

// SendingByKey reads what is in the outbox under a key.
func (tx *Tx) SendingByKey(key string) (s Sending, err error) {
	err = tx.each(func(scan func(...any) error) error { return scan(s.pointers()...) }, "SELECT "+sendingColumns+" FROM outbox WHERE org_id = $1 AND key = $2", tx.org, key)
	if err == nil && s.ID == "" {
		err = missing("message")
	}
	return s, err
}
