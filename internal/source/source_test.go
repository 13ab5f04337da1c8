package source

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/outgoing"
)

var monday = time.Date(2026, 11, 9, 8, 0, 0, 0, time.UTC)

// A tool is a faked tool: a server that answers as the test says, and what it was asked.
type tool struct {
	t      *testing.T
	url    string
	answer func(r *http.Request, body string) reply

	mu     sync.Mutex
	asked  []string // "GET /path?query" or "POST /path body"
	auth   []string
	waited []time.Duration
	bound  time.Duration // of one question; long unless the test says, so that only what hangs is late
}

type reply struct {
	status int // 200 unless said
	header map[string]string
	body   string
	hang   bool
	cut    bool // the connection ends in the middle
}

func fake(t *testing.T, answer func(r *http.Request, body string) reply) *tool {
	t.Helper()
	f := &tool{t: t, answer: answer}
	s := httptest.NewServer(f)
	t.Cleanup(s.Close)
	f.url = s.URL
	return f
}

func (f *tool) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	f.mu.Lock()
	line := r.Method + " " + r.URL.RequestURI()
	if len(b) > 0 {
		line += " " + string(b)
	}
	f.asked, f.auth = append(f.asked, line), append(f.auth, r.Header.Get("Authorization"))
	a := f.answer(r, string(b))
	f.mu.Unlock()
	if a.hang {
		<-r.Context().Done()
		return
	}
	for name, value := range a.header {
		w.Header().Set(name, value)
	}
	if a.cut {
		w.Header().Set("Content-Length", "100000")
	}
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	io.WriteString(w, a.body) //nolint:errcheck // the client may have gone
	if a.cut {
		panic(http.ErrAbortHandler)
	}
}

func (f *tool) mirror(kind okr.MirrorKind, place string) okr.Mirror {
	return okr.Mirror{Kind: kind, Base: f.url, Place: place}
}

// open is a source that reads the faked tool. Its clock stands still, and what it waits is only written down.
func (f *tool) open(m okr.Mirror) Source {
	f.t.Helper()
	s, err := Open(Config{Mirror: m, Token: "secret-token", Client: outgoing.Client([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}), Now: func() time.Time { return monday },
		Sleep: func(ctx context.Context, d time.Duration) error { f.waited = append(f.waited, d); return ctx.Err() }, Bound: f.bound})
	if err != nil {
		f.t.Fatal(err)
	}
	return s
}

// read is everything that a reading gives.
func read(t *testing.T, s Source, cursor string, whole bool) (items []okr.OutsideItem, next string, all bool) {
	t.Helper()
	next, all, err := s.Read(t.Context(), cursor, whole, func(list []okr.OutsideItem) error { items = append(items, list...); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return items, next, all
}

func fixture(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// with is a fixture with other values in it: with(t, "github", "number", 7, "title", "Other").
func with(t *testing.T, name string, pairs ...any) string {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(fixture(t, name)), &v); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(pairs); i += 2 {
		at, path := v, strings.Split(pairs[i].(string), ".")
		for _, step := range path[:len(path)-1] {
			at = at[step].(map[string]any)
		}
		at[path[len(path)-1]] = pairs[i+1]
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func externals(items []okr.OutsideItem) (out []string) {
	for _, it := range items {
		id := it.External
		if it.Gone {
			id = "gone " + id
		}
		out = append(out, id)
	}
	return out
}

// good answers as each tool does when all is well, with one item.
var good = map[okr.MirrorKind]struct {
	place  string
	answer func(t *testing.T, r *http.Request) reply
}{
	okr.MirrorJira: {"project = PAY", func(t *testing.T, r *http.Request) reply {
		if strings.HasSuffix(r.URL.Path, "/field") {
			return reply{body: `[]`}
		}
		return reply{body: `{"issues":[` + fixture(t, "jira") + `],"isLast":true}`}
	}},
	okr.MirrorJiraServer: {"project = OPS", func(t *testing.T, r *http.Request) reply {
		if strings.HasSuffix(r.URL.Path, "/field") {
			return reply{body: `[]`}
		}
		return reply{body: `{"startAt":0,"maxResults":100,"total":1,"issues":[` + fixture(t, "jira_server") + `]}`}
	}},
	okr.MirrorGitHub: {"acme/checkout", func(t *testing.T, _ *http.Request) reply { return reply{body: `[` + fixture(t, "github") + `]`} }},
	okr.MirrorGitHubProject: {"acme/7", func(t *testing.T, _ *http.Request) reply {
		return reply{body: `{"data":{"repositoryOwner":{"projectV2":{"items":{"pageInfo":{"hasNextPage":false,"endCursor":null},"nodes":[` + fixture(t, "github_project") + `]}}}}}`}
	}},
	okr.MirrorGitLab: {"acme/checkout", func(t *testing.T, r *http.Request) reply {
		if strings.HasSuffix(r.URL.Path, "/issues") {
			return reply{body: `[` + fixture(t, "gitlab") + `]`}
		}
		return reply{body: `{"id":77}`}
	}},
	okr.MirrorLinear: {"PAY", func(t *testing.T, _ *http.Request) reply {
		return reply{body: `{"data":{"page":{"pageInfo":{"hasNextPage":false},"nodes":[` + fixture(t, "linear") + `]}}}`}
	}},
	okr.MirrorCSV: {"", func(*testing.T, *http.Request) reply { return reply{body: "Key,Summary\nPAY-1,Pay\n"} }},
}

// Whatever the tool, trouble is told in words that can be shown, says what to do and when to come again, and never shows the token.
func TestTrouble(t *testing.T) {
	type want struct {
		kind  okr.ErrorKind
		field string
		wait  bool
	}
	cases := map[string]struct {
		reply func(n int) reply // of the nth request; status 0 with no body goes on to what is good
		want  want              // the zero want is that it is read
		waits int               // how often it waits before
	}{
		"token expired":       {func(int) reply { return reply{status: 401, body: `{"message":"Bad credentials"}`} }, want{okr.Invalid, "token", false}, 0},
		"not allowed":         {func(int) reply { return reply{status: 403, body: `{"message":"Forbidden"}`} }, want{okr.Invalid, "token", false}, 0},
		"short pause":         {first2(reply{status: 429, header: map[string]string{"Retry-After": "2"}}), want{}, 2},
		"long pause":          {func(int) reply { return reply{status: 429, header: map[string]string{"Retry-After": "900"}} }, want{okr.TooMany, "", true}, 0},
		"pause without words": {func(int) reply { return reply{status: 429} }, want{okr.TooMany, "", true}, 0},
		"limit until": {func(int) reply {
			return reply{status: 403, header: map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": fmt.Sprint(monday.Add(10 * time.Minute).Unix())}}
		}, want{okr.TooMany, "", true}, 0},
		"hiccup":  {first2(reply{status: 502, body: "<html>Bad gateway</html>"}), want{}, 2},
		"down":    {func(int) reply { return reply{status: 503} }, want{okr.Unavailable, "", true}, 3},
		"hangs":   {func(int) reply { return reply{hang: true} }, want{okr.Unavailable, "", true}, 3},
		"cut off": {func(int) reply { return reply{cut: true, body: "["} }, want{okr.Unavailable, "", true}, 3},
		"sign-in": {func(int) reply {
			return reply{header: map[string]string{"Content-Type": "text/html"}, body: "<html><form>Sign in</form></html>"}
		}, want{okr.Unavailable, "", false}, 0},
		"half JSON": {func(int) reply { return reply{body: `{"issues":[{"id":"1",`} }, want{okr.Unavailable, "", false}, 0},
		"too large": {func(int) reply { return reply{body: strings.Repeat("[1],", maxBody/4+1)} }, want{okr.Unavailable, "", false}, 0},
		"teapot":    {func(int) reply { return reply{status: 418} }, want{okr.Unavailable, "", false}, 0},
	}
	for kind, g := range good {
		for name, c := range cases {
			if kind == okr.MirrorCSV && (name == "sign-in" || name == "half JSON") {
				continue // a text is a text: TestCSV says what is none
			}
			t.Run(string(kind)+"/"+name, func(t *testing.T) {
				t.Parallel()
				n := 0
				f := fake(t, func(r *http.Request, _ string) reply {
					n++
					if a := c.reply(n); a.status != 0 || a.body != "" || a.hang {
						return a
					}
					return g.answer(t, r)
				})
				if name == "hangs" {
					f.bound = 300 * time.Millisecond
				}
				_, err := f.open(f.mirror(kind, g.place)).Sample(t.Context())
				if len(f.waited) != c.waits {
					t.Errorf("it waited %v, want %d times", f.waited, c.waits)
				}
				if c.want == (want{}) {
					if err != nil {
						t.Errorf("%v", err)
					}
					return
				}
				var e *okr.Error
				if !errors.As(err, &e) {
					t.Fatalf("%v is not safe to show", err)
				}
				if e.Kind != c.want.kind || e.Field != c.want.field || (e.Wait > 0) != c.want.wait {
					t.Errorf("%s at %q with wait %s: %s", e.Kind, e.Field, e.Wait, e.Message)
				}
				if strings.Contains(e.Error(), "secret-token") || strings.Contains(fmt.Sprint(e.Cause), "secret-token") {
					t.Errorf("the token is shown: %v, %v", e, e.Cause)
				}
			})
		}
	}
}

// first2 is an answer to the first two requests; then all is well.
func first2(a reply) func(int) reply {
	return func(n int) reply {
		if n <= 2 {
			return a
		}
		return reply{}
	}
}

// A reading whose context ends says so, and is not called the tool's fault.
func TestContextEnds(t *testing.T) {
	for kind, g := range good {
		ctx, cancel := context.WithCancel(t.Context())
		f := fake(t, func(*http.Request, string) reply { cancel(); return reply{hang: true} })
		if _, err := f.open(f.mirror(kind, g.place)).Sample(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// What the reader of batches refuses ends the reading.
func TestReaderRefuses(t *testing.T) {
	full := errors.New("the disk is full")
	for kind, g := range good {
		f := fake(t, func(r *http.Request, _ string) reply { return g.answer(t, r) })
		_, all, err := f.open(f.mirror(kind, g.place)).Read(t.Context(), "", true, func([]okr.OutsideItem) error { return full })
		if !errors.Is(err, full) || all {
			t.Errorf("%s: %v, all %v", kind, err, all)
		}
	}
}

// An address on this machine is not connected to, and the error says who can allow it.
func TestPrivateAddress(t *testing.T) {
	for kind, g := range good {
		f := fake(t, func(r *http.Request, _ string) reply { return g.answer(t, r) })
		s, err := Open(Config{Mirror: f.mirror(kind, g.place), Client: outgoing.Client(nil), Now: time.Now, Sleep: func(context.Context, time.Duration) error { return nil }})
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Sample(t.Context())
		var e *okr.Error
		if !errors.As(err, &e) || e.Field != "base_url" || !strings.Contains(e.Message, "HEADWATER_ALLOW_PRIVATE") || len(f.asked) != 0 {
			t.Errorf("%s: %v, asked %v", kind, err, f.asked)
		}
	}
}

// A redirect to another host does not take the token along.
func TestTokenStaysAtItsHost(t *testing.T) {
	other := fake(t, func(r *http.Request, _ string) reply { return reply{status: 404} })
	for kind, g := range good {
		f := fake(t, func(r *http.Request, _ string) reply {
			return reply{status: 307, header: map[string]string{"Location": strings.Replace(other.url, "127.0.0.1", "localhost", 1) + r.URL.Path}}
		})
		if _, err := f.open(f.mirror(kind, g.place)).Sample(t.Context()); err == nil {
			t.Errorf("%s: read from another host", kind)
		}
	}
	for i, auth := range other.auth {
		if auth != "" {
			t.Errorf("%s took the token along", other.asked[i])
		}
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		kind  okr.MirrorKind
		place string
		ok    bool
	}{
		{okr.MirrorGitHub, "acme/checkout", true}, {okr.MirrorGitHub, "https://github.com/acme/checkout/", true}, {okr.MirrorGitHub, "acme", false}, {okr.MirrorGitHub, "acme/../x", false}, {okr.MirrorGitHub, "a/b?c=d", false},
		{okr.MirrorGitHubProject, "acme/7", true}, {okr.MirrorGitHubProject, "https://github.com/orgs/acme/projects/7", true}, {okr.MirrorGitHubProject, "acme/seven", false},
		{okr.MirrorGitLab, "acme/web/checkout", true}, {okr.MirrorGitLab, "acme", true}, {okr.MirrorGitLab, "acme/checkout?x", false}, {okr.MirrorGitLab, "", false},
		{okr.MirrorLinear, "", true}, {okr.MirrorJira, "project = PAY", true}, {"trello", "x", false},
	} {
		_, err := Open(Config{Mirror: okr.Mirror{Kind: c.kind, Base: "https://tool.example.org", Place: c.place}})
		if (err == nil) != c.ok {
			t.Errorf("%s %q: %v", c.kind, c.place, err)
		}
	}
	for _, m := range okr.MirrorKinds {
		if _, ok := good[m.Kind]; !ok {
			t.Errorf("%s is not tried against a faked server", m.Kind)
		}
	}
}

func same(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
