package api

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Problem is an answer to a request that was not done, as RFC 9457 has it.
type Problem struct {
	Status int     `json:"status" example:"422"`
	Title  string  `json:"title" doc:"The status in words." example:"Unprocessable Entity"`
	Detail string  `json:"detail" doc:"What was wrong, and what would be right." example:"Write a number."`
	Errors []Fault `json:"errors,omitempty" doc:"Every fault of the request, so that all can be mended at once."`
}

// A Fault is one thing that was wrong with a request.
type Fault struct {
	Location string `json:"location,omitempty" doc:"Where: body, path, query or header, then the field." example:"body.items[2].value"`
	Message  string `json:"message" example:"Write a number."`
	Theirs   any    `json:"value,omitempty" doc:"With a conflict: what stands now."`
}

func (p *Problem) Error() string             { return p.Detail }
func (p *Problem) GetStatus() int            { return p.Status }
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// missing is what the validation of requests says. It is completed in newProblem: the fault belongs to the field and not to what it is missing in.
const missing = "missing: "

func init() {
	huma.NewError = newProblem
	huma.DefaultArrayNullable = false // a list is a list: empty, never null
	validation.MsgExpectedRequiredProperty = missing + "%s"
	validation.MsgUnexpectedProperty = "There is no such field here. Leave it out."
	validation.MsgExpectedBoolean = "Write true or false."
	validation.MsgExpectedNumber = "Write a number."
	validation.MsgExpectedInteger = "Write a whole number."
	validation.MsgExpectedString = "Write a text."
	validation.MsgExpectedArray = "Write a list."
	validation.MsgExpectedObject = "Write an object."
	validation.MsgExpectedOneOf = "Choose one of: %s."
	validation.MsgExpectedMinimumNumber = "Use %v or more."
	validation.MsgExpectedMaximumNumber = "Use %v or less."
	validation.MsgExpectedMinLength = "Use at least %d characters."
	validation.MsgExpectedMaxLength = "Use at most %d characters."
	validation.MsgExpectedMinItems = "List at least %d."
	validation.MsgExpectedMaxItems = "List at most %d."
	validation.MsgExpectedBePattern = "Write %s."
	validation.MsgExpectedRFC3339DateTime = "Write the instant as RFC 3339, for example 2026-11-09T08:30:00Z."
	validation.MsgExpectedRFC3339Date = "Write the date as year-month-day, for example 2026-11-09."
}

// newProblem makes the problem of what huma found wrong. The values are not sent back: whoever sent them has them.
func newProblem(status int, message string, errs ...error) huma.StatusError {
	p := &Problem{Status: status, Title: http.StatusText(status), Detail: message}
	if status == http.StatusUnsupportedMediaType {
		p.Detail = "Send JSON, with Content-Type: application/json."
		return p
	}
	for _, err := range errs {
		if err == nil {
			continue
		}
		var tooMuch *http.MaxBytesError
		if errors.As(err, &tooMuch) || strings.Contains(err.Error(), "request body too large") { // a form's reader keeps only the text
			return newProblem(http.StatusRequestEntityTooLarge, "This is more than one request may hold. Send it in pieces.")
		}
		f := Fault{Message: err.Error()}
		var detail *huma.ErrorDetail
		if errors.As(err, &detail) {
			f = Fault{Location: detail.Location, Message: detail.Message}
		}
		if field, ok := strings.CutPrefix(f.Message, missing); ok {
			f = Fault{Location: f.Location + "." + field, Message: "This is needed. Fill it in."}
		} else if strings.HasSuffix(f.Message, "parameter is missing") {
			f.Message = "This is needed. Fill it in."
		} else if said, ok := parameters[f.Message]; ok {
			f.Message = said
		} else if strings.HasPrefix(f.Message, "invalid date/time") {
			f.Message = validation.MsgExpectedRFC3339DateTime
		}
		p.Errors = append(p.Errors, f)
	}
	if message == "validation failed" && p.Errors != nil {
		p.Detail = summary(p.Errors)
	}
	return p
}

// parameters are what huma says of a parameter that it cannot read, in our words.
var parameters = map[string]string{"invalid integer": "Write a whole number.", "invalid float": "Write a number.", "invalid boolean": "Write true or false."}

// summary is what a problem says before its faults are read.
func summary(faults []Fault) string {
	if len(faults) > 1 {
		return fmt.Sprintf("%d things are not right yet; errors names each.", len(faults))
	}
	return faults[0].Message
}

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

// problem turns an error into a Problem with all its faults. What cannot be shown is logged here, once, and shown as a number.
func (s *server) problem(method string, err error) *Problem {
	faults := okr.FaultsOf(err)
	if len(faults) == 0 {
		ref := rand.Text()[:8]
		s.Log.Error("api failed", "ref", ref, "err", err)
		status := http.StatusInternalServerError
		return &Problem{Status: status, Title: http.StatusText(status), Detail: "Something went wrong on our side; nothing was saved. Reference " + ref + "."}
	}
	first := faults[0]
	if first.Cause != nil {
		s.Log.Warn("api not possible now", "err", first.Cause)
	}
	p := &Problem{Status: statuses[first.Kind], Title: http.StatusText(statuses[first.Kind])}
	for _, f := range faults {
		p.Errors = append(p.Errors, Fault{Location: location(method, f.Field), Message: f.Message, Theirs: f.Theirs})
	}
	p.Detail = summary(p.Errors)
	return p
}

// location is where in a request a field is.
func location(method, field string) string {
	switch {
	case field == "":
		return ""
	case strings.HasSuffix(field, "."): // the whole of an item
		return location(method, strings.TrimSuffix(field, "."))
	case field == "Idempotency-Key":
		return "header." + field
	case method == http.MethodGet || method == http.MethodDelete:
		return "query." + field
	}
	return "body." + field
}

// failed is what a handler's error becomes.
func (s *server) failed(method string, err error, in any) error {
	p := s.problem(method, err)
	if c, ok := in.(versioner); ok && p.Status == http.StatusConflict && c.version() != 0 && okr.FaultsOf(err)[0].Field == "version" {
		p.Status, p.Title = http.StatusPreconditionFailed, http.StatusText(http.StatusPreconditionFailed)
		p.Errors[0].Location = "header.If-Match"
	}
	if wait := retryAfter(err); wait != "" {
		return huma.ErrorWithHeaders(p, http.Header{"Retry-After": {wait}})
	}
	return p
}

// refuse answers with an error before, or instead of, a handler.
func (s *server) refuse(c huma.Context, err error) {
	if wait := retryAfter(err); wait != "" {
		c.SetHeader("Retry-After", wait)
	}
	p := s.problem(c.Method(), err)
	c.SetHeader("Content-Type", "application/problem+json")
	c.SetStatus(p.Status)
	_ = s.api.Marshal(c.BodyWriter(), "application/json", p) // the reader may have gone
}

// retryAfter is the whole seconds until it is worth trying again, "" if nothing is known about it.
func retryAfter(err error) string {
	for _, f := range okr.FaultsOf(err) {
		if f.Wait > 0 {
			return strconv.Itoa(int((f.Wait + time.Second - 1) / time.Second))
		}
	}
	return ""
}

func tooLarge(limit int64) string {
	return fmt.Sprintf("This is more than one request may hold, which is %d kB. Send it in pieces.", limit>>10)
}

const maxKey = 200

// checkKey says what is wrong with an idempotency key.
func checkKey(key string) error {
	if len(key) > maxKey || !utf8.ValidString(key) {
		return okr.Fail(okr.Invalid, "Idempotency-Key", fmt.Sprintf("Use at most %d characters.", maxKey))
	}
	return nil
}
