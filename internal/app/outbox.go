package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// What is to be sent goes into the outbox in the transaction of the act that sends it, under a key that is there once, and is sent by a job. So nothing
// is sent that was not done, and nothing twice, however many programs run. One case is left that no sender can exclude: a program that is killed
// after the other side has taken a message and before it could write that down. Then it is sent again: at least once, and not exactly once. Every try has
// the id of its row in the outbox, as the Message-ID of a mail and the webhook-id of a signed webhook, so that the other side can tell that it has it
// already: mail servers and mail programs do. Chat tools take no such id, and would show the message twice.

// A Sender sends what is in the outbox. An error of the kind Unavailable or TooMany is worth another try, after its Wait if it has one; any other is
// not. Every error that is an *okr.Error is safe to show.
type Sender interface {
	// Post sends a message to a channel of a chat tool or a webhook. secret signs it, where the channel has one; id is the same for every try.
	Post(ctx context.Context, c okr.Channel, address, secret, id string, m okr.Message) error
	// Pressed reads what a chat tool sends when somebody presses a button of a message. One that secret has not signed is Unauthenticated.
	Pressed(header map[string][]string, body []byte, secret string) (okr.Press, error)
	// Answer says something to who pressed, at the address that came with it.
	Answer(ctx context.Context, address, text string) error
	// Mail sends a mail.
	Mail(ctx context.Context, m Mail) error
}

// A Mail is a mail of plain text.
type Mail struct {
	ID      string   `json:"id"` // the same for every try
	To      []string `json:"to"`
	Subject string   `json:"subject"`
	Text    string   `json:"text"`
	Stop    string   `json:"stop,omitempty"`     // where a mail program ends such mails at one click; "" for none
	ReplyTo string   `json:"reply_to,omitempty"` // where an answer goes, if not to whom it is from
	Replies []string `json:"replies,omitempty"`  // the key results that it asks for, in the order of the numbers in their addresses
	Answers string   `json:"answers,omitempty"`  // the Message-ID of the mail that it answers
}

// WithSender returns the same use cases with what sends the outbox, and the address of the server for links in it.
func (a *App) WithSender(s Sender, address string) *App {
	b := *a
	b.sender, b.address = s, strings.TrimSuffix(address, "/")
	return &b
}

// How the outbox is sent.
const (
	sendingsKept   = 30 * 24 * time.Hour // what was sent is known for so long
	sendingsAtOnce = 4                   // by one program
	sendingBound   = 60 * time.Second    // of one try
	sendingTaken   = 3 * time.Minute     // a program that says nothing for so long is not sending it any more
	sendingLife    = 24 * time.Hour      // then it is given up
	maxSendingWait = time.Hour           // between two tries, unless the other side asks for more
)

// link is a page's address, "" where the server's own is not known.
func (a *App) link(org okr.Organization, path string) string {
	if a.address == "" {
		return ""
	}
	return a.address + "/" + org.Slug + "/" + path
}

// queue puts a message for a channel into the outbox, and answers false when its key was there already.
func (t *act) queue(key, channelID string, m okr.Message) (bool, error) {
	b, err := json.Marshal(m)
	if err != nil {
		return false, err
	}
	return t.Queue(store.Sending{ID: t.newID(), Key: key, ChannelID: channelID, Body: string(b), Due: t.Now, Created: t.Now})
}

// SendOutbox sends what is due, in every organization, and returns what is wrong with this installation; what is wrong with a channel stands on the
// channel. A job calls it. No transaction is open while another tool is asked.
func (a *App) SendOutbox(ctx context.Context) error {
	if a.sender == nil {
		return nil
	}
	var due []store.SendingRef
	err := a.db.View(ctx, "", func(tx *store.Tx) (err error) {
		due, err = tx.SendingsDue(a.Now(), 100)
		return err
	})
	if err != nil {
		return err
	}
	var all sync.WaitGroup
	slots, errs := make(chan struct{}, sendingsAtOnce), make([]error, len(due))
	for i, ref := range due {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			errs[i] = a.sendOne(ctx, ref)
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// A parcel is a sending with what is needed to send it.
type parcel struct {
	store.Sending
	channel okr.Channel
	address string
	secret  string
	message okr.Message
	mail    Mail // to a member
	skip    bool // nobody wants it any more
}

// sendOne takes one sending, tries it, and keeps how that went.
func (a *App) sendOne(caller context.Context, ref store.SendingRef) error {
	var p parcel
	var got bool
	err := a.db.Update(caller, ref.OrgID, func(tx *store.Tx) (err error) {
		now := a.Now()
		p = parcel{}
		if p.Sending, got, err = tx.TakeSending(ref.ID, now, after(now, sendingTaken)); err != nil || !got {
			return err
		}
		return nil
	})
	if err != nil || !got {
		return err
	}
	fault := a.db.View(caller, ref.OrgID, func(tx *store.Tx) error { return a.unpack(tx, &p) })
	if fault == nil && !p.skip {
		ctx, cancel := context.WithTimeout(caller, sendingBound)
		fault = a.send(ctx, p)
		cancel()
	}
	if caller.Err() != nil && fault != nil {
		return caller.Err() // the program ends; another one sends it when this one's time is over
	}
	return a.sent(caller, ref.OrgID, p, fault)
}

// unpack reads what is needed to send.
func (a *App) unpack(tx *store.Tx, p *parcel) (err error) {
	if p.MemberID != "" {
		return a.unpackMail(tx, p)
	}
	if p.channel, err = tx.Channel(p.ChannelID); err != nil {
		return err
	}
	if p.skip = p.channel.Removed != 0 || p.channel.Paused != 0; p.skip {
		return nil
	}
	if err := json.Unmarshal([]byte(p.Body), &p.message); err != nil {
		return err
	}
	if p.channel.Kind == okr.ChannelMail {
		return nil
	}
	secrets, err := tx.Secrets(p.channel.ID)
	if err != nil {
		return err
	}
	if p.address, err = a.openSecret(tx, secrets, p.channel.ID, channelURL); err != nil {
		return err
	}
	if p.address == "" {
		return okr.Fail(okr.Invalid, "", "This channel has no address. Put it in.")
	}
	p.secret, err = a.openSecret(tx, secrets, p.channel.ID, channelSign)
	return err
}

// unpackMail reads a mail and whom it goes to now. Who has left gets none.
func (a *App) unpackMail(tx *store.Tx, p *parcel) error {
	m, err := tx.Member(p.MemberID)
	if err != nil {
		return err
	}
	c, err := tx.Person(m.PersonID)
	if err != nil {
		return err
	}
	p.skip = m.Deactivated != 0 || c.Email == ""
	if err := json.Unmarshal([]byte(p.Body), &p.mail); err != nil {
		return err
	}
	p.mail.ID, p.mail.To = p.ID, []string{c.Email}
	return nil
}

// listFooter ends a mail to a list, whose readers need not be members: there is nobody whom an answer could go to.
const listFooter = "\n-- \nSent by Headwater. Nobody reads answers to this mail: talk to the team, or comment on the page of the objective.\n"

func (a *App) send(ctx context.Context, p parcel) error {
	if p.MemberID != "" {
		return a.sender.Mail(ctx, p.mail)
	}
	if p.channel.Kind == okr.ChannelMail {
		return a.sender.Mail(ctx, Mail{ID: p.ID, To: p.channel.To, Subject: p.message.Title, Text: p.message.Text() + listFooter})
	}
	return a.sender.Post(ctx, p.channel, p.address, p.secret, p.ID, p.message)
}

// sent keeps how a try went: on the sending, and on the channel.
func (a *App) sent(ctx context.Context, orgID string, p parcel, fault error) error {
	rest := error(nil)
	if fault != nil && okr.FaultsOf(fault) == nil {
		rest = fmt.Errorf("send %s: %w", p.ID, fault)
		fault = okr.Fail(okr.Unavailable, "", "Something went wrong here, and not there. Whoever runs the server finds it in the log.")
	}
	return errors.Join(rest, a.db.Update(context.WithoutCancel(ctx), orgID, func(tx *store.Tx) error {
		s, now := p.Sending, a.Now()
		s.State, s.Error, s.Ended = store.SendingSent, "", now
		if p.skip {
			s.State = store.SendingSkipped
		}
		if e := okr.FaultsOf(fault); e != nil {
			s.Error, s.State = e[0].Message, store.SendingFailed
			next := after(now, max(e[0].Wait, min(time.Minute<<min(s.Tries-1, 10), maxSendingWait)))
			if again := e[0].Kind == okr.Unavailable || e[0].Kind == okr.TooMany; again && next < after(s.Created, sendingLife) {
				s.State, s.Due, s.Ended = store.SendingWaits, next, 0
			}
		}
		if err := tx.EndSending(s); err != nil || p.skip || p.ChannelID == "" {
			return err
		}
		c, err := tx.Channel(p.ChannelID)
		if err != nil {
			return err
		}
		if fault == nil {
			return tx.SetChannelState(c.ID, okr.ChannelState{Sent: now})
		}
		c.State.Error = s.Error
		if c.State.Since == 0 {
			c.State.Since = now
		}
		return tx.SetChannelState(c.ID, c.State)
	}))
}
