package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/letter"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A ReceiveCmd takes a mail from a mail server.
type ReceiveCmd struct {
	URL     string        `conf:"HEADWATER_URL" default:"http://localhost:8080" placeholder:"URL" help:"The server to speak to."`
	To      string        `placeholder:"ADDRESS" help:"The address that the mail was delivered to; its headers say unless given."`
	Timeout time.Duration `default:"60s" help:"How long to wait for the server."`
}

// Help is the command's example.
func (ReceiveCmd) Help() string {
	return "Reads one mail on standard input, as a mail server's pipe or alias hands it over, and makes a check-in out of the answer. It needs no token: the address that was written to is signed. " +
		"It ends as mail servers expect: 0 when the mail is taken or was ignored, 75 when the server is away, so that the mail stays in the queue and comes again, 67 when nobody is at the address, 65 when it is no mail. " +
		"docs/replies.md says how to set it up.\n\nExamples:\n  headwater receive < answer.eml\n  checkin: \"|HEADWATER_URL=https://okr.example.org headwater receive\"    (a line of /etc/aliases)"
}

// What a mail server reads of how a command ended: sysexits.h.
const (
	exNoUser   = 67
	exData     = 65
	exTempFail = 75
)

// A mailFault is why a mail was not taken, with what the mail server is told.
type mailFault struct {
	error
	code int
}

// Run hands the mail over.
func (c *ReceiveCmd) Run(t *Terminal) error {
	mail, err := io.ReadAll(io.LimitReader(t.Stdin, letter.MaxSize+1))
	if err != nil {
		return mailFault{err, exTempFail}
	}
	if len(mail) > letter.MaxSize {
		return mailFault{fmt.Errorf("this mail is larger than %d MB", letter.MaxSize>>20), exData}
	}
	ctx, cancel := context.WithTimeout(t.Context, c.Timeout)
	defer cancel()
	target, err := url.Parse(strings.TrimSuffix(c.URL, "/") + "/api/v1/hooks/mail")
	if err != nil || target.Host == "" {
		return mailFault{errors.New("write the server's address with its scheme, for example HEADWATER_URL=https://okr.example.org"), exTempFail}
	}
	target.RawQuery = url.Values{"to": {c.To}}.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(mail))
	if err != nil {
		return mailFault{err, exTempFail}
	}
	req.Header.Set("Content-Type", "message/rfc822")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return mailFault{fmt.Errorf("cannot reach %s: %w", c.URL, err), exTempFail}
	}
	defer resp.Body.Close() //nolint:errcheck // it was only read
	if resp.StatusCode >= 300 {
		return refusedMail(problemOf(resp))
	}
	var r app.Receipt
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&r); err != nil || r.What == "" {
		return mailFault{fmt.Errorf("%s does not answer as Headwater does", c.URL), exTempFail}
	}
	_, err = fmt.Fprintf(t.Stdout, "%s: %s\n", r.What, r.Text)
	return err
}

// refusedMail is what a mail server is told of a refusal: that the address or the mail is wrong only where Headwater itself says so.
func refusedMail(err error) error {
	var e *okr.Error
	switch {
	case errors.As(err, &e) && e.Kind == okr.NotFound && e.Message != "":
		return mailFault{err, exNoUser}
	case errors.As(err, &e) && e.Kind == okr.Invalid:
		return mailFault{err, exData}
	}
	return mailFault{err, exTempFail}
}
