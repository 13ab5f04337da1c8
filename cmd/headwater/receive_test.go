package main

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/smtp"
	"os"
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

// certificate writes one for a name, that is its own authority, and its key.
func certificate(t *testing.T, name string) (cert, key string, roots *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	self := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{name}, NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	signed, err := x509.CreateCertificate(rand.Reader, self, self, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	bare, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key, roots = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), x509.NewCertPool()
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: signed}, key: {Type: "PRIVATE KEY", Bytes: bare}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	roots.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed}))
	return cert, key, roots
}

// With a certificate the listener encrypts, takes a renewed one without a stop, and what was said in the clear behind STARTTLS counts for nothing.
func TestListenerEncrypts(t *testing.T) {
	cert, key, roots := certificate(t, "replies.example")
	s := serve(t, filepath.Join(t.TempDir(), "acme.db"), "HEADWATER_REPLY_TO=checkin@replies.example", "HEADWATER_SMTP_LISTEN=127.0.0.1:0", "HEADWATER_PUBLIC_URL="+publicURL,
		"HEADWATER_SMTP_CERT="+cert, "HEADWATER_SMTP_CERT_KEY="+key)
	asked := s.reminder()
	door := regexp.MustCompile(`msg="taking mail" smtp=(\S+)`).FindStringSubmatch(s.log.String())
	if door == nil {
		t.Fatalf("it does not listen:\n%s", s.log)
	}
	encrypted := func(roots *x509.CertPool) (*smtp.Client, error) {
		c, err := smtp.Dial(door[1])
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() }) //nolint:errcheck // it may be closed
		return c, c.StartTLS(&tls.Config{ServerName: "replies.example", RootCAs: roots})
	}
	c, err := encrypted(roots)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(c.Mail(ownerEmail), c.Rcpt(asked.ReplyTo)); err != nil {
		t.Fatal(err)
	}
	w, err := c.Data()
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(w, "From: <%s>\r\nTo: <%s>\r\nMessage-ID: <tls@acme.example>\r\n\r\n41, confidence 6\r\n", ownerEmail, asked.ReplyTo)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, body, _ := s.ask(http.MethodGet, "/api/v1/check-ins/queue", nil); !strings.Contains(body, `"value":41`) {
		t.Errorf("what came encrypted is not there: %s", body)
	}

	again, againKey, renewed := certificate(t, "replies.example")
	for from, to := range map[string]string{again: cert, againKey: key} {
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := encrypted(renewed); err != nil {
		t.Errorf("the renewed certificate: %v", err)
	}

	clear, err := net.Dial("tcp", door[1])
	if err != nil {
		t.Fatal(err)
	}
	defer clear.Close()
	read := bufio.NewReader(clear)
	line := func() string {
		text, err := read.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	line()
	fmt.Fprint(clear, "EHLO acme.example\r\n")
	for strings.HasPrefix(line(), "250-") {
	}
	fmt.Fprintf(clear, "STARTTLS\r\nMAIL FROM:<%s>\r\n", ownerEmail)
	if got := line(); !strings.HasPrefix(got, "220") {
		t.Fatalf("STARTTLS: %s", got)
	}
	inside := tls.Client(clear, &tls.Config{ServerName: "replies.example", RootCAs: renewed})
	fmt.Fprintf(inside, "RCPT TO:<%s>\r\n", asked.ReplyTo)
	if got, _ := bufio.NewReader(inside).ReadString('\n'); strings.HasPrefix(got, "2") {
		t.Errorf("what was said before counts: %q", got)
	}
}

func TestListenerWithoutItsCertificate(t *testing.T) {
	cert, _, _ := certificate(t, "replies.example")
	code, _, errs := command("", "", "serve", "--database", filepath.Join(t.TempDir(), "acme.db"), "--addr", "localhost:0", "--reply-to", "checkin@replies.example", "--smtp-listen", "127.0.0.1:0", "--smtp-cert", cert)
	if code == 0 || !strings.Contains(errs, "cannot be read") {
		t.Errorf("it ends with %d: %s", code, errs)
	}
}
