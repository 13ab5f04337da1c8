package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// The names of a channel's secrets.
const (
	channelURL  = "url"
	channelSign = "sign" // what its messages are signed with
)

// A NewChannelInput is a new channel. The address is sealed, and never shown again.
type NewChannelInput struct {
	Kind   okr.ChannelKind `json:"kind"`
	Name   string          `json:"name"`
	TeamID string          `json:"team_id,omitempty"` // "" is the whole organization's
	URL    string          `json:"url,omitempty"`     // of all but e-mail lists
	To     []string        `json:"to,omitempty"`      // of an e-mail list
	Weekly bool            `json:"weekly,omitempty"`
}

// A ChannelPatch changes what is not nil.
type ChannelPatch struct {
	ID      string    `json:"id,omitempty"`
	Version int       `json:"version,omitempty"`
	Name    *string   `json:"name,omitempty"`
	URL     *string   `json:"url,omitempty"`
	To      *[]string `json:"to,omitempty"`
	Weekly  *bool     `json:"weekly,omitempty"`
	Paused  *bool     `json:"paused,omitempty"`
}

// A ChannelView is a channel with what is known of its address, which is never the address.
type ChannelView struct {
	okr.Channel
	Hint string `json:"url_hint,omitempty"` // the last characters of its address
	May  bool   `json:"may_edit"`
}

// A ChannelList is channels with the names of their teams.
type ChannelList struct {
	Channels []ChannelView `json:"channels"`
	Sent     []Delivery    `json:"sent,omitempty"` // of one channel: what was sent lately, the latest first
	Names    Names         `json:"names"`
}

// A Delivery is a message that was sent, or is to be.
type Delivery struct {
	Title string      `json:"title"`
	State string      `json:"state"` // waiting, sent, failed or skipped
	Error string      `json:"error,omitempty"`
	Tries int         `json:"tries"`
	Made  okr.Instant `json:"created_at"`
	Ended okr.Instant `json:"ended_at,omitempty"`
}

func deliveryOf(s store.Sending) Delivery {
	var m okr.Message
	_ = json.Unmarshal([]byte(s.Body), &m) // it was made by queue
	return Delivery{Title: m.Title, State: cmp.Or(string(s.State), "waiting"), Error: s.Error, Tries: s.Tries, Made: s.Created, Ended: s.Ended}
}

// A SignedChannel is a channel, and what its messages are signed with: shown this once.
type SignedChannel struct {
	okr.Channel
	Secret string `json:"secret,omitempty"`
}

// Channels lists the channels by name. Everybody sees where their organization posts to.
func (a *App) Channels(ctx context.Context, actor Actor) (ChannelList, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (ChannelList, error) {
		list, err := tx.Channels()
		if err != nil {
			return ChannelList{}, err
		}
		return channelViews(tx, actor, list)
	})
}

const deliveriesShown = 20

// Channel is one channel, a removed one too, with what was sent there lately.
func (a *App) Channel(ctx context.Context, actor Actor, id string) (ChannelList, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (ChannelList, error) {
		c, err := tx.Channel(id)
		if err != nil {
			return ChannelList{}, err
		}
		out, err := channelViews(tx, actor, []okr.Channel{c})
		if err != nil {
			return out, err
		}
		list, err := tx.SendingsOf(id, deliveriesShown)
		for _, s := range list {
			out.Sent = append(out.Sent, deliveryOf(s))
		}
		return out, err
	})
}

func channelViews(tx *store.Tx, actor Actor, list []okr.Channel) (ChannelList, error) {
	out := ChannelList{Channels: make([]ChannelView, len(list))}
	ids, teams := make([]string, len(list)), make([]string, len(list))
	for i, c := range list {
		ids[i], teams[i] = c.ID, c.TeamID
	}
	secrets, err := tx.Secrets(ids...)
	if err != nil {
		return out, err
	}
	for i, c := range list {
		out.Channels[i] = ChannelView{Channel: c, May: okr.CanEditChannel(actor.Viewer, c.TeamID) == nil}
		for _, s := range secrets {
			if s.ThingID == c.ID && s.Name == channelURL {
				out.Channels[i].Hint = s.Hint
			}
		}
	}
	out.Names, err = tx.Names(teams)
	return out, err
}

// AddChannel sets a channel up. A webhook gets a secret that its messages are signed with, shown this once. It is for the team's leads, owners and
// ambassadors; of the organization's channels for the latter.
func (a *App) AddChannel(ctx context.Context, actor Actor, in NewChannelInput) (SignedChannel, error) {
	actor.Key = "" // the answer may hold a secret, so that it cannot be stored and given again
	return do(ctx, a, actor, "channel.added", in, func(t *act) (SignedChannel, error) {
		out := SignedChannel{Channel: okr.Channel{ID: t.newID(), Kind: in.Kind, Name: line(in.Name), TeamID: in.TeamID, To: tidyLines(in.To), Weekly: in.Weekly, Version: 1, Created: t.Now}}
		c := &out.Channel
		faults := []error{c.Check()}
		if in.TeamID != "" {
			if team, err := t.Team(in.TeamID); isMissing(err) || err == nil && team.Removed != 0 {
				faults = append(faults, okr.Fail(okr.Invalid, "team_id", "There is no such team. Choose from the list."))
			} else if err != nil {
				return out, err
			}
		}
		address := strings.TrimSpace(in.URL)
		if in.Kind != okr.ChannelMail {
			host, err := okr.ChannelHost(in.Kind, address)
			c.Host, faults = host, append(faults, err)
		}
		if err := okr.Join(faults...); err != nil {
			return out, err
		}
		if err := okr.CanEditChannel(actor.Viewer, c.TeamID); err != nil {
			return out, err
		}
		if err := add(t, "", *c); err != nil || in.Kind == okr.ChannelMail {
			return out, err
		}
		if err := a.keepSecret(t, c.ID, channelURL, address); err != nil || in.Kind != okr.ChannelWebhook {
			return out, err
		}
		out.Secret = newSigningSecret()
		return out, a.keepSecret(t, c.ID, channelSign, out.Secret)
	})
}

// newSigningSecret is a secret in the form of Standard Webhooks.
func newSigningSecret() string {
	var b [32]byte
	rand.Read(b[:]) //nolint:errcheck // it never fails
	return "whsec_" + base64.StdEncoding.EncodeToString(b[:])
}

func tidyLines(list []string) (out []string) {
	for _, s := range list {
		if s = line(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// EditChannel changes a channel. What was wrong with it is forgotten when its address changes.
func (a *App) EditChannel(ctx context.Context, actor Actor, in ChannelPatch) (okr.Channel, error) {
	return do(ctx, a, actor, "channel.edited", in, func(t *act) (okr.Channel, error) {
		c, err := t.editableChannel(in.ID, in.Version)
		if err != nil {
			return c, err
		}
		setLine(&c.Name, in.Name)
		set(&c.Weekly, in.Weekly)
		if in.To != nil {
			c.To = tidyLines(*in.To)
		}
		if in.Paused != nil && *in.Paused != (c.Paused != 0) {
			if c.Paused = 0; *in.Paused {
				c.Paused = t.Now
			}
		}
		faults := []error{c.Check()}
		if in.URL != nil {
			if c.Kind == okr.ChannelMail {
				faults = append(faults, okr.Fail(okr.Invalid, "url", "An e-mail list has no address of its own."))
			} else if c.Host, err = okr.ChannelHost(c.Kind, strings.TrimSpace(*in.URL)); err != nil {
				faults = append(faults, err)
			}
		}
		if err := okr.Join(faults...); err != nil {
			return c, err
		}
		if in.URL != nil || in.To != nil {
			c.State.Error, c.State.Since = "", 0
		}
		if in.URL != nil {
			if err := a.keepSecret(t, c.ID, channelURL, strings.TrimSpace(*in.URL)); err != nil {
				return c, err
			}
		}
		return c, save(t, "", &c)
	})
}

func (t *act) editableChannel(id string, version int) (okr.Channel, error) {
	c, err := t.Channel(id)
	if err != nil {
		return c, err
	}
	return c, errors.Join(okr.CanEditChannel(t.Actor.Viewer, c.TeamID), stale(version, c.Version, c))
}

// NewChannelSecret makes what a webhook's messages are signed with, in place of what was before. It is shown this once.
func (a *App) NewChannelSecret(ctx context.Context, actor Actor, in ThingInput) (SignedChannel, error) {
	actor.Key = "" // the answer holds the secret, so that it cannot be stored and given again
	return do(ctx, a, actor, "channel.signed", in, func(t *act) (SignedChannel, error) {
		c, err := t.editableChannel(in.ID, in.Version)
		if err == nil && c.Kind != okr.ChannelWebhook {
			err = okr.Fail(okr.Invalid, "kind", "Only a webhook's messages are signed.")
		}
		if err != nil {
			return SignedChannel{}, err
		}
		out := SignedChannel{c, newSigningSecret()}
		return out, errors.Join(a.keepSecret(t, c.ID, channelSign, out.Secret), logThing(t, "", c))
	})
}

// RemoveChannel takes a channel away. It can be restored.
func (a *App) RemoveChannel(ctx context.Context, actor Actor, in RemovalInput) (okr.Channel, error) {
	return a.setChannelRemoved(ctx, actor, "channel.removed", in, true)
}

// RestoreChannel brings a removed channel back.
func (a *App) RestoreChannel(ctx context.Context, actor Actor, in RemovalInput) (okr.Channel, error) {
	return a.setChannelRemoved(ctx, actor, "channel.restored", in, false)
}

func (a *App) setChannelRemoved(ctx context.Context, actor Actor, kind okr.EventKind, in RemovalInput, removed bool) (okr.Channel, error) {
	return do(ctx, a, actor, kind, in, func(t *act) (okr.Channel, error) {
		c, err := t.editableChannel(in.ID, in.Version)
		if err != nil || removed == (c.Removed != 0) {
			return c, err
		}
		if c.Removed = 0; removed {
			c.Removed = t.Now
		}
		t.Reason = strings.TrimSpace(in.Reason)
		return c, save(t, "", &c)
	})
}

// TestChannel sends a test message, within seconds.
func (a *App) TestChannel(ctx context.Context, actor Actor, id string) (Delivery, error) {
	return do(ctx, a, actor, "channel.tested", id, func(t *act) (Delivery, error) {
		c, err := t.editableChannel(id, 0)
		if err != nil {
			return Delivery{}, err
		}
		m := okr.Message{Kind: okr.MessageTest, Title: "A test from " + actor.Org.Name, URL: a.link(actor.Org, "channels/"+c.ID),
			Parts: []okr.MessagePart{{Lines: []string{"If you can read this, " + c.Name + " is set up. What a team says of its week will look like this."}}}}
		return t.post("test/"+t.newID(), c, m)
	})
}

// A PostUpdateInput names the update of a team and the channel that it goes to.
type PostUpdateInput struct {
	TeamID    string   `json:"team_id,omitempty"`
	Week      okr.Date `json:"week,omitempty"` // any of its days; "" is this week
	ChannelID string   `json:"channel_id"`
}

// PostStatusUpdate posts an update that was kept to a channel of its team or of the organization: as it stands, and once. An update that was edited since
// goes out again. It is for the people of the team, owners and ambassadors.
func (a *App) PostStatusUpdate(ctx context.Context, actor Actor, in PostUpdateInput) (Delivery, error) {
	return do(ctx, a, actor, "status_update.posted", in, func(t *act) (Delivery, error) {
		team, err := t.Team(in.TeamID)
		if err != nil {
			return Delivery{}, err
		}
		if err := okr.CanCommit(actor.Viewer, okr.Commitment{TeamID: team.ID}); err != nil {
			return Delivery{}, err
		}
		week := in.Week
		if week == "" {
			week = t.Now.DateIn(actor.Org.Set.Location())
		}
		u, err := t.StatusUpdateOf(team.ID, week.Monday())
		if isMissing(err) {
			return Delivery{}, okr.Fail(okr.Invalid, "week", "Nobody has kept this update yet. Keep it first: what goes out is what a person has read.")
		}
		if err != nil {
			return Delivery{}, err
		}
		c, err := t.Channel(in.ChannelID)
		if isMissing(err) || err == nil && !c.Takes(team.ID) {
			return Delivery{}, okr.Fail(okr.Invalid, "channel_id", "There is no such channel of this team. Choose from the list.")
		}
		if err != nil {
			return Delivery{}, err
		}
		m, err := a.updateMessage(t, u, team, c)
		if err != nil {
			return Delivery{}, err
		}
		return t.post(updateKey(u, c), c, m)
	})
}

// updateKey is of an update as it stands, on a channel.
func updateKey(u okr.StatusUpdate, c okr.Channel) string {
	return fmt.Sprintf("update/%s/%d/%s", u.ID, u.Version, c.ID)
}

// updateMessage is an update as it goes to a channel. In Slack it asks for the team's check-ins that are due, where its buttons lead to us.
func (a *App) updateMessage(t *act, u okr.StatusUpdate, team okr.Team, c okr.Channel) (okr.Message, error) {
	m := u.Message(team.Name)
	m.URL = a.link(t.Actor.Org, "updates?team="+team.ID+"&week="+string(u.Week))
	if c.Kind != okr.ChannelSlack {
		return m, nil
	}
	var err error
	m.Asks, err = a.slackAsks(t.Tx, t.Actor, team.ID)
	return m, err
}

// post queues a message to a channel, and answers with what there is of it: what was sent already is not sent again.
func (t *act) post(key string, c okr.Channel, m okr.Message) (Delivery, error) {
	switch {
	case c.Removed != 0:
		return Delivery{}, okr.Fail(okr.Invalid, "channel_id", "This channel is removed. Restore it first.")
	case c.Paused != 0:
		return Delivery{}, okr.Fail(okr.Invalid, "channel_id", "This channel is paused. Let it go on first.")
	}
	if _, err := t.queue(key, c.ID, m); err != nil {
		return Delivery{}, err
	}
	s, err := t.SendingByKey(key)
	return deliveryOf(s), err
}

// postWeekly queues an update that was just kept for the channels that take each week's.
func (a *App) postWeekly(t *act, u okr.StatusUpdate) error {
	list, err := t.Channels()
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(c okr.Channel) bool { return !c.Weekly || c.Paused != 0 || !c.Takes(u.TeamID) })
	if len(list) == 0 {
		return nil
	}
	team, err := t.Team(u.TeamID)
	for _, c := range list {
		var m okr.Message
		if err == nil {
			m, err = a.updateMessage(t, u, team, c)
		}
		if err == nil {
			_, err = t.queue(updateKey(u, c), c.ID, m)
		}
	}
	return err
}
