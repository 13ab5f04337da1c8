package source

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/outgoing"
)

// What one request may cost.
const (
	maxBody     = 16 << 20         // bytes of an answer
	tries       = 4                // of a request that fails for a reason that passes
	maxPatience = 20 * time.Second // that is waited within a reading; a longer wait ends it, and says until when
	maxPages    = 2000             // of one reading: an end for a tool that pages in a circle
)

// A fetcher asks one tool.
type fetcher struct {
	name   string // of the tool, as people call it
	client *http.Client
	base   *url.URL
	token  string
	auth   string // the header Authorization
	now    func() time.Time
	sleep  func(context.Context, time.Duration) error
	bound  time.Duration // of one try
}

// at is an address below the base; path is escaped by the caller.
func (f *fetcher) at(path string, query url.Values) string {
	s := f.base.String() + path
	if len(query) > 0 {
		s += "?" + query.Encode()
	}
	return s
}

// errUnchanged says that what was asked for is as it was.
var errUnchanged = errors.New("unchanged")

// A missing error says that what was asked for is not there.
type missing struct{ error }

func (m missing) Unwrap() error { return m.error }

// get reads JSON into what into points to. etag is sent if there is one; then the answer may be errUnchanged.
func (f *fetcher) get(ctx context.Context, address, etag string, into any) (http.Header, error) {
	return f.ask(ctx, http.MethodGet, address, etag, nil, into)
}

// post sends a question as JSON, for tools whose questions are too long for an address.
func (f *fetcher) post(ctx context.Context, address string, body, into any) (http.Header, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	return f.ask(ctx, http.MethodPost, address, "", b, into)
}

// ask asks until there is an answer, or no use in asking again.
func (f *fetcher) ask(ctx context.Context, method, address, etag string, body []byte, into any) (http.Header, error) {
	for n := 1; ; n++ {
		header, again, err := f.once(ctx, method, address, etag, body, into)
		if err == nil || again == 0 || ctx.Err() != nil {
			return header, err
		}
		if n == tries || again > maxPatience {
			return header, waiting(err, again)
		}
		if err := f.sleep(ctx, min(again<<(n-1), maxPatience)+rand.N(again/4+1)); err != nil {
			return header, err
		}
	}
}

// once asks once. again is how long to wait before it is worth asking again, 0 for never.
func (f *fetcher) once(caller context.Context, method, address, etag string, body []byte, into any) (header http.Header, again time.Duration, err error) {
	ctx, cancel := context.WithTimeout(caller, f.bound)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, 0, okr.Fail(okr.Invalid, "base_url", "Write a web address that begins with https://.")
	}
	r.Header.Set("User-Agent", "Headwater")
	r.Header.Set("Accept", "application/json")
	if f.auth != "" {
		r.Header.Set("Authorization", f.auth)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if etag != "" {
		r.Header.Set("If-None-Match", etag)
	}
	answer, err := f.client.Do(r)
	if err != nil {
		if caller.Err() != nil {
			return nil, 0, caller.Err()
		}
		return nil, time.Second, f.unreachable(err)
	}
	defer answer.Body.Close() //nolint:errcheck // it was only read
	b, err := io.ReadAll(io.LimitReader(answer.Body, maxBody+1))
	switch {
	case err != nil && caller.Err() != nil:
		return nil, 0, caller.Err()
	case err != nil:
		return nil, time.Second, f.unreachable(err)
	case len(b) > maxBody:
		return nil, 0, f.fault(okr.Unavailable, "", nil, "%s sends more than %d MB at once, which is too much to read.", maxBody>>20)
	}
	if again, err := f.refused(answer, b); err != nil {
		return answer.Header, again, err
	}
	if answer.StatusCode == http.StatusNotModified {
		return answer.Header, 0, errUnchanged
	}
	if raw, ok := into.(*[]byte); ok {
		*raw = b
		return answer.Header, 0, nil
	}
	if err := json.Unmarshal(b, into); err != nil {
		return answer.Header, 0, f.malformed(err)
	}
	return answer.Header, 0, nil
}

// refused says what an answer's status means, nil for one that answers.
func (f *fetcher) refused(answer *http.Response, body []byte) (again time.Duration, err error) {
	cause := fmt.Errorf("status %d: %s", answer.StatusCode, excerpt(body))
	switch s := answer.StatusCode; {
	case s == http.StatusOK || s == http.StatusNotModified:
		return 0, nil
	case s == http.StatusTooManyRequests, s == http.StatusForbidden && limited(answer.Header, body), s == http.StatusBadRequest && bytes.Contains(body, []byte("RATELIMITED")):
		again = f.wait(answer.Header)
		return again, f.fault(okr.TooMany, "", cause, "%s asks for a pause, because it was asked often. Reading goes on by itself.")
	case s == http.StatusUnauthorized:
		return 0, f.fault(okr.Invalid, "token", cause, "%s does not accept the token. It may have expired: make a new one, and put it in here.")
	case s == http.StatusForbidden:
		return 0, f.fault(okr.Invalid, "token", cause, "The token may not read this at %s. Give it read access, or make another one.")
	case s == http.StatusNotFound || s == http.StatusGone:
		return 0, missing{f.fault(okr.Invalid, "place", cause, "%s has nothing there, or does not show it to this token. Compare the address and the place with what the browser shows.")}
	case s >= 500:
		if again = retryAfter(answer.Header, f.now()); again == 0 {
			again = time.Second
		}
		return again, f.fault(okr.Unavailable, "", cause, "%s does not work at the moment. Reading goes on by itself.")
	case s == http.StatusBadRequest || s == http.StatusUnprocessableEntity:
		return 0, f.fault(okr.Invalid, "place", cause, "%s does not understand the place: "+strings.ReplaceAll(reason(body), "%", "%%"))
	default:
		return 0, f.fault(okr.Unavailable, "", cause, "%s answers in a way that says nothing (status "+strconv.Itoa(s)+"). Check the address.")
	}
}

// limited tells a limit from a missing permission where a tool uses 403 for both.
func limited(h http.Header, body []byte) bool {
	return h.Get("Retry-After") != "" || h.Get("X-RateLimit-Remaining") == "0" || bytes.Contains(bytes.ToLower(body), []byte("rate limit"))
}

// wait is how long a tool that refuses wants to be left alone: what it says, and a minute else.
func (f *fetcher) wait(h http.Header) time.Duration {
	now := f.now()
	if d := retryAfter(h, now); d > 0 {
		return d
	}
	for _, name := range []string{"X-RateLimit-Reset", "X-RateLimit-Requests-Reset", "X-RateLimit-Complexity-Reset", "RateLimit-Reset"} {
		n, err := strconv.ParseInt(h.Get(name), 10, 64)
		if err != nil {
			if t, err := time.Parse(time.RFC3339, h.Get(name)); err == nil && t.After(now) { // Jira writes the time
				return min(t.Sub(now), 24*time.Hour)
			}
			continue
		}
		at := time.Unix(n, 0)
		if n > 1e11 { // Linear counts milliseconds
			at = time.UnixMilli(n)
		}
		if d := at.Sub(now); d > 0 {
			return min(d, 24*time.Hour)
		}
	}
	return time.Minute
}

// retryAfter reads the header of this name: seconds or a time.
func retryAfter(h http.Header, now time.Time) time.Duration {
	s := h.Get("Retry-After")
	if n, err := strconv.ParseFloat(s, 64); err == nil && n > 0 && n < 1e6 {
		return max(time.Second, time.Duration(math.Ceil(n))*time.Second)
	}
	if t, err := http.ParseTime(s); err == nil && t.After(now) {
		return min(t.Sub(now), 24*time.Hour)
	}
	return 0
}

// pause waits, or gives up, when a tool has said with its last answer that the next question would be one too many.
func (f *fetcher) pause(ctx context.Context, h http.Header) error {
	for _, name := range []string{"X-RateLimit-Remaining", "X-RateLimit-Requests-Remaining", "RateLimit-Remaining"} {
		if h.Get(name) != "0" {
			continue
		}
		d := f.wait(h)
		if d > maxPatience {
			return waiting(f.fault(okr.TooMany, "", nil, "%s asks for a pause, because it was asked often. Reading goes on by itself."), d)
		}
		return f.sleep(ctx, d)
	}
	return nil
}

// fault is an error that can be shown; %s in the text is the tool.
func (f *fetcher) fault(kind okr.ErrorKind, field string, cause error, format string, more ...any) error {
	return &okr.Error{Kind: kind, Field: field, Message: fmt.Sprintf(format, append([]any{f.name}, more...)...), Cause: cause}
}

func (f *fetcher) malformed(cause error) error {
	return f.fault(okr.Unavailable, "", cause, "What answers there does not speak as %s does. Check the address; a sign-in page or a proxy may stand in between.")
}

// unreachable says why there was no answer.
func (f *fetcher) unreachable(err error) error {
	var refused *outgoing.Refused
	var bad *url.Error
	switch {
	case errors.As(err, &refused):
		text := refused.Error()
		return &okr.Error{Kind: okr.Invalid, Field: "base_url", Message: strings.ToUpper(text[:1]) + text[1:] + ".", Cause: err}
	case errors.As(err, &bad) && bad.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return f.fault(okr.Unavailable, "", err, "%s took too long to answer. Reading goes on by itself.")
	}
	return f.fault(okr.Unavailable, "", err, "%s cannot be reached. Check the address; reading goes on by itself.")
}

// waiting puts how long to wait into an error.
func waiting(err error, d time.Duration) error {
	var e *okr.Error
	if errors.As(err, &e) && (e.Kind == okr.TooMany || e.Kind == okr.Unavailable) {
		c := *e
		c.Wait = d
		return &c
	}
	return err
}

// excerpt is the beginning of an answer, for the log.
func excerpt(body []byte) string {
	return strings.ToValidUTF8(string(body[:min(len(body), 200)]), "")
}

var reSpace = regexp.MustCompile(`\s+`)

// reason is what a tool says of a question that it does not understand, in one line.
func reason(body []byte) string {
	var a struct {
		Message       string
		Error         string
		ErrorMessages []string `json:"errorMessages"`
		Errors        []struct{ Message string }
	}
	_ = json.Unmarshal(body, &a) // what cannot be read says nothing
	text := strings.Join(append(a.ErrorMessages, a.Message, a.Error), " ")
	for _, e := range a.Errors {
		text += " " + e.Message
	}
	if text = strings.TrimSpace(reSpace.ReplaceAllString(text, " ")); text == "" {
		return "it says nothing more."
	}
	r := []rune(text)
	return string(r[:min(len(r), 300)])
}

var reNext = regexp.MustCompile(`<([^>]+)>\s*;\s*rel="?next"?`)

// next is the address of the page after an answer, "" after the last. One that leads to another host is refused: the token would go there.
func (f *fetcher) next(h http.Header) (string, error) {
	for _, line := range h.Values("Link") {
		for part := range strings.SplitSeq(line, ",") {
			m := reNext.FindStringSubmatch(part)
			if m == nil {
				continue
			}
			u, err := f.base.Parse(m[1])
			if err != nil || u.Host != f.base.Host || u.Scheme != f.base.Scheme {
				return "", f.malformed(fmt.Errorf("the next page is at %q", m[1]))
			}
			return u.String(), nil
		}
	}
	return "", nil
}
