package store

import "github.com/headwater-okr/headwater/internal/okr"

// SlackMember reads whose account in Slack this is; "" if it is nobody's.
func (tx *Tx) SlackMember(account string) (memberID string, err error) {
	err = tx.each(func(scan func(...any) error) error { return scan(&memberID) }, "SELECT member_id FROM slack_account WHERE org_id = $1 AND account = $2", tx.org, account)
	return memberID, err
}

// SlackAccount reads a member's account in Slack; "" for none.
func (tx *Tx) SlackAccount(memberID string) (account string, err error) {
	err = tx.each(func(scan func(...any) error) error { return scan(&account) }, "SELECT account FROM slack_account WHERE org_id = $1 AND member_id = $2", tx.org, memberID)
	return account, err
}

// SetSlackAccount keeps a member's account in place of the one that they had.
func (tx *Tx) SetSlackAccount(memberID, account string, now okr.Instant) error {
	_, err := tx.exec(`INSERT INTO slack_account (org_id, account, member_id, created_at) VALUES ($1, $2, $3, $4)
 ON CONFLICT (org_id, member_id) DO UPDATE SET account = excluded.account, created_at = excluded.created_at`, tx.org, account, memberID, now)
	return err
}

// ForgetSlackAccount deletes what is known of a member in Slack.
func (tx *Tx) ForgetSlackAccount(memberID string) error {
	_, err := tx.exec("DELETE FROM slack_account WHERE org_id = $1 AND member_id = $2", tx.org, memberID)
	return err
}
