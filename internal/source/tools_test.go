package source

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

func ptr[T any](v T) *T { return &v }

// What each tool says of an item, in our words.
func TestItems(t *testing.T) {
	fields := `[{"id":"summary","name":"Summary"},{"id":"customfield_10016","name":"Story point estimate"},{"id":"customfield_10021","name":"Flagged"},{"id":"customfield_10015","name":"Start date"},
 {"id":"customfield_10500","name":"Area"},{"id":"customfield_10501","name":"Cost centre"},{"id":"customfield_10008","name":"Epic Link"},{"id":"customfield_10002","name":"Story Points"}]`
	want := map[okr.MirrorKind]okr.OutsideItem{
		okr.MirrorJira: {External: "10042", Key: "PAY-12", Title: "Save the card for the next order", Text: "Riders ask for it every day.\nSee the interviews.", Kind: "Story", Status: okr.WorkDoing, State: "In Review",
			Labels: []string{"checkout", "q4"}, Estimate: ptr(3.0), Parent: "10007", Opened: "2026-10-05", Start: "2026-11-02", Due: "2026-12-18", Blocked: "Impediment",
			Fields: map[string]string{"key": "PAY-12", "epic": "Checkout in one step", "epic key": "PAY-3", "component": "web, app", "priority": "High", "project": "Payments", "Area": "Growth"}},
		okr.MirrorJiraServer: {External: "20042", Key: "OPS-7", Title: "Renew the certificates", Text: "Before they end.", Kind: "Task", Status: okr.WorkDropped, State: "Closed", Labels: []string{}, Estimate: ptr(5.0), Parent: "20001",
			Opened: "2026-09-01", Finished: "2026-11-01", Fields: map[string]string{"key": "OPS-7", "epic key": "OPS-1", "project": "Operations"}},
		okr.MirrorGitHub: {External: "42", Key: "#42", Title: "Pay with one tap", Text: "Riders ask for it.", Kind: "Feature", Status: okr.WorkDoing, State: "open", Labels: []string{"checkout", "Blocked"}, URL: "https://github.com/acme/checkout/issues/42",
			Parent: "7", Opened: "2026-10-06", Due: "2026-12-18", Blocked: "It has the label “Blocked”.", Fields: map[string]string{"key": "#42", "epic key": "#7", "milestone": "Autumn"}},
		okr.MirrorGitHubProject: {External: "I_kwDOA42", Key: "acme/checkout#42", Title: "Pay with one tap", Text: "Riders ask for it.", Kind: "Feature", Status: okr.WorkDoing, State: "In Progress", Labels: []string{"checkout"},
			URL: "https://github.com/acme/checkout/issues/42", Estimate: ptr(3.0), Parent: "I_kwDOA07", Opened: "2026-10-06", Due: "2026-12-18",
			Fields: map[string]string{"key": "acme/checkout#42", "epic": "Checkout in one step", "epic key": "#7", "repository": "acme/checkout", "Area": "Growth", "Estimate": "3", "Iteration": "Sprint 12"}},
		okr.MirrorGitLab: {External: "77#12", Key: "acme/checkout#12", Title: "Pay with one tap", Text: "Riders ask for it.", Kind: "issue", Status: okr.WorkOpen, State: "opened", Labels: []string{"checkout", "workflow::in dev", "area::growth"},
			URL: "https://gitlab.com/acme/checkout/-/issues/12", Estimate: ptr(3.0), Parent: "9&4", Opened: "2026-10-06", Due: "2026-12-18",
			Fields: map[string]string{"key": "acme/checkout#12", "epic": "Checkout in one step", "epic key": "&4", "milestone": "Autumn", "workflow": "in dev", "area": "growth"}},
		okr.MirrorLinear: {External: "5c0c7b0e-0000-4000-8000-000000000042", Key: "PAY-42", Title: "Pay with one tap", Text: "Riders ask for it.", Status: okr.WorkDoing, State: "In Review", Labels: []string{"checkout", "Growth"},
			URL: "https://linear.app/acme/issue/PAY-42/pay-with-one-tap", Estimate: ptr(3.0), Parent: "5c0c7b0e-0000-4000-8000-000000000007", Opened: "2026-10-06", Due: "2026-12-18",
			Fields: map[string]string{"key": "PAY-42", "epic": "Checkout in one step", "team": "PAY", "milestone": "Beta", "Area": "Growth"}},
	}
	for kind, want := range want {
		f := fake(t, func(r *http.Request, _ string) reply {
			switch {
			case strings.HasSuffix(r.URL.Path, "/field"):
				return reply{body: fields}
			case strings.HasSuffix(r.URL.Path, "/issue/OPS-1"):
				return reply{body: `{"id":"20001","key":"OPS-1","fields":{}}`}
			}
			return good[kind].answer(t, r)
		})
		m := f.mirror(kind, good[kind].place)
		m.Rules = []okr.MirrorRule{{By: okr.ByField, Field: "area", Value: "Growth"}}
		got, err := f.open(m).Sample(t.Context())
		if err != nil || len(got) != 1 {
			t.Errorf("%s: %v, %v", kind, got, err)
			continue
		}
		if strings.HasPrefix(string(kind), "jira") {
			want.URL = f.url + "/browse/" + want.Key
		}
		same(t, string(kind), want, got[0])
	}
}

// jiraServer answers as Jira does, from a list of issues; cloud pages by token.
func jiraPages(t *testing.T, cloud bool, issues func() []string, size int) func(*http.Request, string) reply {
	return func(r *http.Request, body string) reply {
		if strings.HasSuffix(r.URL.Path, "/field") {
			return reply{body: `[]`}
		}
		var ask struct {
			Start int    `json:"startAt"`
			Token string `json:"nextPageToken"`
		}
		if err := json.Unmarshal([]byte(body), &ask); err != nil {
			t.Error(err)
		}
		list := issues()
		if cloud && ask.Token != "" {
			fmt.Sscanf(ask.Token, "token-%d", &ask.Start) //nolint:errcheck // the test wrote it
		}
		end := min(ask.Start+size, len(list))
		page := strings.Join(list[ask.Start:end], ",")
		if !cloud {
			return reply{body: fmt.Sprintf(`{"startAt":%d,"maxResults":%d,"total":%d,"issues":[%s]}`, ask.Start, size, len(list), page)}
		}
		if end < len(list) {
			return reply{body: fmt.Sprintf(`{"issues":[%s],"nextPageToken":"token-%d","isLast":false}`, page, end)}
		}
		return reply{body: `{"issues":[` + page + `],"isLast":true}`}
	}
}

func TestJira(t *testing.T) {
	for kind, cloud := range map[okr.MirrorKind]bool{okr.MirrorJira: true, okr.MirrorJiraServer: false} {
		t.Run(string(kind), func(t *testing.T) {
			issues := []string{with(t, "jira", "id", "1", "key", "PAY-1"), with(t, "jira", "id", "2", "key", "PAY-2"), with(t, "jira", "id", "3", "key", "PAY-3")}
			f := fake(t, jiraPages(t, cloud, func() []string { return issues }, 2))
			m := f.mirror(kind, "project = PAY order by rank")
			m.User = map[bool]string{true: "kim@acme.example"}[cloud]
			s := f.open(m)
			got, next, all := read(t, s, "", false)
			same(t, "the first reading", []string{"1", "2", "3"}, externals(got))
			if !all || len(f.asked) != 3 || !strings.Contains(f.asked[1], `"jql":"project = PAY ORDER BY created ASC"`) {
				t.Errorf("all %v, asked %s", all, strings.Join(f.asked, "\n"))
			}
			if want := map[bool]string{true: "Basic a2ltQGFjbWUuZXhhbXBsZTpzZWNyZXQtdG9rZW4=", false: "Bearer secret-token"}[cloud]; f.auth[0] != want {
				t.Errorf("it signs in as %q", f.auth[0])
			}
			// An issue that has moved to another project keeps its id, so that it stays the same one.
			issues = []string{with(t, "jira", "id", "2", "key", "NEW-9")}
			got, _, all = read(t, s, next, false)
			if all || len(got) != 1 || got[0].External != "2" || got[0].Key != "NEW-9" || !strings.HasSuffix(got[0].URL, "/browse/NEW-9") {
				t.Errorf("after it moved: %+v, all %v", got, all)
			}
			// The last change was 8 h 30 min before now; five minutes more for the index.
			if last := f.asked[len(f.asked)-1]; !strings.Contains(last, `(project = PAY) AND updated \u003e= \"-515m\" ORDER BY created ASC`) {
				t.Errorf("asked %s", last)
			}
			// One that has moved out of the query, or was deleted, is gone.
			issues = nil
			one, err := s.One(t.Context(), "2")
			same(t, "one that left", okr.OutsideItem{External: "2", Gone: true}, one)
			f.answer = func(*http.Request, string) reply {
				return reply{status: 400, body: `{"errorMessages":["An issue with key '2' does not exist for field 'id'."],"errors":{}}`}
			}
			one, err2 := s.One(t.Context(), "2")
			same(t, "one that was deleted", okr.OutsideItem{External: "2", Gone: true}, one)
			if err = errors.Join(err, err2); err != nil {
				t.Error(err)
			}
			// What Jira says of a wrong query is passed on.
			f.answer = func(*http.Request, string) reply {
				return reply{status: 400, body: `{"errorMessages":["The value 'PAYY' does not exist for the field 'project'."]}`}
			}
			if _, _, err := s.Read(t.Context(), "", true, func([]okr.OutsideItem) error { return nil }); err == nil || !strings.Contains(err.Error(), "PAYY") {
				t.Errorf("a wrong query: %v", err)
			}
		})
	}
}

func TestGitHub(t *testing.T) {
	etag, moved := "", false
	f := fake(t, nil)
	f.answer = func(r *http.Request, _ string) reply {
		q := r.URL.Query()
		switch {
		case strings.HasSuffix(r.URL.Path, "/issues/42"):
			return reply{body: with(t, "github", "repository_url", "https://api.github.com/repos/acme/checkout")}
		case strings.HasSuffix(r.URL.Path, "/issues/43"):
			return reply{status: 301, header: map[string]string{"Location": f.url + "/repositories/9/issues/5"}}
		case r.URL.Path == "/repositories/9/issues/5":
			return reply{body: with(t, "github", "number", 5, "repository_url", "https://api.github.com/repos/acme/other")}
		case strings.Contains(r.URL.Path, "/issues/"):
			return reply{status: 410, body: `{"message":"This issue was deleted"}`}
		case r.Header.Get("If-None-Match") != "" && r.Header.Get("If-None-Match") == etag:
			return reply{status: 304}
		case moved:
			return reply{header: map[string]string{"Link": `<https://evil.example.org/issues?page=2>; rel="next"`}, body: `[]`}
		case q.Get("since") != "":
			return reply{header: map[string]string{"ETag": etag}, body: `[` + with(t, "github", "state", "closed", "state_reason", "completed", "closed_at", "2026-11-08T22:00:00Z") + `]`}
		case q.Get("page") == "2":
			return reply{body: `[` + with(t, "github", "number", 3) + `]`}
		}
		return reply{header: map[string]string{"ETag": `"first"`, "Link": `<` + f.url + `/repositories/1/issues?page=2&state=all>; rel="next", <` + f.url + `/x>; rel="last"`},
			body: `[` + with(t, "github", "number", 1, "updated_at", "2026-10-01T00:00:00Z") + `,` + with(t, "github", "number", 2, "pull_request", map[string]any{"url": "x"}) + `]`}
	}
	s := f.open(f.mirror(okr.MirrorGitHub, "acme/checkout"))
	got, next, all := read(t, s, "", false)
	same(t, "the first reading, without the pull request", []string{"1", "3"}, externals(got))
	if !all || !strings.Contains(f.asked[0], "/repos/acme/checkout/issues?direction=asc&per_page=100&sort=created&state=all") {
		t.Errorf("all %v, asked %v", all, f.asked)
	}
	etag = `"second"`
	got, next, all = read(t, s, next, false)
	if all || len(got) != 1 || got[0].Status != okr.WorkDone || got[0].Finished != "2026-11-08" || got[0].State != "completed" || !strings.Contains(f.asked[2], "since=2026-11-08T22%3A00%3A00Z") {
		t.Errorf("what has changed: %+v, all %v, asked %s", got, all, f.asked[2])
	}
	// Nothing newer has come: the same question is asked with its tag, and costs nothing.
	got, same1, all := read(t, s, next, false)
	if len(got) != 0 || all || same1 != next {
		t.Errorf("unchanged: %v, all %v, the cursor went from %s to %s", got, all, next, same1)
	}
	if got, _, all := read(t, s, next, true); len(got) != 2 || !all {
		t.Errorf("a whole reading after it: %v, all %v", externals(got), all)
	}
	for external, want := range map[string]bool{"42": false, "43": true, "44": true, "../x": true} {
		one, err := s.One(t.Context(), external)
		if err != nil || one.Gone != want || one.External != external {
			t.Errorf("One(%s) = %+v, %v; want gone %v", external, one, err, want)
		}
	}
	moved = true
	if _, _, err := s.Read(t.Context(), "", true, func([]okr.OutsideItem) error { return nil }); err == nil {
		t.Error("the next page is at another host, and was asked for")
	}
}

func TestGitHubProject(t *testing.T) {
	page := func(more bool, nodes ...string) reply {
		return reply{body: fmt.Sprintf(`{"data":{"repositoryOwner":{"projectV2":{"items":{"pageInfo":{"hasNextPage":%v,"endCursor":"c1"},"nodes":[%s]}}}}}`, more, strings.Join(nodes, ","))}
	}
	f := fake(t, func(r *http.Request, body string) reply {
		if strings.Contains(body, `"after":"c1"`) {
			return page(false, `{"id":"PVTI_9","type":"DRAFT_ISSUE","createdAt":"2026-10-01T00:00:00Z","content":{"title":"Think about it"},"fieldValues":{"nodes":[{"name":"Won't do","field":{"name":"Status"}}]}}`,
				with(t, "github_project", "content.id", "I_3", "content.state", "CLOSED", "content.stateReason", "NOT_PLANNED"))
		}
		return page(true, fixture(t, "github_project"), with(t, "github_project", "type", "PULL_REQUEST"), with(t, "github_project", "isArchived", true), `{"id":"x","type":"REDACTED"}`)
	})
	m := f.mirror(okr.MirrorGitHubProject, "acme/7")
	s := f.open(m)
	got, next, all := read(t, s, "anything", false)
	same(t, "without pull requests and what is archived", []string{"I_kwDOA42", "PVTI_9", "I_3"}, externals(got))
	if !all || next != "" || got[1].Status != okr.WorkDropped || got[2].Status != okr.WorkDropped || got[1].Opened != "2026-10-01" || !strings.HasPrefix(f.asked[0], "POST /graphql") {
		t.Errorf("%+v, all %v", got, all)
	}
	if _, err := s.One(t.Context(), "I_3"); !errors.Is(err, okr.ErrReadAll) {
		t.Errorf("one item of a project: %v", err)
	}
	m.Base += "/api/v3"
	read(t, f.open(m), "", true)
	if last := f.asked[len(f.asked)-1]; !strings.HasPrefix(last, "POST /api/graphql") {
		t.Errorf("on a server of one's own it asked %.40s", last)
	}
	for body, field := range map[string]string{
		`{"data":{"repositoryOwner":null},"errors":[{"type":"NOT_FOUND","message":"no"}]}`:                    "place",
		`{"data":{"repositoryOwner":{"projectV2":null}}}`:                                                     "place",
		`{"errors":[{"message":"Your token has not been granted the required scopes"}]}`:                      "token",
		`{"data":null,"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded for user ID 1."}]}`: "",
	} {
		f.answer = func(*http.Request, string) reply { return reply{body: body} }
		_, err := s.Sample(t.Context())
		var e *okr.Error
		if !errors.As(err, &e) || e.Field != field || (field == "") != (e.Wait > 0) {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestGitLab(t *testing.T) {
	epics := reply{body: `[` + fixture(t, "gitlab_epic") + `]`}
	f := fake(t, nil)
	f.answer = func(r *http.Request, _ string) reply {
		switch path := r.URL.EscapedPath(); {
		case path == "/api/v4/projects/acme" || path == "/api/v4/projects/77/issues/13":
			return reply{status: 404, body: `{"message":"404 Project Not Found"}`}
		case path == "/api/v4/groups/acme/epics":
			return epics
		case path == "/api/v4/projects/77/issues/12":
			return reply{body: with(t, "gitlab", "moved_to_id", 9000)}
		case path == "/api/v4/groups/9/epics/4":
			return reply{body: fixture(t, "gitlab_epic")}
		case strings.HasSuffix(path, "/issues") && r.URL.Query().Get("cursor") == "":
			return reply{header: map[string]string{"Link": `<` + f.url + path + `?cursor=abc&pagination=keyset>; rel="next"`}, body: `[` + with(t, "gitlab", "iid", 1, "state", "closed", "closed_at", "2026-11-01T00:00:00Z") + `]`}
		case strings.HasSuffix(path, "/issues"):
			return reply{body: `[` + with(t, "gitlab", "iid", 2, "labels", []any{"Doing"}) + `,` + with(t, "gitlab", "iid", 3, "moved_to_id", 9000) + `]`}
		}
		return reply{body: `{"id":9}`}
	}
	project := f.open(f.mirror(okr.MirrorGitLab, "acme/web/checkout"))
	got, next, all := read(t, project, "", false)
	same(t, "a project", []string{"77#1", "77#2", "gone 77#3"}, externals(got))
	if !all || got[0].Status != okr.WorkDone || got[1].Status != okr.WorkDoing || !strings.Contains(f.asked[1], "/projects/acme%2Fweb%2Fcheckout/issues?") {
		t.Errorf("%+v, asked %v", got, f.asked)
	}
	if _, _, all := read(t, project, next, false); all || !strings.Contains(strings.Join(f.asked[3:], " "), "updated_after=2026-11-08T21%3A59%3A59Z") {
		t.Errorf("what has changed: all %v, asked %v", all, f.asked[3:])
	}
	for external, want := range map[string]bool{"77#12": true, "77#13": true, "9&4": false, "x#y": true, "77": true} {
		if one, err := project.One(t.Context(), external); err != nil || one.Gone != want || one.External != external {
			t.Errorf("One(%s) = %+v, %v; want gone %v", external, one, err, want)
		}
	}
	got, _, _ = read(t, f.open(f.mirror(okr.MirrorGitLab, "acme")), "", false)
	same(t, "a group", []string{"9&4", "77#1", "77#2", "gone 77#3"}, externals(got))
	if !got[0].Epic || got[0].Start != "2026-10-01" || got[1].Parent != got[0].External {
		t.Errorf("the epic: %+v", got[0])
	}
	// The free edition has no epics, and the issues are read all the same.
	for _, status := range []int{403, 404} {
		epics = reply{status: status, body: `{"message":"403 Forbidden"}`}
		got, _, _ = read(t, f.open(f.mirror(okr.MirrorGitLab, "acme")), "", false)
		same(t, "a group without epics", []string{"77#1", "77#2", "gone 77#3"}, externals(got))
	}
}

func TestLinear(t *testing.T) {
	page := func(next string, nodes ...string) reply {
		return reply{body: fmt.Sprintf(`{"data":{"page":{"pageInfo":{"hasNextPage":%v,"endCursor":%q},"nodes":[%s]}}}`, next != "", next, strings.Join(nodes, ","))}
	}
	f := fake(t, func(r *http.Request, body string) reply {
		switch {
		case strings.Contains(body, "projects("):
			return page("", fixture(t, "linear_project"))
		case strings.Contains(body, `"first":50`) || strings.Contains(body, `"first":25`):
			return reply{status: 400, body: `{"errors":[{"message":"Query too complex","extensions":{"code":"INPUT_ERROR"}}]}`}
		case strings.Contains(body, `"after":"c1"`):
			return page("", with(t, "linear", "id", "i2", "state", map[string]any{"name": "Canceled", "type": "canceled"}, "archivedAt", "2026-11-08T00:00:00Z", "canceledAt", "2026-11-01T00:00:00Z"), with(t, "linear", "id", "i3", "trashed", true),
				with(t, "linear", "id", "i4", "archivedAt", "2026-11-08T00:00:00Z"))
		}
		return page("c1", fixture(t, "linear"))
	})
	s := f.open(f.mirror(okr.MirrorLinear, "pay"))
	got, next, all := read(t, s, "", false)
	project, issue := "5c0c7b0e-0000-4000-8000-000000000007", "5c0c7b0e-0000-4000-8000-000000000042"
	same(t, "projects and issues", []string{project, issue, "i2", "gone i3", "gone i4"}, externals(got))
	if !all || !got[0].Epic || got[0].Title != "Checkout in one step" || got[0].Due != "2026-12-18" || got[1].Parent != project || got[2].Status != okr.WorkDropped {
		t.Errorf("%+v, all %v", got, all)
	}
	if first := f.asked[1]; !strings.Contains(first, `"filter":{"team":{"key":{"eq":"PAY"}}}`) || f.auth[0] != "secret-token" {
		t.Errorf("asked %s as %q", first, f.auth[0])
	}
	if _, _, all := read(t, s, next, false); all || !strings.Contains(f.asked[len(f.asked)-1], `"updatedAt":{"gte":"2026-11-08T22:00:00.123Z"}`) {
		t.Errorf("what has changed: asked %s", f.asked[len(f.asked)-1])
	}
	f.answer = func(*http.Request, string) reply {
		return reply{status: 400, header: map[string]string{"X-RateLimit-Requests-Reset": fmt.Sprint(monday.Add(7 * time.Minute).UnixMilli())}, body: `{"errors":[{"message":"Rate limit exceeded","extensions":{"code":"RATELIMITED"}}]}`}
	}
	var e *okr.Error
	if _, err := s.Sample(t.Context()); !errors.As(err, &e) || e.Kind != okr.TooMany || e.Wait != 7*time.Minute {
		t.Errorf("a limit: %v, wait %v", err, e)
	}
	for body, want := range map[string]string{
		`{"data":{"one":` + fixture(t, "linear") + `}}`:                                    "i",
		`{"data":{"one":` + with(t, "linear", "team", map[string]any{"key": "OPS"}) + `}}`: "gone i",
		`{"data":null,"errors":[{"message":"Entity not found: Issue"}]}`:                   "gone i",
	} {
		f.answer = func(*http.Request, string) reply { return reply{body: body} }
		one, err := s.One(t.Context(), "i")
		if err != nil || one.Gone != strings.HasPrefix(want, "gone") {
			t.Errorf("One = %+v, %v; want %s", one, err, want)
		}
	}
}

// A tool that says that the next question would be too many is left alone before it refuses.
func TestPausesBeforeTheLimit(t *testing.T) {
	f := fake(t, nil)
	reset := monday.Add(5 * time.Second)
	f.answer = func(r *http.Request, _ string) reply {
		if r.URL.Query().Get("page") == "2" {
			return reply{body: `[]`}
		}
		return reply{header: map[string]string{"Link": `<` + f.url + `/x?page=2>; rel="next"`, "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": fmt.Sprint(reset.Unix())}, body: `[` + fixture(t, "github") + `]`}
	}
	s := f.open(f.mirror(okr.MirrorGitHub, "acme/checkout"))
	if read(t, s, "", false); len(f.waited) != 1 || f.waited[0] != 5*time.Second {
		t.Errorf("it waited %v", f.waited)
	}
	reset = monday.Add(40 * time.Minute)
	var e *okr.Error
	if _, _, err := s.Read(t.Context(), "", false, func([]okr.OutsideItem) error { return nil }); !errors.As(err, &e) || e.Kind != okr.TooMany || e.Wait != 40*time.Minute {
		t.Errorf("a long pause: %v", err)
	}
}

// Issues change while their pages are read: none is missed, and what changed on a page that was read is asked for again.
func TestIssuesChangeBetweenPages(t *testing.T) {
	type issue struct {
		Number  int       `json:"number"`
		IID     int       `json:"iid"`
		Project int       `json:"project_id"`
		Created time.Time `json:"created_at"`
		Updated time.Time `json:"updated_at"`
	}
	for kind, updated := range map[okr.MirrorKind]string{okr.MirrorGitHub: "updated", okr.MirrorGitLab: "updated_at"} {
		var list []issue
		for i := 1; i <= 150; i++ {
			at := monday.Add(time.Duration(i-300) * time.Minute)
			list = append(list, issue{i, i, 77, at, at})
		}
		var f *tool
		f = fake(t, func(r *http.Request, _ string) reply {
			if !strings.HasSuffix(r.URL.Path, "/issues") {
				return reply{body: `{"id":77}`}
			}
			q := r.URL.Query()
			sorted, page := slices.Clone(list), 0
			if since, err := time.Parse(time.RFC3339, q.Get("since")+q.Get("updated_after")); err == nil {
				sorted = slices.DeleteFunc(sorted, func(i issue) bool { return i.Updated.Before(since) })
			}
			if q.Get("sort") == updated || q.Get("order_by") == updated {
				slices.SortFunc(sorted, func(a, b issue) int { return a.Updated.Compare(b.Updated) })
			}
			if q.Get("page") != "" {
				page = 1
			}
			from, to := min(page*100, len(sorted)), min(page*100+100, len(sorted))
			body, err := json.Marshal(sorted[from:to])
			if err != nil {
				t.Error(err)
			}
			if page == 0 { // somebody changes the issue that has rested longest, and then the youngest
				list[0].Updated, list[149].Updated = monday.Add(time.Minute), monday.Add(2*time.Minute)
			}
			if to == len(sorted) {
				return reply{body: string(body)}
			}
			q.Set("page", "2")
			return reply{body: string(body), header: map[string]string{"Link": fmt.Sprintf("<%s%s?%s>; rel=\"next\"", f.url, r.URL.EscapedPath(), q.Encode())}}
		})
		s := f.open(f.mirror(kind, "acme/checkout"))
		seen := map[string]bool{}
		got, next, _ := read(t, s, "", true)
		for _, it := range got {
			seen[it.External] = true
		}
		if len(seen) != 150 {
			t.Errorf("%s: %d of 150 issues are read", kind, len(seen))
		}
		got, _, _ = read(t, s, next, false)
		if first := strings.TrimPrefix(externals(got)[0], "77#"); first != "1" {
			t.Errorf("%s: what changed on the first page is not read again: %v", kind, externals(got))
		}
	}
}
