package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/seal"
	"github.com/headwater-okr/headwater/internal/store"
)

// A postbox is a sender that keeps what it is given, and answers as it is told.
type postbox struct {
	mu    sync.Mutex
	posts []string // a line each: where to, and what
	mails []Mail

	messages []okr.Message
	answer   error
}

func (p *postbox) Post(_ context.Context, c okr.Channel, address, secret, id string, m okr.Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.answer == nil {
		signed := ""
		if secret != "" {
			signed = " signed"
		}
		p.messages = append(p.messages, m)
		p.posts = append(p.posts, fmt.Sprintf("%s %s%s: %s", c.Kind, address, signed, m.Title))
	}
	return p.answer
}

func (p *postbox) Pressed(_ map[string][]string, body []byte, secret string) (okr.Press, error) {
	account, text, _ := strings.Cut(string(body), " ")
	kr, text, _ := strings.Cut(text, " ")
	if secret != "a-signing-secret-of-slack" {
		return okr.Press{}, okr.Fail(okr.Unauthenticated, "", "It is not signed.")
	}
	return okr.Press{Account: account, Name: "lea", Message: "1", KeyResultID: kr, Text: text, URL: "https://hooks.slack.com/answer"}, nil
}

func (p *postbox) Answer(_ context.Context, address, text string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.posts = append(p.posts, address+": "+text)
	return nil
}

func (p *postbox) Mail(_ context.Context, m Mail) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.answer == nil {
		p.mails = append(p.mails, m)
	}
	return p.answer
}

// posting gives the world keys and a sender.
func (w *world) posting() *postbox {
	p := &postbox{}
	w.App = w.WithKeys(must(seal.Given(seal.NewKey()))(w.t)).WithSender(p, "https://okr.fjord.example/")
	return p
}

func (w *world) send() {
	w.t.Helper()
	if err := w.SendOutbox(w.ctx()); err != nil {
		w.t.Error(err)
	}
}

// A team's update goes out by itself when it is first kept, and to other channels when somebody posts it: as it stands, and once.
func TestPostStatusUpdate(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		box, ctx, apps := w.posting(), w.ctx(), w.team("Apps")
		lea := w.member("Lea", okr.OrgMember, "Apps (lead)")
		weekly := must(w.AddChannel(ctx, lea, NewChannelInput{Kind: okr.ChannelSlack, Name: "#apps", TeamID: apps.ID, URL: "https://hooks.slack.com/services/T/B/secret", Weekly: true}))(t)
		hook := must(w.AddChannel(ctx, w.owner, NewChannelInput{Kind: okr.ChannelWebhook, Name: "Screen", URL: "http://screen.example/hook"}))(t)
		list := must(w.AddChannel(ctx, w.owner, NewChannelInput{Kind: okr.ChannelMail, Name: "All", To: []string{"all@fjord.example", "kim@fjord.example"}}))(t)
		sales := must(w.AddChannel(ctx, w.owner, NewChannelInput{Kind: okr.ChannelTeams, Name: "Sales", TeamID: w.team("Sales").ID, URL: "https://flow.example/x", Weekly: true}))(t)
		if weekly.Secret != "" || !strings.HasPrefix(hook.Secret, "whsec_") {
			t.Errorf("secrets %q and %q", weekly.Secret, hook.Secret)
		}
		post := PostUpdateInput{TeamID: apps.ID, ChannelID: hook.ID}
		_, err := w.PostStatusUpdate(ctx, lea, post)
		refused(t, "not kept", err, okr.Invalid, "week")
		u := must(w.KeepStatusUpdate(ctx, lea, StatusUpdateInput{TeamID: apps.ID, Done: []string{"The form is live"}, Next: []string{"Ring the shops"}}))(t)
		for range 2 {
			if d := must(w.PostStatusUpdate(ctx, lea, post))(t); d.Title != "Apps, week of 9 November" {
				t.Errorf("%+v", d)
			}
		}
		must(w.PostStatusUpdate(ctx, lea, PostUpdateInput{TeamID: apps.ID, ChannelID: weekly.ID}))(t)
		must(w.PostStatusUpdate(ctx, lea, PostUpdateInput{TeamID: apps.ID, ChannelID: list.ID}))(t)
		_, err = w.PostStatusUpdate(ctx, lea, PostUpdateInput{TeamID: apps.ID, ChannelID: sales.ID})
		refused(t, "another team's", err, okr.Invalid, "channel_id")
		w.send()
		w.send()
		slices.Sort(box.posts)
		want := []string{"slack https://hooks.slack.com/services/T/B/secret: Apps, week of 9 November", "webhook http://screen.example/hook signed: Apps, week of 9 November"}
		if diff := cmp.Diff(want, box.posts); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		text := "Apps, week of 9 November\n\nLast week\n  The form is live\n\nNext week\n  Ring the shops\n\nhttps://okr.fjord.example/fjord-tools/updates?team=" + apps.ID + "&week=2026-11-09\n" + "\n-- \nSent by Headwater. Nobody reads answers to this mail: talk to the team, or comment on the page of the objective.\n"
		if len(box.mails) != 1 || !slices.Equal(box.mails[0].To, list.To) || box.mails[0].Text != text {
			t.Errorf("mails %+v", box.mails)
		}
		must(w.KeepStatusUpdate(ctx, lea, StatusUpdateInput{TeamID: apps.ID, Version: u.Version, Done: []string{"The form is live and read"}}))(t)
		w.send()
		must(w.PostStatusUpdate(ctx, lea, post))(t)
		w.send()
		if len(box.posts) != 3 {
			t.Errorf("an edited update goes out where it is posted and nowhere else: %q", box.posts)
		}
		page := must(w.Channel(ctx, w.member("Bo", okr.OrgMember), weekly.ID))(t)
		if c := page.Channels[0]; c.State.Sent != w.Now() || c.Hint != "cret" || c.Host != "hooks.slack.com" || c.May || len(page.Sent) != 1 || page.Sent[0].State != "sent" {
			t.Errorf("%+v %+v", c, page.Sent)
		}
	})
}

// A channel that fails is tried again when that helps, and says what is wrong when it does not.
func TestOutboxFaults(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		box, ctx := w.posting(), w.ctx()
		c := must(w.AddChannel(ctx, w.owner, NewChannelInput{Kind: okr.ChannelSlack, Name: "#all", URL: "https://hooks.slack.com/a-long-enough-secret"}))(t)
		test := func(answer error) (okr.Channel, Delivery) {
			t.Helper()
			box.answer = answer
			must(w.TestChannel(ctx, w.owner, c.ID))(t)
			w.send()
			page := must(w.Channel(ctx, w.owner, c.ID))(t)
			return page.Channels[0].Channel, page.Sent[0]
		}
		look := func() (okr.Channel, Delivery) {
			t.Helper()
			w.send()
			page := must(w.Channel(ctx, w.owner, c.ID))(t)
			return page.Channels[0].Channel, page.Sent[0]
		}
		began := w.Now()
		got, d := test(&okr.Error{Kind: okr.TooMany, Message: "Later.", Wait: 10 * time.Minute})
		if d.State != "waiting" || d.Tries != 1 || got.State.Since != began || got.State.Error != "Later." {
			t.Fatalf("%+v %+v", d, got.State)
		}
		w.pass(9 * time.Minute)
		if _, d = look(); d.Tries != 1 {
			t.Errorf("the pause that was asked for is not kept: %+v", d)
		}
		box.answer = errors.New("a nil map in us, with a secret in the message")
		w.pass(2 * time.Minute)
		if err := w.SendOutbox(ctx); err == nil || !strings.Contains(err.Error(), "nil map") {
			t.Errorf("a fault of ours is not told: %v", err)
		}
		if got, d = look(); d.Tries != 2 || strings.Contains(got.State.Error, "secret") || got.State.Since != began {
			t.Errorf("%+v %+v", d, got.State)
		}
		box.answer = nil
		w.pass(2 * time.Minute)
		if got, d = look(); d.State != "sent" || d.Error != "" || got.Broken() {
			t.Errorf("%+v %+v", d, got.State)
		}
		if got, d = test(okr.Fail(okr.Invalid, "", "404: the webhook was removed.")); d.State != "failed" || d.Tries != 1 || !got.Broken() {
			t.Errorf("%+v %+v", d, got.State)
		}
		w.pass(48 * time.Hour)
		if _, d = look(); d.Tries != 1 {
			t.Errorf("what has no use is tried again: %+v", d)
		}
		edited := must(w.EditChannel(ctx, w.owner, ChannelPatch{ID: c.ID, URL: ptr("https://hooks.slack.com/another-good-secret")}))(t)
		if edited.Broken() {
			t.Error("a new address is broken before it was tried")
		}
		_, d = test(okr.Fail(okr.Unavailable, "", "503."))
		for range 60 {
			w.pass(time.Hour)
			_, d = look()
		}
		if d.State != "failed" || d.Tries < 20 || d.Tries > 35 {
			t.Errorf("after a day it is given up: %+v", d)
		}
		box.answer = nil
		must(w.TestChannel(ctx, w.owner, c.ID))(t)
		must(w.EditChannel(ctx, w.owner, ChannelPatch{ID: c.ID, Paused: ptr(true)}))(t)
		if _, d = look(); d.State != "skipped" {
			t.Errorf("a paused channel: %+v", d)
		}
		_, err := w.TestChannel(ctx, w.owner, c.ID)
		refused(t, "a paused channel", err, okr.Invalid, "channel_id")
		w.pass(31 * 24 * time.Hour)
		if err := w.Tidy(ctx); err != nil {
			t.Fatal(err)
		}
		if page := must(w.Channel(ctx, w.owner, c.ID))(t); len(page.Sent) != 0 {
			t.Errorf("%d are kept for longer than a month", len(page.Sent))
		}
	})
}

// Two programs on one database send everything once, and a program that was killed is followed by another.
func TestOutboxOnce(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		box, ctx := w.posting(), w.ctx()
		c := must(w.AddChannel(ctx, w.owner, NewChannelInput{Kind: okr.ChannelWebhook, Name: "Screen", URL: "https://screen.example/hook"}))(t)
		const many = 24
		for range many {
			must(w.TestChannel(ctx, w.owner, c.ID))(t)
		}
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() { w.send() })
		}
		all.Wait()
		if len(box.posts) != many {
			t.Errorf("%d of %d were sent", len(box.posts), many)
		}
		must(w.TestChannel(ctx, w.owner, c.ID))(t)
		killed := func(from okr.Instant) bool {
			var got bool
			err := w.db.Update(ctx, w.org.ID, func(tx *store.Tx) error {
				due, err := tx.SendingsDue(from, 10)
				if err != nil || len(due) == 0 {
					return err
				}
				_, got, err = tx.TakeSending(due[0].ID, from, after(from, sendingTaken))
				return err
			})
			return got && err == nil
		}
		if !killed(w.Now()) {
			t.Fatal("nothing was taken")
		}
		w.send()
		if len(box.posts) != many {
			t.Error("what another program has taken is sent")
		}
		w.pass(sendingTaken)
		w.send()
		if len(box.posts) != many+1 {
			t.Error("what a killed program has left is not sent")
		}
	})
}

func TestChannelRules(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.posting()
		ctx, apps := w.ctx(), w.team("Apps")
		lea, bo := w.member("Lea", okr.OrgMember, "Apps (lead)"), w.member("Bo", okr.OrgMember, "Apps")
		good := NewChannelInput{Kind: okr.ChannelSlack, Name: "#apps", TeamID: apps.ID, URL: "https://hooks.slack.com/x"}
		for _, c := range []struct {
			what   string
			change func(*NewChannelInput)
			field  string
		}{
			{"no name", func(c *NewChannelInput) { c.Name = " " }, "name"},
			{"no tool", func(c *NewChannelInput) { c.Kind = "pigeon" }, "kind"},
			{"no address", func(c *NewChannelInput) { c.URL = "" }, "url"},
			{"no encryption", func(c *NewChannelInput) { c.URL = "http://hooks.slack.com/x" }, "url"},
			{"a password in it", func(c *NewChannelInput) { c.URL = "https://kim:secret@hooks.slack.com/x" }, "url"},
			{"no team", func(c *NewChannelInput) { c.TeamID = "nonsense" }, "team_id"},
			{"a list of nobody", func(c *NewChannelInput) { c.Kind = okr.ChannelMail }, "to"},
			{"no mail address", func(c *NewChannelInput) { c.Kind, c.To = okr.ChannelMail, []string{"kim"} }, "to[0]"},
		} {
			in := good
			c.change(&in)
			_, err := w.AddChannel(ctx, w.owner, in)
			refused(t, c.what, err, okr.Invalid, c.field)
		}
		_, err := w.AddChannel(ctx, bo, good)
		refused(t, "by a member", err, okr.Forbidden, "")
		c := must(w.AddChannel(ctx, lea, good))(t)
		_, err = w.EditChannel(ctx, bo, ChannelPatch{ID: c.ID, Paused: ptr(true)})
		refused(t, "by a member", err, okr.Forbidden, "")
		good.TeamID = ""
		_, err = w.AddChannel(ctx, lea, good)
		refused(t, "the organization's by a lead", err, okr.Forbidden, "")
		_, err = w.NewChannelSecret(ctx, lea, ThingInput{ID: c.ID})
		refused(t, "a secret for Slack", err, okr.Invalid, "kind")
		for _, row := range w.rows() {
			if strings.Contains(row, "hooks.slack.com/x") {
				t.Errorf("the address is in the clear: %s", row)
			}
		}
	})
}
