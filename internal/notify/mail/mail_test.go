package mail

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/notify/mail/mailtest"
	"github.com/headwater-okr/headwater/internal/okr"
)

// sending runs a sender and returns what it logs.
func sending(t *testing.T, address string) (*Sender, *log) {
	t.Helper()
	l := &log{}
	s, err := New(address, "Headwater <okr@acme.example>", slog.New(slog.NewTextHandler(l, nil)))
	if err != nil {
		t.Fatal(err)
	}
	s.waits = []time.Duration{time.Millisecond, time.Millisecond}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { s.Run(ctx); close(ended) }()
	t.Cleanup(func() { stop(); <-ended })
	return s, l
}

type log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("it does not come to pass: %s", what)
}

func TestSend(t *testing.T) {
	server := mailtest.Listen(t)
	s, l := sending(t, "smtp://"+server.Address)
	m := Message{To: "ines@acme.example", Subject: "Kim lädt dich ein\r\nBcc: everybody@acme.example",
		Text: "Hello Inès,\n\n.https://okr.acme.example/link/invite/" + strings.Repeat("x", 90) + "\n"}
	s.Send(m)
	eventually(t, "the mail arrives", func() bool { return len(server.Mails()) == 1 })
	got := server.Mails()[0]
	if !strings.Contains(got.From, "<okr@acme.example>") || !strings.Contains(got.To, "<ines@acme.example>") {
		t.Errorf("from %s, to %s", got.From, got.To)
	}
	read, err := netmail.ReadMessage(strings.NewReader(got.Data))
	if err != nil {
		t.Fatalf("%v\n%s", err, got.Data)
	}
	subject, text, err := got.Text()
	if err != nil || !strings.HasPrefix(subject, "Kim lädt dich ein") || read.Header.Get("Bcc") != "" {
		t.Errorf("the subject is %q (%v), and a line in it made no header: %q", subject, err, read.Header.Get("Bcc"))
	}
	if text != m.Text {
		t.Errorf("the text is %q", text)
	}
	for _, name := range []string{"Date", "Message-Id", "Auto-Submitted"} {
		if read.Header.Get(name) == "" {
			t.Errorf("it has no %s", name)
		}
	}
	if l.String() != "" {
		t.Errorf("logged: %s", l)
	}
}

// A mail that is sent from a list has the headers by which a mail program ends it, and the same id at every try.
func TestDeliver(t *testing.T) {
	server := mailtest.Listen(t, "451 later", "451 later", "250 ok", "250 ok", "550 nobody here", "550 nobody here")
	s, _ := sending(t, "smtp://"+server.Address)
	m := Message{To: "ines@acme.example", Also: []string{"kim@acme.example"}, ID: "m1", Subject: "Due", Text: "…", Stop: "https://okr.acme.example/link/notices/x", ReplyTo: "checkin+x@replies.example", Answers: "a@b"}
	kind := func(err error) okr.ErrorKind {
		var e *okr.Error
		errors.As(err, &e)
		if e == nil {
			return ""
		}
		return e.Kind
	}
	if got := kind(s.Deliver(t.Context(), m)); got != okr.Unavailable {
		t.Errorf("later is %q", got)
	}
	if err := s.Deliver(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if got := kind(s.Deliver(t.Context(), m)); got != okr.Invalid {
		t.Errorf("no is %q", got)
	}
	if got := kind(s.Deliver(t.Context(), Message{To: "no address", Subject: "x", Text: "x"})); got != okr.Invalid {
		t.Errorf("a wrong address is %q", got)
	}
	read, err := netmail.ReadMessage(strings.NewReader(server.Mails()[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"List-Unsubscribe": "<https://okr.acme.example/link/notices/x>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Message-Id": "<m1@acme.example>",
		"Reply-To": "<checkin+x@replies.example>", "In-Reply-To": "<a@b>", "Auto-Submitted": "auto-replied"} {
		if got := read.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if !strings.Contains(server.Mails()[0].To, "kim@acme.example") {
		t.Errorf("to %s", server.Mails()[0].To)
	}
}

func TestSendAgain(t *testing.T) {
	m := Message{To: "ines@acme.example", Subject: "Come in", Text: "https://okr.acme.example/link/invite/secret"}
	t.Run("when the server says later", func(t *testing.T) {
		server := mailtest.Listen(t, "451 later", "451 later")
		s, l := sending(t, "smtp://"+server.Address)
		s.Send(m)
		eventually(t, "the mail arrives", func() bool { return len(server.Mails()) == 1 })
		if l.String() != "" {
			t.Errorf("logged: %s", l)
		}
	})
	t.Run("not for ever", func(t *testing.T) {
		server := mailtest.Listen(t, "451 later", "451 later", "451 later")
		s, l := sending(t, "smtp://"+server.Address)
		s.Send(m)
		eventually(t, "it is logged", func() bool { return strings.Contains(l.String(), "mail not sent") })
		if len(server.Mails()) != 0 {
			t.Error("it was tried a fourth time")
		}
	})
	t.Run("not when the server says no", func(t *testing.T) {
		server := mailtest.Listen(t, "550 nobody here")
		s, l := sending(t, "smtp://"+server.Address)
		s.Send(m)
		eventually(t, "it is logged", func() bool { return strings.Contains(l.String(), "nobody here") })
		s.Send(Message{To: "kim@acme.example", Subject: "Come in", Text: "…"})
		eventually(t, "the next one arrives", func() bool { return len(server.Mails()) == 1 })
		if !strings.Contains(l.String(), "ines@acme.example") || strings.Contains(l.String(), "/link/") {
			t.Errorf("the log says to whom, and never the link: %s", l)
		}
	})
	t.Run("when there is no server", func(t *testing.T) {
		server := mailtest.Listen(t)
		server.Close()
		s, l := sending(t, "smtp://"+server.Address)
		started := time.Now()
		for range maxQueue + 10 { // and nobody waits for it
			s.Send(m)
		}
		if took := time.Since(started); took > 5*time.Second {
			t.Errorf("sending took %s", took)
		}
		eventually(t, "it is logged", func() bool { return strings.Contains(l.String(), "mail not sent") })
	})
}

// A password is not said over a line that anybody can read.
func TestAPasswordNeedsEncryption(t *testing.T) {
	server := mailtest.Listen(t) // offers no STARTTLS
	s, l := sending(t, "smtp://kim:riverbed@"+server.Address)
	s.Send(Message{To: "ines@acme.example", Subject: "Come in", Text: "…"})
	eventually(t, "it is logged", func() bool { return strings.Contains(l.String(), "mail not sent") })
	for _, c := range server.Commands() {
		if c == "AUTH" || c == "MAIL" {
			t.Errorf("the commands were %q", server.Commands())
		}
	}
	if strings.Contains(l.String(), "riverbed") {
		t.Error("the password is in the log")
	}
}

func TestNew(t *testing.T) {
	for _, c := range []struct {
		address, from, says string
	}{
		{"smtp://mail.acme.example", "okr@acme.example", ""},
		{"smtps://kim:river%40bed@mail.acme.example:465", "Acme <okr@acme.example>", ""},
		{"mail.acme.example:25", "okr@acme.example", "smtp://user:password@host:587"},
		{"http://mail.acme.example", "okr@acme.example", "smtp://user:password@host:587"},
		{"smtp://", "okr@acme.example", "smtp://user:password@host:587"},
		{"smtp://mail.acme.example:99999", "okr@acme.example", "port"},
		{"smtp://mail.acme.example", "Acme", "no address to send from"},
	} {
		_, err := New(c.address, c.from, slog.New(slog.DiscardHandler))
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s from %s: %v", c.address, c.from, err)
		}
	}
}
