package main

import (
	"context"
	"fmt"
	"net/http"
	"net/smtp"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A mailbag keeps the mails that are sent.
type mailbag struct {
	app.Sender
	mails []app.Mail
}

func (b *mailbag) Mail(_ context.Context, m app.Mail) error {
	b.mails = append(b.mails, m)
	return nil
}

// reminder is the mail in which an organization's owner is asked for a check-in, as a program sends it whose clock is weeks ahead.
func (s *served) reminder() app.Mail {
	s.t.Helper()
	db, err := store.Open(s.t.Context(), s.database)
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	now, bag := time.Now(), &mailbag{}
	a, err := app.New(db, func() time.Time { return now }).WithKeys(keysBeside(s.database)).WithSender(bag, publicURL).WithReplies("checkin@replies.example")
	if err != nil {
		s.t.Fatal(err)
	}
	for range 15 {
		if err := a.SendNotices(s.t.Context()); err != nil {
			s.t.Fatal(err)
		}
		now = okr.DateOf(now).Time().Add(36 * time.Hour)
	}
	if err := a.SendOutbox(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	for _, m := range bag.mails {
		if m.ReplyTo != "" {
			return m
		}
	}
	s.t.Fatalf("no mail can be answered: %+v", bag.mails)
	return app.Mail{}
}

// The answer to a reminder comes by the listener, and by a mail server that pipes it to the command: both are check-ins, and each mail is one.
func TestAnswersByMail(t *testing.T) {
	s := serve(t, filepath.Join(t.TempDir(), "acme.db"), "HEADWATER_REPLY_TO=checkin@replies.example", "HEADWATER_SMTP_LISTEN=127.0.0.1:0", "HEADWATER_PUBLIC_URL="+publicURL)
	asked := s.reminder()
	mail := func(id, text string) string {
		return fmt.Sprintf("From: Kim Berg <%s>\r\nTo: <%s>\r\nSubject: Re: %s\r\nMessage-ID: <%s@acme.example>\r\n\r\n%s\r\n", ownerEmail, asked.ReplyTo, asked.Subject, id, text)
	}
	stands := func(want string) {
		t.Helper()
		if _, body, _ := s.ask(http.MethodGet, "/api/v1/check-ins/queue", nil); !strings.Contains(body, want) {
			t.Errorf("there is no %s in\n%s", want, body)
		}
	}
	door := regexp.MustCompile(`msg="taking mail" smtp=(\S+)`).FindStringSubmatch(s.log.String())
	if door == nil {
		t.Fatalf("it does not listen:\n%s", s.log)
	}
	if err := smtp.SendMail(door[1], nil, ownerEmail, []string{asked.ReplyTo}, []byte(mail("1", "36, confidence 7"))); err != nil {
		t.Fatal(err)
	}
	stands(`"value":36`)
	if err := smtp.SendMail(door[1], nil, ownerEmail, []string{"x" + asked.ReplyTo}, []byte(mail("2", "99"))); err == nil || !strings.HasPrefix(err.Error(), "550") {
		t.Errorf("an address that is not ours: %v", err)
	}
	receive := func(want int, mail string) (out string) {
		t.Helper()
		code, out, errs := command("", mail, "receive", "--url", s.url)
		if code != want {
			t.Errorf("it ends with %d, want %d: %s", code, want, errs)
		}
		return out + errs
	}
	if got := receive(0, mail("1", "36, confidence 7")); !strings.HasPrefix(got, "again: ") {
		t.Errorf("the same mail by the other way: %s", got)
	}
	if got := receive(0, mail("3", "37\n\nThe new seats are in.")); !strings.HasPrefix(got, "taken: A check-in on Riders") {
		t.Errorf("the pipe: %s", got)
	}
	stands(`"value":37`)
	receive(67, strings.Replace(mail("4", "99"), asked.ReplyTo, "kim@elsewhere.example", 1))
	receive(65, "not a mail")
	receive(65, mail("5", strings.Repeat("line\r\n", 1<<20)))
	s.stop()
	receive(75, mail("6", "38"))
}
