// Package receiver takes mail by SMTP (RFC 5321) and hands it over.
//
// It relays nothing: it takes mail for the addresses alone that it is told are good, and passes on to no other server. It asks nobody for a password,
// and encrypts (STARTTLS, RFC 3207) where it has a certificate. It knows nothing of what a mail is about.
package receiver

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"log/slog"
	"net"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
	"golang.org/x/net/netutil"

	"github.com/headwater-okr/headwater/internal/letter"
	"github.com/headwater-okr/headwater/internal/okr"
)

// Options are what a receiver is made of.
type Options struct {
	Host string                                                       // whom it says it is
	Good func(address string) error                                   // nil for an address that mail is taken for
	Take func(ctx context.Context, address string, mail []byte) error // NotFound and Invalid are for good, any other error is a reason to come again
	TLS  *tls.Config                                                  // with a certificate, it offers STARTTLS; nil offers none
	Log  *slog.Logger
}

// Bounds of what one client may ask of us. A mail server that finds the door full comes again.
const (
	maxClients    = 8
	maxRecipients = 10
	lineTime      = time.Minute
	clientLife    = 5 * time.Minute
)

// Serve takes mail from l until ctx ends.
func Serve(ctx context.Context, l net.Listener, o Options) error {
	s := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{ctx: ctx, o: o}, nil }))
	s.Domain, s.TLSConfig = o.Host, o.TLS
	s.MaxMessageBytes, s.MaxRecipients = letter.MaxSize-1<<10, maxRecipients // some room for what is put before it
	s.ReadTimeout, s.WriteTimeout = lineTime, lineTime
	s.ErrorLog = log.New(logged{o.Log}, "", 0)
	stop := context.AfterFunc(ctx, func() { _ = s.Close() })
	defer stop()
	err := s.Serve(mortal{netutil.LimitListener(l, maxClients)})
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// mortal gives each client some minutes in all, however it spends them.
type mortal struct{ net.Listener }

func (l mortal) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err == nil {
		time.AfterFunc(clientLife, func() { _ = c.Close() })
	}
	return c, err
}

type logged struct{ *slog.Logger }

func (l logged) Write(p []byte) (int, error) {
	l.Warn("smtp", "says", strings.TrimSpace(string(p)))
	return len(p), nil
}

// A session is one client, and the mail that it is at.
type session struct {
	ctx  context.Context
	o    Options
	from string
	to   []string
}

func (s *session) Reset() { s.from, s.to = "", nil }

func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if err := s.o.Good(to); err != nil {
		return answer(err)
	}
	s.to = append(s.to, to)
	return nil
}

// Data hands a mail over to each of its addresses. If one cannot take it now all come again, and who took it knows it then.
func (s *session) Data(r io.Reader) error {
	from := strings.Map(func(r rune) rune {
		if r <= ' ' || r == '<' || r == '>' {
			return -1
		}
		return r
	}, s.from)
	mail, err := io.ReadAll(io.MultiReader(strings.NewReader("Return-Path: <"+from+">\r\n"), r))
	if err != nil {
		return err
	}
	var last error
	for _, to := range s.to {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), lineTime)
		err := s.o.Take(ctx, to, mail)
		cancel()
		if err = answer(err); err != nil && (last == nil || temporary(err)) {
			last = err
		}
	}
	return last
}

func temporary(err error) bool {
	var e *smtp.SMTPError
	return errors.As(err, &e) && e.Temporary()
}

// answer says an error as SMTP does.
func answer(err error) error {
	if err == nil {
		return nil
	}
	var e *okr.Error
	switch {
	case errors.As(err, &e) && e.Kind == okr.NotFound:
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: e.Message}
	case errors.As(err, &e) && e.Kind == okr.Invalid:
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: e.Message}
	}
	return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "This cannot be taken now. Come again later."}
}
