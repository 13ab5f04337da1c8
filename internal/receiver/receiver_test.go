package receiver

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/smtp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A box is who is behind the receiver.
type box struct {
	mu     sync.Mutex
	mails  []string // "address: mail"
	answer error
}

func (b *box) take(_ context.Context, to string, mail []byte) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.answer == nil {
		b.mails = append(b.mails, to+": "+string(mail))
	}
	return b.answer
}

func (b *box) taken() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.mails)
}

func (b *box) says(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.answer = err
}

func listen(t *testing.T) (*box, string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b, ended := &box{}, make(chan error, 1)
	ctx, stop := context.WithCancel(t.Context())
	good := func(address string) error {
		if strings.HasPrefix(address, "checkin+good") && strings.HasSuffix(address, "@replies.example") {
			return nil
		}
		return okr.Fail(okr.NotFound, "", "Nobody is at this address.")
	}
	go func() {
		ended <- Serve(ctx, l, Options{Host: "replies.example", Good: good, Take: b.take, Log: slog.New(slog.DiscardHandler)})
	}()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(5 * time.Second):
			t.Error("it does not end")
		}
	})
	return b, l.Addr().String()
}

const mail = "From: ines@acme.example\r\nMessage-ID: <1@acme.example>\r\n\r\n14\r\n..\r\n"

// The standard library's client says a whole conversation, and is refused what it may not.
func TestServe(t *testing.T) {
	b, addr := listen(t)
	if err := smtp.SendMail(addr, nil, "ines@acme.example", []string{"checkin+good1@replies.example", "checkin+good2@replies.example"}, []byte(mail)); err != nil {
		t.Fatal(err)
	}
	for i, to := range []string{"checkin+good1", "checkin+good2"} {
		if want := to + "@replies.example: Return-Path: <ines@acme.example>\r\n" + mail; len(b.taken()) != 2 || b.taken()[i] != want {
			t.Errorf("taken was %q, want %q", b.taken(), want)
		}
	}
	for _, c := range []struct{ what, to, want string }{
		{"somebody else", "checkin+bad@replies.example", "550"},
		{"a relay", "kim@elsewhere.example", "550"},
		{"an open relay of old", "kim%elsewhere.example@replies.example", "550"},
	} {
		if err := smtp.SendMail(addr, nil, "", []string{c.to}, []byte(mail)); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	for _, c := range []struct {
		answer error
		want   string
	}{
		{okr.Fail(okr.NotFound, "", "Nobody is here."), `550 "5.1.1 Nobody is here."`},
		{okr.Fail(okr.Invalid, "", "This is no mail."), `554 "5.6.0 This is no mail."`},
		{okr.Fail(okr.Unavailable, "", "The disk is full."), `451 "4.3.0 `},
		{errors.New("a secret of ours"), `451 "4.3.0 This cannot be taken now. Come again later."`},
	} {
		b.says(c.answer)
		err := smtp.SendMail(addr, nil, "ines@acme.example", []string{"checkin+good@replies.example"}, []byte(mail))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%v is told as %v", c.answer, err)
		}
	}
	b.says(nil)
	if err := smtp.SendMail(addr, nil, "ines@acme.example", []string{"checkin+good@replies.example"}, []byte(mail+strings.Repeat("line\r\n", 1<<20))); err == nil || !strings.HasPrefix(err.Error(), "552") {
		t.Errorf("a large one: %v", err)
	}
	if n := len(b.taken()); n != 2 {
		t.Errorf("%d mails were taken", n)
	}
}

// What a client says by hand: out of order, with no end, and to nobody.
func TestConversation(t *testing.T) {
	b, addr := listen(t)
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	in := bufio.NewReader(c)
	hear := func() (last string) {
		t.Helper()
		_ = c.SetReadDeadline(time.Now().Add(5 * time.Second))
		for {
			line, err := in.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			if len(line) > 3 && line[3] == ' ' {
				return line
			}
		}
	}
	if got := hear(); !strings.HasPrefix(got, "220 replies.example") {
		t.Errorf("it greets with %q", got)
	}
	for _, s := range []struct{ say, want string }{
		{"EHLO acme.example", "250"},
		{"RCPT TO:<checkin+good@replies.example>", "502"},
		{"MAIL FROM:<>", "250"},
		{"DATA", "502"},
		{"RCPT TO:<checkin+good@replies.example>", "250"},
		{"DATA", "354"},
		{"From: mailer-daemon@acme.example\r\n\r\nIt could not be delivered.\r\n.", "250"},
		{"VRFY kim", "252"},
		{"QUIT", "221"},
	} {
		fmt.Fprintf(c, "%s\r\n", s.say)
		if got := hear(); !strings.HasPrefix(got, s.want) {
			t.Errorf("%q is answered by %q", s.say, got)
		}
	}
	if got := b.taken(); len(got) != 1 || !strings.Contains(got[0], "Return-Path: <>\r\n") {
		t.Errorf("taken was %q", got)
	}
}
