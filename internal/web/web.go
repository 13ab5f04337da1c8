// Package web holds the pages. routes.go is the whole table; a file holds one page or a few actions of one noun; the
// components that pages are composed of are in web/ui.
//
// It imports app and the pure packages, never store. A handler decodes, calls app once, and renders.
package web

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/klauspost/compress/gzhttp"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/document"
	"github.com/headwater-okr/headwater/internal/live"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/assets"
)

// Options are what the pages need.
type Options struct {
	App     *app.App
	Live    *live.Hub
	Demo    string                    // how to sign in to the example organization, which also shows /design; "" elsewhere
	Secure  bool                      // cookies are for TLS only
	Move    func(time.Duration) error // puts the example's clock ahead; nil elsewhere
	URL     string                    // how people reach the server, for links; "" is what the request says
	Proxies []netip.Prefix            // those whose X-Forwarded-For is believed
	Version string
	Log     *slog.Logger

	// Mail sends a mail and returns at once; nil is no mail server. It needs URL: links in mails never follow what a request says.
	Mail func(to, subject, text string)
}

// A server holds what the handlers share.
type server struct {
	Options
}

// Handler serves the pages.
func Handler(o Options) http.Handler {
	s := &server{Options: o}
	mux := http.NewServeMux()
	s.routes(mux)
	outer := http.NewServeMux() // because "/static/week" would be both a file and an organization's page
	outer.HandleFunc("GET /static/{name}", assets.Serve)
	outer.Handle("/", mux)
	var h http.Handler = outer
	h = http.NewCrossOriginProtection().Handler(h)
	h = secured(h)
	compress, err := gzhttp.NewWrapper(gzhttp.EnableZstd(false)) // every answer under way would hold two megabytes, for a page that is a tenth smaller
	if err != nil {
		panic(err) // it depends on nothing but the option
	}
	return compress(h)
}

// A request is what a handler gets: the HTTP request, who acts, and where to answer.
type request struct {
	*http.Request
	app.Actor
	w http.ResponseWriter
	s *server
}

// amount writes a number as the organization's people read it. What stands in a key result, a KPI or an item of the roadmap is written by
// its own Format.
func (r *request) amount(v float64) string { return okr.FormatNumber(v, r.Numbers()) }

// A handler answers a request or says why it cannot. It stays under 25 lines: decode, call app, build a view, render.
type handler func(*request) error

// open serves a page that needs nobody to be signed in.
func (s *server) open(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, hr *http.Request) {
		started := time.Now()
		r := &request{Request: hr, w: w, s: s}
		limit := int64(maxBody)
		if strings.HasPrefix(hr.Header.Get("Content-Type"), "multipart/") {
			limit = maxUpload
		}
		r.Body = http.MaxBytesReader(w, hr.Body, limit)
		defer func() {
			if e := recover(); e != nil {
				r.fail(fmt.Errorf("panic: %v\n%s", e, debug.Stack()))
			}
			s.Log.Debug("page", "method", hr.Method, "path", hr.URL.Path, "took", time.Since(started))
		}()
		if err := h(r); err != nil {
			r.fail(err)
		}
	}
}

// member serves a page of an organization to its members; anyone else is asked to sign in.
func (s *server) member(h handler) http.HandlerFunc {
	return s.open(func(r *request) error {
		cookie, err := r.Cookie(sessionCookie)
		if err != nil {
			return r.signIn()
		}
		r.Actor, err = s.App.ActorOf(r.Context(), cookie.Value, r.PathValue("org"))
		var e *okr.Error
		if errors.As(err, &e) && e.Kind == okr.Unauthenticated {
			return r.signIn()
		}
		if err != nil {
			return err
		}
		return h(r)
	})
}

const (
	sessionCookie = "headwater_session"
	maxBody       = 1 << 20                  // bytes of a form
	maxUpload     = document.MaxSize * 3 / 2 // of one with a file: the preview sends it back as text, which is a third longer
)

// secured sets the headers that keep a page to itself.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "+
			"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Frame-Options", "DENY")
		next.ServeHTTP(w, r)
	})
}

// signIn sends the reader to the sign-in page and back here afterwards.
func (r *request) signIn() error {
	target := "/sign-in"
	if r.Method == http.MethodGet && r.URL.Path != "/" {
		target += "?next=" + urlQuery(r.URL.RequestURI())
	}
	http.Redirect(r.w, r.Request, target, http.StatusSeeOther)
	return nil
}

// render writes a component with a status. It is rendered whole first, so that an error never leaves half a page.
func (r *request) render(status int, c templ.Component) error {
	var b bytes.Buffer
	if err := c.Render(r.Context(), &b); err != nil {
		return err
	}
	h := r.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	r.w.WriteHeader(status)
	_, err := b.WriteTo(r.w)
	return err
}

// to answers a form that was taken: the browser goes on to path within the organization, which a form may have named.
func (r *request) to(path string) error {
	target := r.at(path)
	if !local(target) {
		target = r.at("week")
	}
	http.Redirect(r.w, r.Request, target, http.StatusSeeOther)
	return nil
}

// local says whether target is an address on this server to a browser too, which takes a backslash for a slash and drops tabs and line ends.
func local(target string) bool {
	u, err := url.Parse(target) // refuses control characters
	return err == nil && u.Scheme == "" && u.Host == "" && strings.HasPrefix(target, "/") && !strings.HasPrefix(target, "//") && !strings.Contains(target, `\`)
}

// at is the URL of a path within the organization: at("week") is "/acme/week".
func (r *request) at(path string) string {
	return "/" + r.Org.Slug + "/" + strings.TrimPrefix(path, "/")
}

// number reads a query or form value as a whole number, 0 if it is none.
func (r *request) number(name string) int {
	n, _ := strconv.Atoi(r.FormValue(name))
	return n
}
