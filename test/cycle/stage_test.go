// Package cycle_test plays a whole cycle through, as its people do: it starts the program, once on SQLite and twice on one PostgreSQL, signs them in, and fills in
// the forms of its pages, while the clock is moved from planning to lessons.
//
// It knows nothing of the program but its pages, the mails that it sends and the posts that it makes.
package cycle_test

import (
	"bufio"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"golang.org/x/net/html"

	"github.com/headwater-okr/headwater/internal/notify/mail/mailtest"
)

// patience is how long something that happens by the clock may take once its time has come: a job that has just run comes again within twenty seconds.
const patience = 30 * time.Second

var program string // the program under test

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "headwater-cycle")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(dir, "headwater")
	code := m.Run()
	os.RemoveAll(dir) //nolint:errcheck // the system's folder for what is temporary
	os.Exit(code)
}

var built = sync.OnceValue(func() error {
	build := exec.Command("go", "build", "-buildvcs=false", "-o", program, "../../cmd/headwater")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return nil
})

// A stage is where the play is: the programs on one database, and what they send out.
type stage struct {
	t        *testing.T
	args     []string
	env      []string
	programs []*running
	next     int // which program answers the next request
	mails    *mailtest.Server
	posts    *catcher
	org      string // the path of the organization
	log      string // a folder for what the programs say
}

// A running is one of the programs.
type running struct {
	base string
	smtp string // where it takes mail
	cmd  *exec.Cmd
	end  chan error
}

// newStage starts as many programs on one database.
func newStage(t *testing.T, database string, programs int, today string) *stage {
	t.Helper()
	if err := built(); err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, mails: mailtest.Listen(t), posts: listen(t), log: t.TempDir()}
	s.args = []string{"demo", "--empty", "--keep", "--today", today, "--file", database, "--clock", filepath.Join(s.log, "clock"), "--addr", "localhost:0"}
	trusted := filepath.Join(s.log, "trusted.pem") // the tools' certificate
	if err := os.WriteFile(trusted, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.posts.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	key := exec.Command(program, "key", "new")
	out, err := key.Output()
	if err != nil {
		t.Fatal(err)
	}
	s.env = append(os.Environ(), "HEADWATER_SMTP_URL=smtp://"+s.mails.Address, "HEADWATER_PUBLIC_URL=http://okr.lantern.example",
		"HEADWATER_REPLY_TO=checkin@replies.lantern.example", "HEADWATER_SMTP_LISTEN=127.0.0.1:0", "HEADWATER_ALLOW_PRIVATE=127.0.0.0/8", "SSL_CERT_FILE="+trusted, "HEADWATER_KEY="+strings.TrimSpace(string(out)))
	s.env = slices.DeleteFunc(s.env, func(kv string) bool {
		return strings.HasPrefix(kv, "HEADWATER_TEST") || strings.HasPrefix(kv, "HEADWATER_CHROMIUM")
	})
	for range programs {
		s.start()
	}
	t.Cleanup(s.stop)
	return s
}

var (
	serves = regexp.MustCompile(`msg=listening addr=(\S+)`)
	takes  = regexp.MustCompile(`msg="taking mail" smtp=(\S+)`)
)

func (s *stage) start() {
	s.t.Helper()
	r := &running{cmd: exec.Command(program, s.args...), end: make(chan error, 1)}
	r.cmd.Env = s.env
	out, err := r.cmd.StderrPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	at := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			line := lines.Text()
			if m := takes.FindStringSubmatch(line); m != nil {
				r.smtp = m[1]
			} else if m := serves.FindStringSubmatch(line); m != nil {
				at <- "http://" + m[1]
			} else if !strings.Contains(line, "level=INFO") {
				fmt.Fprintln(os.Stderr, "program:", line)
			}
		}
		_, _ = io.Copy(io.Discard, out)
		r.end <- r.cmd.Wait()
	}()
	select {
	case r.base = <-at:
	case err := <-r.end:
		s.t.Fatalf("the program ended instead of serving: %v", err)
	case <-time.After(time.Minute):
		s.t.Fatal("the program does not serve")
	}
	s.programs = append(s.programs, r)
}

// stop ends all programs, as whoever runs them would.
func (s *stage) stop() {
	for _, r := range s.programs {
		_ = r.cmd.Process.Signal(syscall.SIGTERM) // it may have ended
	}
	for _, r := range s.programs {
		select {
		case err := <-r.end:
			if err != nil {
				s.t.Errorf("the program did not stop well: %v", err)
			}
		case <-time.After(patience):
			_ = r.cmd.Process.Kill()
			s.t.Error("the program did not stop when it was told to")
		}
	}
	s.programs = nil
}

// eventually waits until something is so.
func (s *stage) eventually(what string, so func() bool) {
	s.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		if so() {
			return
		}
		if time.Now().After(end) {
			s.t.Fatalf("%s: it did not happen", what)
		}
	}
}

// runs is how often the programs have done a job since they were started.
func (s *stage) runs(job string) (n int) {
	s.t.Helper()
	of := regexp.MustCompile(`headwater_job_runs_total\{job="` + job + `",outcome="done"\} (\d+)`)
	for _, r := range s.programs {
		answer, err := http.Get(r.base + "/metrics")
		if err != nil {
			s.t.Fatal(err)
		}
		b, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			s.t.Fatal(err)
		}
		if m := of.FindSubmatch(b); m != nil {
			done, _ := strconv.Atoi(string(m[1])) // digits
			n += done
		}
	}
	return n
}

// A catcher is the other tools: it takes every post.
type catcher struct {
	*httptest.Server
	mu    sync.Mutex
	away  map[string]int // how often a path is answered that the tool is away
	posts []post
}

type post struct{ Path, Body, ID string }

func listen(t *testing.T) *catcher {
	c := &catcher{away: map[string]int{"/pressed": 1}}
	c.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		c.mu.Lock()
		if c.away[r.URL.Path]--; c.away[r.URL.Path] >= 0 {
			c.mu.Unlock()
			http.Error(w, "away", http.StatusServiceUnavailable)
			return
		}
		c.posts = append(c.posts, post{r.URL.Path, string(b), r.Header.Get("Webhook-Id")})
		c.mu.Unlock()
		fmt.Fprint(w, "ok")
	}))
	t.Cleanup(c.Close)
	return c
}

func (c *catcher) to(path string) (out []post) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range c.posts {
		if strings.HasPrefix(p.Path, path) {
			out = append(out, p)
		}
	}
	return out
}

// A person is somebody at their browser, without script.
type person struct {
	*stage
	name, email, cookie string
}

// A page is what a person sees.
type page struct {
	by     *person
	path   string // with the query
	status int
	text   string // as it is read
	body   string // as it was sent
	forms  []form
}

// A form is one of a page, as it would be sent.
type form struct {
	action, method string
	values         url.Values
	text           string
}

func (x *person) request(method, path string, form url.Values) page {
	x.t.Helper()
	base := x.programs[x.next%len(x.programs)].base
	x.next++
	for redirects := 0; ; redirects++ {
		var body io.Reader
		if method == http.MethodPost {
			body = strings.NewReader(form.Encode())
		}
		r, err := http.NewRequestWithContext(x.t.Context(), method, base+path, body)
		if err != nil {
			x.t.Fatal(err)
		}
		if body != nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		if x.cookie != "" {
			r.Header.Set("Cookie", x.cookie)
		}
		answer, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			x.t.Fatal(err)
		}
		b, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			x.t.Fatal(err)
		}
		for _, c := range answer.Cookies() {
			if c.Name == "headwater_session" {
				x.cookie = c.Name + "=" + c.Value
			}
		}
		if answer.StatusCode == http.StatusSeeOther && redirects < 5 {
			method, path = http.MethodGet, answer.Header.Get("Location")
			continue
		}
		p := page{by: x, path: path, status: answer.StatusCode, body: string(b)}
		if strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
			p.read()
		}
		return p
	}
}

// get opens a page of the organization, which must be there.
func (x *person) get(path string) page {
	x.t.Helper()
	if !strings.HasPrefix(path, "/") {
		path = x.org + "/" + path
	}
	p := x.request(http.MethodGet, path, nil)
	if strings.HasPrefix(p.path, "/sign-in") { // a session ends after some weeks
		p.send("/sign-in", "", "email", x.email, "password", password)
		p = x.request(http.MethodGet, path, nil)
	}
	if p.status != http.StatusOK {
		x.t.Fatalf("%s gets %s: %d\n%s", x.name, path, p.status, p.text)
	}
	return p
}

// read takes the page apart.
func (p *page) read() {
	doc, err := html.Parse(strings.NewReader(p.body))
	if err != nil {
		p.by.t.Fatal(err)
	}
	var walk func(n *html.Node, at int) // at is the form around it, -1 is none
	var words strings.Builder
	walk = func(n *html.Node, at int) {
		has := map[string]string{}
		for _, a := range n.Attr {
			has[a.Key] = a.Val
		}
		if n.Type == html.TextNode {
			words.WriteString(n.Data + " ")
		}
		if n.Type == html.ElementNode {
			switch n.Data {
			case "script", "style", "svg", "noscript":
				return
			case "form":
				p.forms = append(p.forms, form{action: has["action"], method: strings.ToUpper(has["method"]), values: url.Values{}, text: textOf(n)})
				at = len(p.forms) - 1
			}
			_, off := has["disabled"]
			if at >= 0 && has["name"] != "" && !off {
				_, checked := has["checked"]
				in := p.forms[at]
				switch {
				case n.Data == "input" && (has["type"] == "checkbox" || has["type"] == "radio"):
					if checked {
						in.values.Add(has["name"], has["value"])
					}
				case n.Data == "input":
					in.values.Add(has["name"], has["value"])
				case n.Data == "textarea":
					in.values.Add(has["name"], textOf(n))
				case n.Data == "select":
					value, first := "", true
					for o := range n.Descendants() {
						if o.Type != html.ElementNode || o.Data != "option" {
							continue
						}
						v, chosen := "", false
						for _, a := range o.Attr {
							if a.Key == "value" {
								v = a.Val
							}
							chosen = chosen || a.Key == "selected"
						}
						if first || chosen {
							value, first = v, false
						}
					}
					in.values.Add(has["name"], value)
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, at)
		}
	}
	walk(doc, -1)
	p.text = strings.Join(strings.Fields(words.String()), " ")
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// send fills in the form of the page whose action ends so and that says about, and sends it. fields are names with values; a name can come more than once, and
// takes the place of what stood there.
func (p page) send(action, about string, fields ...string) page {
	p.by.t.Helper()
	q := p.try(action, about, fields...)
	if q.status >= 400 {
		p.by.t.Fatalf("%s sends %s of %s with %q: %d\n%s", p.by.name, action, p.path, fields, q.status, q.text)
	}
	return q
}

// try is send, whatever the answer is.
func (p page) try(action, about string, fields ...string) page {
	p.by.t.Helper()
	for _, f := range p.forms {
		if f.action == "" {
			f.action = p.path
		}
		path, _, _ := strings.Cut(f.action, "?")
		if f.method != http.MethodPost || !strings.HasSuffix(path, action) || !strings.Contains(f.text+f.values.Encode(), about) {
			continue
		}
		values, named := url.Values{}, map[string]bool{}
		for k, v := range f.values {
			values[k] = v
		}
		for i := 0; i+1 < len(fields); i += 2 {
			if !named[fields[i]] {
				values.Del(fields[i])
			}
			named[fields[i]] = true
			values.Add(fields[i], fields[i+1])
		}
		return p.by.request(http.MethodPost, f.action, values)
	}
	var have []string
	for _, f := range p.forms {
		have = append(have, f.method+" "+f.action+" "+f.values.Encode())
	}
	p.by.t.Fatalf("%s finds no form %s about %q at %s; there are\n%s", p.by.name, action, about, p.path, strings.Join(have, "\n"))
	return page{}
}

// find is the first group of a pattern in what was sent.
func (p page) find(pattern string) string {
	p.by.t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(p.body)
	if m == nil {
		p.by.t.Fatalf("%s finds no %s at %s, which says\n%s", p.by.name, pattern, p.path, p.text)
	}
	return html.UnescapeString(m[1])
}

// says holds a page to what it is to say.
func (p page) says(list ...string) page {
	p.by.t.Helper()
	for _, want := range list {
		if !strings.Contains(p.text, want) {
			p.by.t.Errorf("%s does not read %q at %s:\n%s", p.by.name, want, p.path, p.text)
		}
	}
	return p
}

// silent holds a page to what it is not to say.
func (p page) silent(list ...string) page {
	p.by.t.Helper()
	for _, not := range list {
		if strings.Contains(p.text, not) {
			p.by.t.Errorf("%s reads %q at %s", p.by.name, not, p.path)
		}
	}
	return p
}

// on runs the test on SQLite with one program, and on PostgreSQL with two, side by side: most of the time they wait for the clock.
func on(t *testing.T, test func(t *testing.T, database string, programs int)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, filepath.Join(t.TempDir(), "lantern.db"), 1)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		server := os.Getenv("HEADWATER_TEST_POSTGRES")
		if server == "" {
			t.Skip("HEADWATER_TEST_POSTGRES names no server; make test starts one")
		}
		admin, err := sql.Open("pgx", server)
		if err != nil {
			t.Fatal(err)
		}
		defer admin.Close()
		var b [8]byte
		rand.Read(b[:]) //nolint:errcheck // it never fails
		name := "headwater_cycle_" + hex.EncodeToString(b[:])
		if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
			t.Fatal(err)
		}
		t.Run("play", func(t *testing.T) {
			u, err := url.Parse(server)
			if err != nil {
				t.Fatal(err)
			}
			u.Path = "/" + name
			test(t, u.String(), 2)
		})
		if _, err := admin.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
}
