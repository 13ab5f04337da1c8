// Package api serves JSON under /api/v1, described by an OpenAPI 3.1 document, with problem+json for every fault.
//
// It imports app and the pure packages, never store or web. operations_*.go register the routes, a file a noun; this
// file holds what all of them share: who acts, how faults look, conditional requests and rate limits.
package api

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

// Options are what the API needs.
type Options struct {
	App     *app.App
	Version string
	Log     *slog.Logger
	Rate    int // requests a minute and token; 0 is DefaultRate
}

// DefaultRate is how many requests a token may make in a minute.
const DefaultRate = 600

// MaxBody is how many bytes a request's body may have, except an import's.
const MaxBody = 1 << 20

type server struct {
	Options
	api huma.API
}

// Handler serves everything under /api/.
func Handler(o Options) http.Handler {
	mux := http.NewServeMux()
	New(o, mux)
	return mux
}

// New registers the API on mux and returns its description.
func New(o Options, mux *http.ServeMux) *huma.OpenAPI {
	config := huma.DefaultConfig("Headwater", o.Version)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "/api/openapi", "", ""
	config.CreateHooks = nil // no $schema in answers
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	config.Components.Schemas.RegisterTypeAlias(reflect.TypeFor[okr.Instant](), reflect.TypeFor[time.Time]())
	config.Info.Description = "OKRs that keep strategy in charge of the work. A token belongs to one member of one organization and sees what that member sees."
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}
	config.Security = []map[string][]string{{"token": {}}}
	s := &server{Options: o, api: humago.New(mux, config)}
	s.api.UseMiddleware(s.authenticate)
	s.register()
	return s.api.OpenAPI()
}

// schemaName is a type's name in the document. What was read out of a file has its own objectives and key results beside okr's.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if strings.HasSuffix(t.PkgPath(), "/document") {
		return "Read" + name
	}
	return name
}

func init() { huma.DefaultArrayNullable = false } // a list is a list: empty, never null

type actorKey struct{}

// authenticate finds the actor of the bearer token and counts the request against its rate.
func (s *server) authenticate(c huma.Context, next func(huma.Context)) {
	secret, ok := strings.CutPrefix(c.Header("Authorization"), "Bearer ")
	if !ok {
		c.SetHeader("WWW-Authenticate", `Bearer realm="headwater"`)
		s.refuse(c, okr.Fail(okr.Unauthenticated, "", "Send a token: Authorization: Bearer hw_…. You make one in your settings."))
		return
	}
	actor, err := s.App.ActorOfToken(c.Context(), secret)
	if err != nil {
		s.refuse(c, err)
		return
	}
	actor.Via = "api"
	actor.Key = c.Header("Idempotency-Key")
	if len(actor.Key) > 200 {
		s.refuse(c, okr.Fail(okr.Invalid, "Idempotency-Key", "Use at most 200 characters."))
		return
	}
	next(huma.WithValue(c, actorKey{}, actor))
}

func (s *server) refuse(c huma.Context, err error) {
	problem := s.problem(c.Context(), err)
	if wait := retryAfter(err); wait != "" {
		c.SetHeader("Retry-After", wait)
	}
	_ = huma.WriteErr(s.api, c, problem.GetStatus(), problem.Error(), err) // the reader may have gone
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

// problem turns an error into problem+json. What is not an okr.Error is logged here, once, and shown as a number.
func (s *server) problem(ctx context.Context, err error) huma.StatusError {
	var known *okr.Error
	if errors.As(err, &known) {
		if known.Cause != nil {
			s.Log.Warn("api not possible now", "err", known.Cause)
		}
		detail := &huma.ErrorDetail{Message: known.Message, Value: known.Theirs}
		if known.Field != "" {
			detail.Location = "body." + known.Field
		}
		return huma.NewError(statuses[known.Kind], known.Message, detail)
	}
	ref := rand.Text()[:8]
	s.Log.Error("api failed", "ref", ref, "err", err)
	return huma.NewError(http.StatusInternalServerError, "Something went wrong on our side; nothing was saved. Reference "+ref+".")
}

// An op describes a route: what huma needs, and nothing that can be derived.
type op struct {
	method  string
	path    string // below /api/v1
	id      string // "check-in"
	summary string // one sentence
	about   string // longer, optional
	tag     string
	status  int   // of success; 0 is 200
	body    int64 // limit of the body in bytes; 0 is MaxBody
}

// register adds a route whose handler gets the actor.
func register[In, Out any](s *server, o op, h func(context.Context, app.Actor, *In) (*Out, error)) {
	if o.body == 0 {
		o.body = MaxBody
	}
	operation := huma.Operation{
		OperationID: o.id, Method: o.method, Path: "/api/v1" + o.path, Summary: o.summary, Description: o.about,
		Tags: []string{o.tag}, DefaultStatus: o.status, MaxBodyBytes: o.body, BodyReadTimeout: 30 * time.Second,
		Errors: []int{400, 401, 403, 404, 409, 412, 413, 422, 429, 503},
	}
	huma.Register(s.api, operation, func(ctx context.Context, in *In) (*Out, error) {
		out, err := h(ctx, ctx.Value(actorKey{}).(app.Actor), in)
		if err != nil {
			problem := s.problem(ctx, err)
			if wait := retryAfter(err); wait != "" {
				return nil, huma.ErrorWithHeaders(problem, http.Header{"Retry-After": {wait}})
			}
			return nil, problem
		}
		return out, nil
	})
}

// retryAfter is the whole seconds until it is worth trying again, "" if nothing is known about it.
func retryAfter(err error) string {
	var known *okr.Error
	if !errors.As(err, &known) || known.Wait <= 0 {
		return ""
	}
	return strconv.Itoa(int((known.Wait + time.Second - 1) / time.Second))
}

// etag is the entity tag of a version: "7".
func etag(version int) string { return strconv.Quote(strconv.Itoa(version)) }

// version reads an If-Match header as a version; 0 when there is none, so that nothing is compared.
func version(ifMatch string) (int, error) {
	if ifMatch == "" || ifMatch == "*" {
		return 0, nil
	}
	n, err := strconv.Atoi(strings.Trim(strings.TrimPrefix(ifMatch, "W/"), `"`))
	if err != nil {
		return 0, okr.Fail(okr.Invalid, "If-Match", `Send back the ETag that you read, for example "7".`)
	}
	return n, nil
}
