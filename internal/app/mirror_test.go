package app

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/outgoing"
	"github.com/headwater-okr/headwater/internal/seal"
	"github.com/headwater-okr/headwater/internal/source"
	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

// testSources are the real sources, which may reach this machine, on the test's clock.
type testSources struct{ now func() time.Time }

func (s testSources) Open(m okr.Mirror, token string) (Source, error) {
	return source.Open(source.Config{Mirror: m, Token: token, Client: outgoing.Client([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}), Now: s.now, Sleep: func(context.Context, time.Duration) error { return nil }})
}

func (testSources) CSV(r io.Reader, give func([]okr.OutsideItem) error) error {
	return source.CSV(r, give)
}

func (s testSources) Hook(kind okr.MirrorKind, h map[string][]string, body []byte, secret string) ([]string, bool, error) {
	return source.Hook(kind, h, body, secret, s.now())
}

// A tracker is a faked GitHub with the issues of one repository.
type tracker struct {
	*httptest.Server
	mu     sync.Mutex
	issues []string // JSON, without its braces
	status int      // 0 answers
	wait   string   // Retry-After
	asked  int
	auth   string
	hold   func() // is called while a question is open
}

func newTracker(t *testing.T, issues ...string) *tracker {
	k := &tracker{issues: issues}
	k.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.asked++
		k.auth = r.Header.Get("Authorization")
		if k.hold != nil {
			k.hold()
		}
		if k.status != 0 {
			if k.wait != "" {
				w.Header().Set("Retry-After", k.wait)
			}
			w.WriteHeader(k.status)
			return
		}
		if at := strings.LastIndex(r.URL.Path, "/issues/"); at > 0 {
			for _, i := range k.issues {
				if strings.Contains(i, `"number":`+r.URL.Path[at+8:]+`,`) {
					fmt.Fprintf(w, "{%s}", i)
					return
				}
			}
			w.WriteHeader(http.StatusNotFound)
			return
		}
		var list []string
		for _, i := range k.issues {
			list = append(list, "{"+i+"}")
		}
		fmt.Fprintf(w, "[%s]", strings.Join(list, ","))
	}))
	t.Cleanup(k.Close)
	return k
}

func (k *tracker) has(issues ...string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.issues = issues
}

func (k *tracker) answers(status int, wait string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.status, k.wait = status, wait
}

func issue(n int, title, more string) string {
	return fmt.Sprintf(`"number":%d,"title":%q,"state":"open","html_url":"https://github.com/acme/x/issues/%d","created_at":"2026-10-06T10:00:00Z","updated_at":"2026-11-08T22:00:00Z"%s`, n, title, n, more)
}

func inMirrorWorld(t *testing.T, test func(t *testing.T, w *world)) {
	inWorld(t, func(t *testing.T, w *world) {
		w.App = w.WithSources(testSources{w.now}).WithKeys(seal.In(filepath.Join(t.TempDir(), "test.db.key")))
		test(t, w)
	})
}

// github adds a mirror of a faked GitHub.
func (w *world) github(k *tracker, change func(*NewMirrorInput)) okr.Mirror {
	w.t.Helper()
	in := NewMirrorInput{Kind: okr.MirrorGitHub, Name: "Checkout", Base: k.URL, Place: "acme/x", Token: "ghp_xylophone_1234", TeamID: w.team("Apps").ID}
	if change != nil {
		change(&in)
	}
	return must(w.AddMirror(w.ctx(), w.owner, in))(w.t)
}

func (w *world) readMirrors() {
	w.t.Helper()
	if err := w.ReadMirrors(w.ctx()); err != nil {
		w.t.Fatal(err)
	}
}

// mirrorNow is a mirror as it stands.
func (w *world) mirrorNow(id string) MirrorView {
	w.t.Helper()
	return must(w.Mirror(w.ctx(), w.owner, id))(w.t).Mirrors[0]
}

// copied are the items of a mirror, as "external status roadmap item", with what is gone.
func (w *world) copied(id string) (out []string) {
	w.t.Helper()
	err := w.db.View(w.ctx(), w.org.ID, func(tx *store.Tx) error {
		roads, err := tx.RoadmapItems(store.Everything, store.RoadmapFilter{})
		if err != nil {
			return err
		}
		titles := map[string]string{"": "-"}
		for _, r := range roads {
			titles[r.ID] = r.Title
			if r.Origin.MirrorID == id {
				out = append(out, fmt.Sprintf("road %s %s%s", r.Origin.External, r.Status, map[bool]string{true: " gone"}[r.Gone != 0]))
			}
		}
		list, err := tx.BacklogItems(store.BacklogFilter{Mirror: id})
		for _, b := range list {
			out = append(out, fmt.Sprintf("%s %s %s%s", b.Origin.External, b.Status, titles[b.RoadmapItemID], map[bool]string{true: " gone"}[b.Gone != 0]))
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

func (w *world) copies(id string, want ...string) {
	w.t.Helper()
	if diff := cmp.Diff(want, w.copied(id)); diff != "" {
		w.t.Errorf("the mirror has (-want +got):\n%s", diff)
	}
}

// A mirror follows what is new, done, deleted and back, by the clock, and asks no more often than it should.
func TestMirrorFollows(t *testing.T) {
	inMirrorWorld(t, func(t *testing.T, w *world) {
		k := newTracker(t, issue(1, "One", ""), issue(2, "Two", ""))
		m := w.github(k, nil)
		if v := w.mirrorNow(m.ID); !v.Waiting || !v.Token || v.Hint != "1234" || v.Hook {
			t.Errorf("before the first reading: %+v", v)
		}
		w.readMirrors()
		w.copies(m.ID, "1 open -", "2 open -")
		if v := w.mirrorNow(m.ID); v.State.Read != w.Now() || v.State.Whole != w.Now() || v.State.Items != 2 || v.State.Error != "" || v.Waiting || k.auth != "Bearer ghp_xylophone_1234" {
			t.Errorf("after the first reading: %+v as %q", v, k.auth)
		}
		w.readMirrors()
		if k.asked != 1 {
			t.Errorf("it was asked %d times, want once in five minutes", k.asked)
		}
		w.pass(5 * time.Minute)
		k.has(issue(2, "Two", `,"assignees":[{"login":"kim"}]`), issue(3, "Three", ""))
		w.readMirrors()
		w.copies(m.ID, "1 open -", "2 doing -", "3 open -")
		w.pass(6 * time.Hour) // then all of it is read, and what is gone is seen
		w.readMirrors()
		w.copies(m.ID, "1 open - gone", "2 doing -", "3 open -")
		k.has(issue(1, "One", ""), issue(2, "Two", `,"closed_at":"2026-11-09T00:00:00Z"`), issue(3, "Three", ""))
		k.has(issue(1, "One", ""), strings.Replace(issue(2, "Two", `,"state_reason":"completed"`), `"open"`, `"closed"`, 1), issue(3, "Three", ""))
		must(w.ReadMirror(w.ctx(), w.owner, ReadMirrorInput{ID: m.ID, Whole: true}))(t)
		w.readMirrors()
		w.copies(m.ID, "1 open -", "2 done -", "3 open -")
		before := len(w.rows())
		must(w.ReadMirror(w.ctx(), w.owner, ReadMirrorInput{ID: m.ID, Whole: true}))(t)
		w.readMirrors()
		if after := len(w.rows()); after != before {
			t.Errorf("the same again has written %d rows", after-before)
		}
	})
}

// A mirror that breaks says so in words, keeps what it had, waits longer each time, and is well again by itself.
func TestMirrorBreaks(t *testing.T) {
	inMirrorWorld(t, func(t *testing.T, w *world) {
		k := newTracker(t, issue(1, "One", ""))
		m := w.github(k, nil)
		w.readMirrors()
		good := w.mirrorNow(m.ID).State
		k.answers(401, "")
		var pauses []time.Duration
		for range 4 {
			*w.clock = w.mirrorNow(m.ID).State.Next.Time()
			w.readMirrors()
			s := w.mirrorNow(m.ID).State
			pauses = append(pauses, s.Next.Time().Sub(w.Now().Time()))
			if !strings.Contains(s.Error, "does not accept the token") || s.Read != good.Read || s.Items != 1 || s.Cursor != good.Cursor {
				t.Errorf("broken: %+v", s)
			}
		}
		if diff := cmp.Diff([]time.Duration{5 * time.Minute, 10 * time.Minute, 20 * time.Minute, 40 * time.Minute}, pauses); diff != "" {
			t.Error(diff)
		}
		w.copies(m.ID, "1 open -")
		k.answers(429, "9000")
		must(w.ReadMirror(w.ctx(), w.owner, ReadMirrorInput{ID: m.ID}))(t)
		w.readMirrors()
		if s := w.mirrorNow(m.ID).State; s.Next.Time().Sub(w.Now().Time()) != 2*time.Hour+30*time.Minute || !strings.Contains(s.Error, "pause") {
			t.Errorf("asked to wait: %+v", s)
		}
		k.answers(0, "")
		must(w.EditMirror(w.ctx(), w.owner, MirrorPatch{ID: m.ID, Token: ptr("ghp_another_token_99")}))(t)
		w.readMirrors()
		if v := w.mirrorNow(m.ID); v.State.Error != "" || v.State.Since != 0 || v.State.Failures != 0 || k.auth != "Bearer ghp_another_token_99" || v.Hint != "n_99" {
			t.Errorf("well again: %+v as %q", v, k.auth)
		}
		// Without the key, the page says what is missing, and nobody is asked.
		asked := k.asked
		w.App = w.WithKeys(seal.In(filepath.Join(t.TempDir(), "other.key")))
		must(w.ReadMirror(w.ctx(), w.owner, ReadMirrorInput{ID: m.ID}))(t)
		w.readMirrors()
		if s := w.mirrorNow(m.ID).State; !strings.Contains(s.Error, "which this server does not have") || k.asked != asked {
			t.Errorf("without the key: %+v, asked %d more times", s, k.asked-asked)
		}
	})
}

// Nobody sends a token where it was not meant to go, sees it again, or finds it in the database or the log.
func TestMirrorTokenStays(t *testing.T) {
	inMirrorWorld(t, func(t *testing.T, w *world) {
		k, other := newTracker(t, issue(1, "One", "")), newTracker(t)
		m := w.github(k, nil)
		must(w.EditMirror(w.ctx(), w.owner, MirrorPatch{ID: m.ID, Base: ptr(other.URL)}))(t)
		w.readMirrors()
		if v := w.mirrorNow(m.ID); v.Token || other.auth != "" || other.asked == 0 {
			t.Errorf("another address was asked with %q; it has a token: %v", other.auth, v.Token)
		}
		must(w.EditMirror(w.ctx(), w.owner, MirrorPatch{ID: m.ID, Base: ptr(k.URL), Token: ptr("ghp_xylophone_1234")}))(t)
		other.auth = ""
		must(w.TryMirror(w.ctx(), w.owner, MirrorTry{ID: m.ID, NewMirrorInput: NewMirrorInput{Base: other.URL}}))(t)
		if other.auth != "" {
			t.Errorf("trying another address has sent it %q", other.auth)
		}
		got := must(w.TryMirror(w.ctx(), w.owner, MirrorTry{ID: m.ID}))(t)
		if k.auth != "Bearer ghp_xylophone_1234" || got.Of != 1 || got.None != 1 || got.Items[0].Title != "One" {
			t.Errorf("tried as %q: %+v", k.auth, got)
		}
		for table, text := range storetest.Dump(t, w.db) {
			if strings.Contains(text, "xylophone") {
				t.Errorf("the token stands in %s", table)
			}
		}
	})
}

// Trying a connection holds no transaction: meanwhile others write.
func TestTryMirrorHoldsNothing(t *testing.T) {
	inMirrorWorld(t, func(t *testing.T, w *world) {
		k := newTracker(t, issue(1, "One", ""))
		k.hold = func() {
			if _, err := w.AddTeam(w.ctx(), w.owner, AddTeamInput{Name: fmt.Sprintf("Meanwhile %d", k.asked)}); err != nil {
				t.Errorf("nobody can write meanwhile: %v", err)
			}
		}
		m := w.github(k, nil)
		must(w.TryMirror(w.ctx(), w.owner, MirrorTry{ID: m.ID}))(t)
		w.readMirrors()
		w.team("Meanwhile 2")
	})
}

// Rules say what items derive from; a person's own word stays; epics become roadmap items.
func TestMirrorRulesPlace(t *testing.T) {
	inMirrorWorld(t, func(t *testing.T, w *world) {
		road := must(w.AddRoadmapItem(w.ctx(), w.owner, RoadmapInput{Title: "One page", TeamIDs: []string{w.team("Apps").ID}, Horizon: okr.HorizonNow}))(t)
		own := must(w.AddRoadmapItem(w.ctx(), w.owner, RoadmapInput{Title: "Own", TeamIDs: []string{w.team("Apps").ID}, Horizon: okr.HorizonNext}))(t)
		k := newTracker(t, issue(1, "One", `,"labels":[{"name":"Pay"}]`), issue(2, "Two", `,"parent_issue_url":"https://x/issues/9"`), issue(3, "Three", `,"labels":[{"name":"chore"}]`), issue(4, "Four", ""), issue(9, "Epic", `,"sub_issues_summary":{"total":1}`))
		m := w.github(k, func(in *NewMirrorInput) {
			in.Rules = []okr.MirrorRule{{By: okr.ByLabel, Value: "pay", RoadmapItemID: road.ID}, {By: okr.ByLabel, Value: "chore", Leave: true}}
		})
		w.readMirrors()
		w.copies(m.ID, "1 open One page", "2 open -", "4 open -", "9 open -")
		four := w.backlogID(m.ID, "4")
		must(w.AlignBacklog(w.ctx(), w.owner, AlignInput{Items: []Alignment{{ID: four, RoadmapItemID: own.ID}}}))(t)
		preview := must(w.PreviewMirror(w.ctx(), w.owner, MirrorPreview{ID: m.ID, Rules: &[]okr.MirrorRule{{By: okr.ByField, Field: "key", Value: "#1", RoadmapItemID: own.ID}}}))(t)
		if preview.Of != 4 || preview.Rules[0] != 1 || preview.None != 3 {
			t.Errorf("the preview: %+v", preview)
		}
		w.copies(m.ID, "1 open One page", "2 open -", "4 open Own", "9 open -")
		must(w.EditMirror(w.ctx(), w.owner, MirrorPatch{ID: m.ID, Epics: ptr(true), Rules: &[]okr.MirrorRule{{By: okr.ByLabel, Value: "p*", RoadmapItemID: own.ID}}}))(t)
		w.copies(m.ID, "1 open Own", "2 open -", "4 open Own", "9 open -") // at once, of what is here
		w.readMirrors()
		w.copies(m.ID, "road 9 open", "1 open Own", "2 open Epic", "4 open Own", "9 open - gone", "3 open -")
		_, err := w.EditMirror(w.ctx(), w.owner, MirrorPatch{ID: m.ID, Rules: &[]okr.MirrorRule{{By: okr.ByLabel, Value: "p", RoadmapItemID: "nowhere"}}})
		refused(t, "a rule that leads nowhere", err, okr.Invalid, "rules[0].roadmap_item_id")
		// What a rule led to is removed: what it matched is unaligned, and nothing breaks.
		must(w.RemoveRoadmapItem(w.ctx(), w.owner, RemovalInput{ID: own.ID}))(t)
		must(w.ReadMirror(w.ctx(), w.owner, ReadMirrorInput{ID: m.ID, Whole: true}))(t)
		w.readMirrors()
		if s := w.mirrorNow(m.ID).State; s.Error != "" {
			t.Errorf("after the roadmap item was removed: %s", s.Error)
		}
	})
}

func (w *world) backlogID(mirror, external string) (id string) {
	w.t.Helper()
	err := w.db.View(w.ctx(), w.org.ID, func(tx *store.Tx) error {
		list, err := tx.BacklogItems(store.BacklogFilter{Mirror: mirror, External: []string{external}})
		if len(list) > 0 {
			id = list[0].ID
		}
		return err
	})
	if err != nil || id == "" {
		w.t.Fatalf("there is no item %s: %v", external, err)
	}
	return id
}

// A message that is signed has its item read again at once; one that is not changes nothing and tells nothing.
func TestMirrorMessages(t *testing.T) {
	inMirrorWorld(t, func(t *testing.T, w *world) {
		k := newTracker(t, issue(1, "One", ""), issue(2, "Two", ""))
		m := w.github(k, nil)
		w.readMirrors()
		body := []byte(`{"action":"deleted","issue":{"number":2}}`)
		header := func(secret string) map[string][]string {
			h := http.Header{}
			h.Set("X-GitHub-Event", "issues")
			h.Set("X-Hub-Signature-256", "sha256="+source.Sign(body, secret))
			return h
		}
		refused(t, "before there is a secret", w.MirrorMessage(w.ctx(), w.org.ID, m.ID, header(""), body), okr.NotFound, "")
		hook := must(w.NewMirrorHook(w.ctx(), w.owner, ThingInput{ID: m.ID}))(t)
		if hook.Secret == "" || !strings.HasSuffix(hook.Path, w.org.ID+"/"+m.ID) || !w.mirrorNow(m.ID).Hook {
			t.Errorf("the hook: %+v", hook)
		}
		refused(t, "another's signature", w.MirrorMessage(w.ctx(), w.org.ID, m.ID, header("guessed"), body), okr.Unauthenticated, "")
		refused(t, "another mirror", w.MirrorMessage(w.ctx(), w.org.ID, "nowhere", header(hook.Secret), body), okr.NotFound, "")
		refused(t, "another organization", w.MirrorMessage(w.ctx(), "nowhere", m.ID, header(hook.Secret), body), okr.NotFound, "")
		w.readMirrors()
		k.has(issue(1, "One", ""))
		if err := w.MirrorMessage(w.ctx(), w.org.ID, m.ID, header(hook.Secret), body); err != nil {
			t.Fatal(err)
		}
		w.copies(m.ID, "1 open -", "2 open -") // what a message says is not believed
		asked := k.asked
		w.pass(time.Second)
		w.readMirrors()
		w.copies(m.ID, "1 open -", "2 open - gone")
		w.readMirrors()
		if k.asked != asked+1 {
			t.Errorf("it was asked %d times, want once", k.asked-asked)
		}
	})
}

// Programs that look at the same time read a mirror once, and write nothing twice.
func TestMirrorOfManyPrograms(t *testing.T) {
	inMirrorWorld(t, func(t *testing.T, w *world) {
		var issues []string
		for i := range 120 {
			issues = append(issues, issue(i+1, fmt.Sprintf("Issue %d", i+1), ""))
		}
		k := newTracker(t, issues...)
		k.hold = func() { time.Sleep(50 * time.Millisecond) }
		m := w.github(k, nil)
		for _, err := range together(3, func(int) error { return w.ReadMirrors(w.ctx()) }) {
			if err != nil {
				t.Error(err)
			}
		}
		if n := len(w.copied(m.ID)); n != 120 || k.asked != 1 {
			t.Errorf("%d items after %d questions, want 120 after one", n, k.asked)
		}
	})
}

// A file that is uploaded is brought up to date by a newer one.
func TestMirrorUpload(t *testing.T) {
	inMirrorWorld(t, func(t *testing.T, w *world) {
		m := must(w.AddMirror(w.ctx(), w.owner, NewMirrorInput{Kind: okr.MirrorCSV, Name: "Spreadsheet", TeamID: w.team("Apps").ID, Epics: true}))(t)
		up := func(file string) {
			t.Helper()
			must(w.UploadMirror(w.ctx(), w.owner, MirrorUpload{ID: m.ID, CSV: file}))(t)
		}
		up("Key,Title,Type,Epic,Status\nB,Child,Story,A,done\nA,Parent,Epic,,doing\nC,Alone,Task,,\n")
		w.copies(m.ID, "road A doing", "B done Parent", "C open -")
		up("Key,Title,Type,Epic,Status\nA,Parent,Epic,,done\nB,Child,Story,A,done\n")
		w.copies(m.ID, "road A done", "B done Parent", "C open - gone")
		if v := w.mirrorNow(m.ID); v.State.Read != w.Now() || v.State.Items != 2 || v.Waiting {
			t.Errorf("%+v", v)
		}
		_, err := w.UploadMirror(w.ctx(), w.owner, MirrorUpload{ID: m.ID, CSV: "a,b\n"})
		refused(t, "a file without titles", err, okr.Invalid, "file")
		_, err = w.ReadMirror(w.ctx(), w.owner, ReadMirrorInput{ID: m.ID})
		refused(t, "reading what is uploaded", err, okr.Invalid, "")
		w.readMirrors()
		_, err = w.UploadMirror(w.ctx(), w.member("Mo", okr.OrgMember, "Sales (lead)"), MirrorUpload{ID: m.ID, CSV: "Title\nx\n"})
		refused(t, "somebody of another team", err, okr.Forbidden, "")
	})
}

// What is paused or removed is not read; what is restored is.
func TestMirrorPauses(t *testing.T) {
	inMirrorWorld(t, func(t *testing.T, w *world) {
		k := newTracker(t, issue(1, "One", ""))
		m := w.github(k, nil)
		m = must(w.EditMirror(w.ctx(), w.owner, MirrorPatch{ID: m.ID, Paused: ptr(true), Version: m.Version}))(t)
		w.readMirrors()
		_, err := w.ReadMirror(w.ctx(), w.owner, ReadMirrorInput{ID: m.ID})
		refused(t, "reading what is paused", err, okr.Invalid, "")
		m = must(w.EditMirror(w.ctx(), w.owner, MirrorPatch{ID: m.ID, Paused: ptr(false)}))(t)
		must(w.RemoveMirror(w.ctx(), w.owner, RemovalInput{ID: m.ID}))(t)
		w.readMirrors()
		if k.asked != 0 || len(must(w.Mirrors(w.ctx(), w.owner))(t).Mirrors) != 0 {
			t.Errorf("it was asked %d times", k.asked)
		}
		must(w.RestoreMirror(w.ctx(), w.owner, RemovalInput{ID: m.ID}))(t)
		w.readMirrors()
		w.copies(m.ID, "1 open -")
		_, err = w.EditMirror(w.ctx(), w.owner, MirrorPatch{ID: m.ID, Version: 1, Name: ptr("Old")})
		refused(t, "a stale edit", err, okr.Conflict, "version")
		lead := w.member("Lea", okr.OrgMember, "Apps (lead)")
		must(w.EditMirror(w.ctx(), lead, MirrorPatch{ID: m.ID, Name: ptr("Hers")}))(t)
		_, err = w.EditMirror(w.ctx(), lead, MirrorPatch{ID: m.ID, TeamID: ptr(w.team("Sales").ID)})
		refused(t, "giving it to a team that is not hers", err, okr.Forbidden, "")
		for name, in := range map[string]NewMirrorInput{"base_url": {Kind: okr.MirrorJira, Name: "J", Place: "project = X"}, "team_id": {Kind: okr.MirrorCSV, Name: "C", TeamID: "nowhere"}} {
			if in.TeamID == "" {
				in.TeamID = w.root.ID
			}
			_, err := w.AddMirror(w.ctx(), w.owner, in)
			refused(t, "an input without its "+name, err, okr.Invalid, name)
		}
	})
}

// A use case that reads the clock of a tool never touches a key result: its value is as it was after everything there is done.
func TestMirrorNeverTouchesAKeyResult(t *testing.T) {
	inMirrorWorld(t, func(t *testing.T, w *world) {
		o := w.objectiveIn(w.cycle.ID, "Served")
		kr := o.KeyResults[0].ID
		road := must(w.AddRoadmapItem(w.ctx(), w.owner, RoadmapInput{Title: "One page", TeamIDs: []string{w.team("Apps").ID}, Horizon: okr.HorizonNow, Serves: []okr.Serve{{KeyResultID: kr}}}))(t)
		k := newTracker(t, strings.Replace(issue(1, "One", `,"labels":[{"name":"pay"}]`), `"open"`, `"closed"`, 1))
		before := must(w.Objective(w.ctx(), w.owner, o.ID))(t).KeyResults[0].KeyResult
		m := w.github(k, func(in *NewMirrorInput) {
			in.Rules = []okr.MirrorRule{{By: okr.ByLabel, Value: "pay", RoadmapItemID: road.ID}}
		})
		w.readMirrors()
		w.copies(m.ID, "1 done One page")
		if diff := cmp.Diff(before, must(w.Objective(w.ctx(), w.owner, o.ID))(t).KeyResults[0].KeyResult); diff != "" {
			t.Errorf("the key result has changed:\n%s", diff)
		}
	})
}
