package main

import (
	"context"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/notify/chat"
	"github.com/headwater-okr/headwater/internal/notify/mail"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/outgoing"
)

// A sender sends what is in the outbox: to chat tools and webhooks by a client that keeps to the public internet and to the networks that are allowed,
// and by mail.
type sender struct {
	poster chat.Poster
	mail   *mail.Sender // nil without a mail server
}

func newSender(private string, now func() time.Time, m *mail.Sender) (sender, error) {
	allow, err := allowed(private)
	return sender{chat.Poster{Client: outgoing.Client(allow), Now: now}, m}, err
}

func (s sender) Post(ctx context.Context, c okr.Channel, address, secret, id string, m okr.Message) error {
	return s.poster.Post(ctx, c.Kind, address, secret, id, m)
}

func (s sender) Pressed(header map[string][]string, body []byte, secret string) (okr.Press, error) {
	return chat.Pressed(header, body, secret, s.poster.Now())
}

func (s sender) Answer(ctx context.Context, address, text string) error {
	return s.poster.Answer(ctx, address, text)
}

func (s sender) Mail(ctx context.Context, m app.Mail) error {
	if s.mail == nil {
		return okr.Fail(okr.Invalid, "", "There is no mail server. Whoever runs Headwater sets HEADWATER_SMTP_URL.")
	}
	return s.mail.Deliver(ctx, mail.Message{To: m.To[0], Also: m.To[1:], ID: m.ID, Subject: m.Subject, Text: m.Text, Stop: m.Stop, ReplyTo: m.ReplyTo, Answers: m.Answers})
}
