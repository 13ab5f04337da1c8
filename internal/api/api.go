// Package api serves JSON under /api/v1, described by an OpenAPI 3.1 document, with problem+json for every fault.
//
// It imports app and the pure packages, never store or web. Every route is registered with what the document says of
// it, in a file a noun; this file holds what all of them share: who acts, and how a route is made.
package api

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
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
	Rate    int    // requests a minute and token; 0 is DefaultRate
	Style   string // the URL of the style sheet for the reference page; "" leaves it plain
}

// MaxBody is how many bytes a request's body may have, except an import's.
const MaxBody = 1 << 20

type server struct {
	Options
	api     huma.API
	limiter *limiter
}

// Handler serves everything under /api/: the routes, the document at /api/openapi.json and its readable form at /api/docs.
// It is made when it is first asked for: the description of every route is most of what a server at rest would hold.
func Handler(o Options) http.Handler {
	made := sync.OnceValue(func() http.Handler { return handler(o) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { made().ServeHTTP(w, r) })
}

func handler(o Options) http.Handler {
	mux := http.NewServeMux()
	document := New(o, mux)
	text, err := json.Marshal(document)
	if err != nil {
		panic(err) // the document is made of the types of this program
	}
	page := reference(document, o.Style)
	mux.HandleFunc("GET /api/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/openapi+json")
		_, _ = w.Write(text) // the reader may have gone
	})
	mux.HandleFunc("GET /api/docs", page)
	mux.HandleFunc("GET /api/docs.css", referenceStyle)
	mux.Handle("GET /api/{$}", http.RedirectHandler("/api/docs", http.StatusFound))
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) { nothingHere(mux, w, r) })
	return mux
}

// New registers the routes on mux and returns their description.
func New(o Options, mux *http.ServeMux) *huma.OpenAPI {
	if o.Rate == 0 {
		o.Rate = DefaultRate
	}
	config := huma.DefaultConfig("Headwater", o.Version)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil // no $schema in answers
	config.Components.Schemas = newSchemas()
	config.Info.Description = about
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}
	config.Security = []map[string][]string{{"token": {}}}
	s := &server{Options: o, api: humago.New(mux, config), limiter: newLimiter(o.Rate)}
	s.api.UseMiddleware(s.admit)
	s.registerWeek()
	s.registerObjectives()
	s.registerKeyResults()
	s.registerCheckIns()
	s.registerComments()
	s.registerKPIs()
	s.registerVotes()
	s.registerMeetings()
	s.registerRetrospectives()
	s.registerMirrors()
	s.registerChannels()
	s.registerSlack()
	s.registerWins()
	s.registerCommitments()
	s.registerInsights()
	s.registerDecisions()
	s.registerTrapCheck()
	s.registerPlanning()
	s.registerProposals()
	s.registerContracts()
	s.registerSuggestions()
	s.registerStrategy()
	s.registerRoadmap()
	s.registerBacklog()
	s.registerTraces()
	s.registerCycles()
	s.registerTeams()
	s.registerMembers()
	s.registerOrganization()
	s.registerTokens()
	s.registerCalendars()
	s.registerNotices()
	s.registerDocuments()
	s.registerActivity()
	mux.HandleFunc("POST /api/v1/hooks/{org}/{id}", s.message) // signed by other tools, and of no use to anybody else
	mux.HandleFunc("POST /api/v1/hooks/slack/{org}", s.slack)
	mux.HandleFunc("POST /api/v1/hooks/mail", s.receive) // for the server's own mailbox
	refineAll(config.Components.Schemas)
	return s.api.OpenAPI()
}

type actorKey struct{}

// admit bounds the body, counts the request against its token's rate, and finds the actor of the token.
func (s *server) admit(c huma.Context, next func(huma.Context)) {
	limit := c.Operation().MaxBodyBytes
	r, w := humago.Unwrap(c)
	if r.ContentLength > limit {
		_ = huma.WriteErr(s.api, c, http.StatusRequestEntityTooLarge, tooLarge(limit))
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	secret, ok := strings.CutPrefix(c.Header("Authorization"), "Bearer ")
	if !ok {
		c.SetHeader("WWW-Authenticate", `Bearer realm="headwater"`)
		s.refuse(c, okr.Fail(okr.Unauthenticated, "", "Send a token: Authorization: Bearer hw_…. You make one in your settings."))
		return
	}
	err := s.limiter.take(secret, s.App.Now().Time(), c.SetHeader)
	if err != nil {
		s.refuse(c, err)
		return
	}
	actor, err := s.App.ActorOfToken(c.Context(), secret)
	if err != nil {
		s.limiter.forget(secret)
		s.refuse(c, err)
		return
	}
	actor.Via = "api"
	actor.Key = c.Header("Idempotency-Key")
	next(huma.WithValue(c, actorKey{}, actor))
}

// An op describes a route: what the document says of it, and nothing that can be derived.
type op struct {
	tag, id, method, path, summary string

	longer string
	status int          // of success
	body   int64        // limit of the body in bytes
	inPath []string     // fields of the body's type that the path gives, and the body therefore has not
	stream []string     // the media types of an answer that the handler writes itself
	reads  bool         // it changes nothing, though it is no GET
	of     reflect.Type // of a streamed answer in JSON
}

// route describes a route: where it stands in the document, its id, "METHOD /path" below /api/v1, and one sentence.
func route(tag, id, at, summary string) op {
	method, path, _ := strings.Cut(at, " ")
	return op{tag: tag, id: id, method: method, path: path, summary: summary, status: http.StatusOK, body: MaxBody, inPath: []string{"id"}}
}

func (o op) created() op { o.status = http.StatusCreated; return o }

func (o op) about(text string) op { o.longer = text; return o }

func (o op) without(fields ...string) op { o.inPath = fields; return o }

// register adds a route whose handler gets the actor.
func register[In, Out any](s *server, o op, h func(context.Context, app.Actor, *In) (*Out, error)) {
	operation := huma.Operation{
		OperationID: o.id, Method: o.method, Path: "/api/v1" + o.path, Summary: o.summary, Description: o.longer,
		Tags: []string{o.tag}, DefaultStatus: o.status, MaxBodyBytes: o.body, BodyReadTimeout: 30 * time.Second,
		Errors: []int{401, 403, 404, 413, 422, 429, 500, 503},
	}
	writes := o.method != http.MethodGet
	if writes {
		operation.Errors = append(operation.Errors, 400, 409)
		operation.Parameters = []*huma.Param{{Name: "Idempotency-Key", In: "header", Schema: &huma.Schema{Type: "string", MaxLength: new(maxKey)},
			Description: "Any text that is new for each request. The same request sent again with it is answered as the first time, and done once."}}
	}
	if field, ok := reflect.TypeFor[In]().FieldByName("Body"); ok && field.Type.Kind() == reflect.Struct {
		operation.Errors = append(operation.Errors, 415)
	}
	if _, ok := any(new(In)).(versioner); ok {
		operation.Errors = append(operation.Errors, 412)
	}
	if o.stream != nil {
		content := map[string]*huma.MediaType{}
		for _, media := range o.stream {
			content[media] = &huma.MediaType{Schema: &huma.Schema{Type: "string"}}
		}
		if o.of != nil {
			content["application/json"] = &huma.MediaType{Schema: s.api.OpenAPI().Components.Schemas.Schema(o.of, true, "")}
		}
		operation.Responses = map[string]*huma.Response{strconv.Itoa(o.status): {Description: http.StatusText(o.status), Content: content}}
	}
	huma.Register(s.api, operation, func(ctx context.Context, in *In) (*Out, error) {
		actor := ctx.Value(actorKey{}).(app.Actor)
		err := checkKey(actor.Key)
		if err == nil && writes && !o.reads && !actor.May(app.ScopeWrite) { // asked here too, so that it is said before anything else
			err = okr.Fail(okr.Forbidden, "", "This token may only read. Make one with the scope write.")
		}
		var out *Out
		if err == nil {
			out, err = h(ctx, actor, in)
		}
		if err != nil {
			return nil, s.failed(o.method, err, in)
		}
		return out, nil
	})
	s.complete(o)
}

// complete gives the document what huma does not: what the path gives is not in the body, what headers come, and the examples.
func (s *server) complete(o op) {
	document := s.api.OpenAPI()
	registered := operationOf(document, o.method, "/api/v1"+o.path)
	if !slices.ContainsFunc(document.Tags, func(t *huma.Tag) bool { return t.Name == o.tag }) {
		document.Tags = append(document.Tags, &huma.Tag{Name: o.tag})
	}
	if body := registered.RequestBody; body != nil && body.Content["application/json"] != nil && strings.Contains(o.path, "{") {
		if schema := document.Components.Schemas.SchemaFromRef(body.Content["application/json"].Schema.Ref); schema != nil {
			for _, field := range o.inPath {
				delete(schema.Properties, field)
				schema.Required = slices.DeleteFunc(schema.Required, func(name string) bool { return name == field })
			}
			schema.PrecomputeMessages()
		}
	}
	for status, response := range registered.Responses {
		if response.Headers == nil {
			response.Headers = map[string]*huma.Param{}
		}
		if status != "401" && status != "413" {
			for name := range headers {
				response.Headers[name] = &huma.Param{Ref: "#/components/headers/" + name}
			}
		}
		if status != "429" && status != "503" {
			delete(response.Headers, "Retry-After")
		}
		if status[0] != '2' { // a fault is the same everywhere
			if document.Components.Responses == nil {
				document.Components.Responses, document.Components.Headers = map[string]*huma.Response{}, headers
			}
			document.Components.Responses[status] = response
			registered.Responses[status] = &huma.Response{Ref: "#/components/responses/" + status}
		}
	}
	illustrate(registered, o)
}

var methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

// operationOf finds a registered operation.
func operationOf(document *huma.OpenAPI, method, path string) *huma.Operation {
	item := document.Paths[path]
	return map[string]*huma.Operation{http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put,
		http.MethodPatch: item.Patch, http.MethodDelete: item.Delete}[method]
}

// streamed answers with what write writes. An error before its first byte is answered as any other.
func (s *server) streamed(media string, header func(huma.Context), write func(w *lateWriter) error) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(c huma.Context) {
		w := &lateWriter{begin: func() {
			c.SetHeader("Content-Type", media)
			header(c)
			c.SetStatus(http.StatusOK)
		}, c: c}
		err := write(w)
		switch {
		case err != nil && !w.begun:
			s.refuse(c, err)
		case err != nil:
			s.Log.Error("answer broken off", "operation", c.Operation().OperationID, "err", err) // the status is sent; the reader sees a short answer
		}
	}}
}

// A lateWriter sends the head of an answer with its first byte.
type lateWriter struct {
	begin func()
	begun bool
	c     huma.Context
}

func (w *lateWriter) Write(b []byte) (int, error) {
	if !w.begun {
		w.begin()
		w.begun = true
	}
	return w.c.BodyWriter().Write(b)
}

// nothingHere answers for addresses without a route, and for methods that a route does not have.
func nothingHere(mux *http.ServeMux, w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range methods {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := mux.Handler(other); strings.HasPrefix(pattern, method+" ") {
			allowed = append(allowed, method)
		}
	}
	p := Problem{Status: http.StatusNotFound, Detail: "There is nothing at this address. /api/docs lists what there is."}
	if allowed != nil {
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		p = Problem{Status: http.StatusMethodNotAllowed, Detail: "This address takes " + strings.Join(allowed, ", ") + "."}
	}
	p.Title = http.StatusText(p.Status)
	var b bytes.Buffer
	_ = json.NewEncoder(&b).Encode(p) // it is text and a number
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_, _ = b.WriteTo(w) // the reader may have gone
}
