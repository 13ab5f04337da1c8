// Package mail sends what it is given by SMTP, in the background.
//
// It exists so that no request waits for a mail server, and none fails because of one: whoever sends must have another way to hand over
// what matters. It imports okr at most of ours, and knows nothing of what a mail says.
package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Message is a mail of plain text.
type Message struct {
	To      string
	Also    []string // others whom it is to; everybody sees them
	ID      string   // makes the Message-ID the same for every try; "" is a new one
	Subject string
	Text    string
	Stop    string // where a mail program ends such mails at one click (RFC 8058); "" for none
	ReplyTo string // where an answer goes; "" is whom it is from
	Answers string // the Message-ID of the mail that it answers; "" answers none
}

// A Sender sends by one SMTP server. Run must run for anything to be sent.
type Sender struct {
	client *gomail.Client
	from   string
	log    *slog.Logger
	queue  chan Message
	waits  []time.Duration // before each further try of one message
}

const (
	maxQueue   = 1000
	timeout    = 15 * time.Second // of one message
	lastOrders = 5 * time.Second  // for what is still waiting when the program ends
)

// New returns a sender to smtp://[user:password@]host[:port], which encrypts if the server can and must when there is a password, or
// smtps://…, which is encrypted from the start. from is the sender's address, with or without a name.
func New(address, from string, log *slog.Logger) (*Sender, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Path != "" && u.Path != "/" {
		return nil, errors.New("write the mail server as smtp://user:password@host:587 or smtps://user:password@host:465; special characters in the password as %XX")
	}
	if _, err := netmail.ParseAddress(from); err != nil {
		return nil, fmt.Errorf("%q is no address to send from; write one as headwater@example.org", from)
	}
	options := []gomail.Option{gomail.WithTimeout(timeout), gomail.WithPort(587), gomail.WithTLSPolicy(gomail.TLSOpportunistic)}
	if u.Scheme == "smtps" {
		options = append(options, gomail.WithSSL(), gomail.WithPort(465))
	}
	if u.User != nil {
		password, _ := u.User.Password()
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password),
			gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if u.Port() != "" {
		port, err := strconv.Atoi(u.Port())
		if err != nil {
			return nil, err
		}
		options = append(options, gomail.WithPort(port))
	}
	client, err := gomail.NewClient(u.Hostname(), options...)
	if err != nil {
		return nil, err
	}
	return &Sender{client: client, from: from, log: log, queue: make(chan Message, maxQueue), waits: []time.Duration{2 * time.Second, 20 * time.Second}}, nil
}

// Send queues a message and returns at once. What cannot be sent is logged, without its text.
func (s *Sender) Send(m Message) {
	select {
	case s.queue <- m:
	default:
		s.failed(m, fmt.Errorf("%d mails are waiting already", maxQueue))
	}
}

func (s *Sender) failed(m Message, err error) {
	s.log.Error("mail not sent", "to", m.To, "subject", m.Subject, "err", err)
}

// Run sends until ctx ends, and then for a moment longer what is still waiting.
func (s *Sender) Run(ctx context.Context) {
	for ctx.Err() == nil { // asked each time: of what waits and the end, select would take either
		select {
		case m := <-s.queue:
			s.deliver(ctx, m)
		case <-ctx.Done():
		}
	}
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), lastOrders)
	defer stop()
	for {
		select {
		case m := <-s.queue:
			if err := s.try(ctx, m); err != nil {
				s.failed(m, err)
			}
		default:
			return
		}
	}
}

// deliver tries a message some times, as long as the server says that another time may be better.
func (s *Sender) deliver(ctx context.Context, m Message) {
	for n := 0; ; n++ {
		err := s.try(context.WithoutCancel(ctx), m) // what has begun is finished; it has a limit of its own
		if err == nil {
			return
		}
		var refused *gomail.SendError
		if n == len(s.waits) || errors.As(err, &refused) && !refused.IsTemp() {
			s.failed(m, err)
			return
		}
		select {
		case <-ctx.Done():
			s.failed(m, err)
			return
		case <-time.After(s.waits[n]):
		}
	}
}

// Deliver sends a message now, once. An error is an *okr.Error that is safe to show: Unavailable is worth another try, anything else is not.
func (s *Sender) Deliver(ctx context.Context, m Message) error {
	err := s.try(ctx, m)
	var refused *gomail.SendError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused) && !refused.IsTemp() && refused.ErrorCode() >= 500:
		return &okr.Error{Kind: okr.Invalid, Message: fmt.Sprintf("The mail server refused it (%d). Are the addresses right?", refused.ErrorCode()), Cause: err}
	case errors.Is(err, errAddress):
		return &okr.Error{Kind: okr.Invalid, Message: "An address cannot be written to.", Cause: err}
	}
	return &okr.Error{Kind: okr.Unavailable, Message: "The mail server does not take it now. It is tried again by itself.", Cause: err}
}

var errAddress = errors.New("an address is wrong")

func (s *Sender) try(ctx context.Context, m Message) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	out := gomail.NewMsg()
	if err := errors.Join(out.From(s.from), out.To(append([]string{m.To}, m.Also...)...)); err != nil {
		return errors.Join(errAddress, err)
	}
	out.Subject(m.Subject)
	out.SetDate()
	if m.ID == "" {
		out.SetMessageID()
	} else {
		_, host, _ := strings.Cut(strings.Trim(s.from, "<> "), "@")
		out.SetMessageIDWithValue(m.ID + "@" + strings.TrimRight(host, "> "))
	}
	out.SetGenHeader("Auto-Submitted", "auto-generated") // so that no holiday answers
	if m.ReplyTo != "" {
		if err := out.ReplyTo(m.ReplyTo); err != nil {
			return errors.Join(errAddress, err)
		}
	}
	if m.Answers != "" {
		out.SetGenHeader("In-Reply-To", "<"+m.Answers+">")
		out.SetGenHeader("References", "<"+m.Answers+">")
		out.SetGenHeader("Auto-Submitted", "auto-replied")
	}
	if m.Stop != "" {
		out.SetGenHeader("List-Unsubscribe", "<"+m.Stop+">")
		out.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	out.SetBodyString(gomail.TypeTextPlain, m.Text)
	return s.client.DialAndSendWithContext(ctx, out)
}
