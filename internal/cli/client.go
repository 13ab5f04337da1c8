package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Server is the server that a client command speaks to, and the token it speaks with.
type Server struct {
	URL   string `conf:"HEADWATER_URL" default:"http://localhost:8080" placeholder:"URL" help:"The server to speak to."`
	Token string `conf:"HEADWATER_TOKEN" placeholder:"TOKEN" help:"An API token; better set HEADWATER_TOKEN than write it here."`
}

// maxAnswer bounds what a client reads of an answer that it keeps in memory.
const maxAnswer = 256 << 20

// call sends a request to /api/v1 and decodes the answer into out, unless out is nil. A problem becomes an *okr.Error.
func (s Server) call(ctx context.Context, method, path string, query url.Values, in, out any) error {
	var body io.Reader
	kind := ""
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body, kind = bytes.NewReader(b), "application/json"
	}
	answer, err := s.send(ctx, method, path, query, body, kind)
	if err != nil {
		return err
	}
	defer answer.Close()
	if out == nil {
		return nil
	}
	if err := json.NewDecoder(io.LimitReader(answer, maxAnswer)).Decode(out); err != nil {
		return fmt.Errorf("the server's answer to %s %s is not what this version expects: %w", method, path, err)
	}
	return nil
}

// send sends a request and returns the body of a successful answer.
func (s Server) send(ctx context.Context, method, path string, query url.Values, body io.Reader, kind string) (io.ReadCloser, error) {
	if s.Token == "" {
		return nil, okr.Fail(okr.Unauthenticated, "", "No token. Make one under Settings, then set HEADWATER_TOKEN.")
	}
	target, err := url.Parse(strings.TrimSuffix(s.URL, "/") + "/api/v1" + path)
	if err != nil || target.Host == "" || target.Scheme != "http" && target.Scheme != "https" {
		return nil, okr.Fail(okr.Invalid, "HEADWATER_URL", "Write the server's address with its scheme, for example https://okr.example.org.")
	}
	target.RawQuery = query.Encode()
	req, err := http.NewRequestWithContext(ctx, method, target.String(), body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+s.Token)
	if method != http.MethodGet {
		req.Header.Set("Idempotency-Key", uuid.NewString()) // a repeat after a lost answer does nothing twice
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	for again := repeats; ; again-- {
		resp, err := (&http.Client{Timeout: 5 * time.Minute}).Do(req)
		if err != nil {
			return nil, fmt.Errorf("cannot reach %s; is the server running, and is HEADWATER_URL right? (%w)", s.URL, err)
		}
		if resp.StatusCode < 300 {
			return resp.Body, nil
		}
		err = problemOf(resp)
		resp.Body.Close() //nolint:errcheck // it was read
		wait, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		if again == 0 || resp.StatusCode != http.StatusServiceUnavailable || wait < 1 || wait > shortly || req.Body != nil && req.GetBody == nil {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(time.Duration(wait) * time.Second):
		}
		if req.GetBody != nil {
			if req.Body, err = req.GetBody(); err != nil {
				return nil, err
			}
		}
	}
}

// A server that is busy for a moment is asked again, this often; one that asks for more patience than this many seconds is not waited for. The
// idempotency key makes the repeats one.
const (
	repeats = 3
	shortly = 3
)

// kinds maps an HTTP status to the kind of error that a command ends with.
var kinds = map[int]okr.ErrorKind{
	http.StatusNotFound:              okr.NotFound,
	http.StatusBadRequest:            okr.Invalid,
	http.StatusUnprocessableEntity:   okr.Invalid,
	http.StatusRequestEntityTooLarge: okr.Invalid,
	http.StatusForbidden:             okr.Forbidden,
	http.StatusUnauthorized:          okr.Unauthenticated,
	http.StatusConflict:              okr.Conflict,
	http.StatusPreconditionFailed:    okr.Conflict,
	http.StatusTooManyRequests:       okr.TooMany,
	http.StatusServiceUnavailable:    okr.Unavailable,
}

// problemOf reads problem+json: one line a fault, with its place.
func problemOf(resp *http.Response) error {
	var p struct {
		Detail string `json:"detail"`
		Errors []struct {
			Message  string `json:"message"`
			Location string `json:"location"`
		} `json:"errors"`
	}
	err := json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&p)
	kind, known := kinds[resp.StatusCode]
	if err != nil || !known {
		return fmt.Errorf("the server answered %s %s", resp.Status, p.Detail)
	}
	var lines []string
	for _, e := range p.Errors {
		line := e.Message
		if place := strings.TrimPrefix(e.Location, "body."); place != "" && place != "body" {
			line = place + ": " + line
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		lines = []string{p.Detail}
	}
	return okr.Fail(kind, "", strings.Join(lines, "\n"))
}
