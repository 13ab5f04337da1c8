package web

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// statuses maps each kind of error to its HTTP status.
var statuses = map[okr.ErrorKind]int{
	okr.NotFound:        http.StatusNotFound,
	okr.Invalid:         http.StatusUnprocessableEntity,
	okr.Forbidden:       http.StatusForbidden,
	okr.Conflict:        http.StatusConflict,
	okr.Unauthenticated: http.StatusUnauthorized,
	okr.TooMany:         http.StatusTooManyRequests,
	okr.Unavailable:     http.StatusServiceUnavailable,
}

// fail answers with an error page. What is not an okr.Error is logged here, once, and shown as a reference number.
func (r *request) fail(err error) {
	var known *okr.Error
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &known):
		if known.Cause != nil {
			r.s.Log.Warn("page not possible now", "method", r.Method, "path", r.URL.Path, "err", known.Cause)
		}
		if known.Wait > 0 {
			r.w.Header().Set("Retry-After", strconv.Itoa(int((known.Wait+time.Second-1)/time.Second)))
		}
		r.failPage(statuses[known.Kind], known.Message)
	case errors.As(err, &large):
		r.failPage(http.StatusRequestEntityTooLarge, "This is more than Headwater takes at once. Send a smaller piece.")
	case errors.Is(err, context.Canceled) && r.Context().Err() != nil:
		// The reader has gone; nobody sees the answer.
	default:
		ref := rand.Text()[:8]
		r.s.Log.Error("page failed", "ref", ref, "method", r.Method, "path", r.URL.Path, "err", err)
		r.failPage(http.StatusInternalServerError, "Something went wrong on our side. Nothing that you saved before is lost. Try again; if it stays, tell your operator the number "+ref+".")
	}
}

func urlQuery(s string) string { return url.QueryEscape(s) }
