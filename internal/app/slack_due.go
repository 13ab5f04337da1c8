package app

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

const (
	askHour = 9 // of the morning on which a channel is asked
	askLate = 2 // days, after a stop or a holiday
)

// AskChannels asks a team's channel in Slack for the check-ins that are due, on its check-in day where it is, once a week: on the next working day after a holiday
// or a stop. A job calls it. Where nothing is due nothing is said.
func (a *App) AskChannels(ctx context.Context) error {
	if a.sender == nil || a.address == "" {
		return nil
	}
	var list []store.SendingRef
	err := a.db.View(ctx, "", func(tx *store.Tx) (err error) {
		list, err = tx.AskingChannels()
		return err
	})
	for _, ref := range list {
		err = errors.Join(err, a.db.Update(ctx, ref.OrgID, func(tx *store.Tx) error { return a.askChannel(tx, ref.ID) }))
	}
	return err
}

func (a *App) askChannel(tx *store.Tx, id string) error {
	c, err := tx.Channel(id)
	if err != nil || c.Removed != 0 || c.Paused != 0 {
		return err
	}
	actor := Actor{Via: "job"} // who is nobody sees what everybody sees
	if actor.Org, err = tx.Organization(); err != nil {
		return err
	}
	tx.WriteNumbers(actor.Numbers())
	teams, err := tx.Teams(true)
	if err != nil {
		return err
	}
	tree := okr.NewTree(teams)
	team, rhythm := tree.Team(c.TeamID), tree.Resolve(c.TeamID, actor.Org.Set)
	local := a.Now().Time().In(okr.Settings{TimeZone: rhythm.TimeZone}.Location())
	today := okr.DateOf(local)
	day := today.Monday().Add(rhythm.Weekday - 1)
	late := today.Since(day)
	weekend := local.Weekday() == time.Saturday || local.Weekday() == time.Sunday
	if team.ID == "" || late < 0 || late > askLate || late > 0 && weekend || local.Hour() < askHour || rhythm.Holidays.Has(today) {
		return nil
	}
	key := "due/" + c.ID + "/" + string(day)
	if _, err := tx.SendingByKey(key); !isMissing(err) {
		return err
	}
	asks, err := a.slackAsks(tx, actor, team.ID)
	if err != nil || len(asks) == 0 {
		return err
	}
	b, err := json.Marshal(okr.Message{Kind: okr.MessageDue, Title: team.Name + ": " + countOf(len(asks), "one check-in is due", "check-ins are due"), URL: a.link(actor.Org, "check-in"), Asks: asks})
	if err == nil {
		_, err = tx.Queue(store.Sending{ID: a.newID(), Key: key, ChannelID: c.ID, Body: string(b), Due: a.Now(), Created: a.Now()})
	}
	return err
}
