package api

import (
	"context"
	"reflect"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

// none is the input of a route that takes nothing.
type none = struct{}

// What several requests have is embedded in them. The names are exported because huma fills an embedded struct only then.

// ByID is the thing that a path names.
type ByID struct {
	ID string `path:"id" maxLength:"64" doc:"The id of the thing, as it came from Headwater."`
}

// ByRef is the objective that a path names.
type ByRef struct {
	Ref string `path:"ref" maxLength:"64" doc:"An objective's id or number: O-12."`
}

// OnDay is a day to look back to.
type OnDay struct {
	Date okr.Date `query:"date" required:"true" pattern:"^\\d{4}-\\d{2}-\\d{2}$" patternDescription:"a date as year-month-day, for example 2026-11-09" doc:"The day, to its end, where the organization is."`
}

// given is a request that is one value.
type given[T any] struct{ Body T }

// to is a value for the thing in the path.
type to[T any] struct {
	ByID
	Body T
}

// change is to with the version that the caller read.
type change[T any] struct {
	ByID
	Conditional
	Body T
}

// Thing is the thing in the path at the version that the caller read,
type Thing struct {
	ByID
	Conditional
}

func (t Thing) input() app.ThingInput { return app.ThingInput{ID: t.ID, Version: t.version()} }

type removal struct {
	Thing
	Reason string `query:"reason" maxLength:"2000" doc:"Why, for the log."`
}

func (r removal) input() app.RemovalInput {
	return app.RemovalInput{ID: r.ID, Version: r.version(), Reason: r.Reason}
}

// Conditional makes a request depend on the version that the caller read.
type Conditional struct {
	IfMatch string `header:"If-Match" pattern:"^(\\*|(W/)?\"?[0-9]{1,9}\"?)$" patternDescription:"the ETag that you read, for example \"7\"" doc:"The ETag that you read. If the thing has another version by now, the answer is 412 and nothing is done."`
}

type versioner interface{ version() int }

// version is the version that the caller read; 0 when any will do.
func (m Conditional) version() int {
	n, _ := strconv.Atoi(strings.Trim(strings.TrimPrefix(m.IfMatch, "W/"), `"`)) // the pattern has let nothing else in than "*"
	return n
}

// or is the version that the header names, else the one in the body.
func (m Conditional) or(inBody int) int {
	if v := m.version(); v != 0 {
		return v
	}
	return inBody
}

// objective is the id of the objective that a path names by its id or number.
func (s *server) objective(ctx context.Context, a app.Actor, ref string) (string, error) {
	if len(ref) == 36 {
		return ref, nil
	}
	o, err := s.App.Objective(ctx, a, ref)
	return o.ID, err
}

// A body is an answer that is one value.
type body[T any] struct{ Body T }

// A tagged is an answer with the version that it has, for If-Match.
type tagged[T any] struct {
	ETag string `header:"ETag" doc:"The version of the thing, for If-Match."`
	Body T
}

// answer makes an answer of what a use case returns.
func answer[T any](v T, err error) (*body[T], error) { return &body[T]{v}, err }

// versioned makes an answer with its ETag; T has, or embeds what has, an int field Version.
func versioned[T any](v T, err error) (*tagged[T], error) {
	version := reflect.ValueOf(v).FieldByName("Version").Int()
	return &tagged[T]{ETag: strconv.Quote(strconv.FormatInt(version, 10)), Body: v}, err
}

// list makes an answer of a list, which is empty and never null.
func list[T any](v []T, err error) (*body[[]T], error) {
	if v == nil {
		v = []T{}
	}
	return &body[[]T]{v}, err
}
