package source

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A linear reads the issues and projects of Linear by GraphQL: pages by cursor, what has changed by a filter. Projects are what holds issues, as
// epics do elsewhere. A page is small enough for Linear's limit on the complexity of a question, and made smaller when Linear says that it is not.
type linear struct {
	*fetcher
	team string // its key; "" for all
	page int
}

func newLinear(f *fetcher, team string) *linear {
	f.auth = f.token
	if strings.HasPrefix(f.token, "lin_oauth_") {
		f.auth = "Bearer " + f.token
	}
	return &linear{fetcher: f, team: strings.ToUpper(team), page: 50}
}

const linearIssue = `id identifier title description url estimate createdAt updatedAt startedAt completedAt canceledAt archivedAt trashed dueDate
 state { name type } team { key } labels(first: 10) { nodes { name parent { name } } } parent { id identifier title } project { id name } projectMilestone { name } cycle { number }`

const linearProject = `id name description url createdAt updatedAt startDate targetDate completedAt canceledAt archivedAt trashed state`

const linearPage = ` { pageInfo { hasNextPage endCursor } nodes { `

const (
	linearIssues   = `query($first: Int!, $after: String, $filter: IssueFilter) { page: issues(first: $first, after: $after, filter: $filter, includeArchived: true, orderBy: updatedAt)` + linearPage + linearIssue + ` } } }`
	linearProjects = `query($first: Int!, $after: String, $filter: ProjectFilter) { page: projects(first: $first, after: $after, filter: $filter, includeArchived: true, orderBy: updatedAt)` + linearPage + linearProject + ` } } }`
	linearOne      = `query($id: String!) { one: issue(id: $id) { ` + linearIssue + ` } }`
)

type linearNode struct {
	ID, Identifier, Title, Name string
	Text                        string `json:"description"`
	URL                         string
	Estimate                    *float64
	Created                     time.Time `json:"createdAt"`
	Updated                     time.Time `json:"updatedAt"`
	Completed                   time.Time `json:"completedAt"`
	Canceled                    time.Time `json:"canceledAt"`
	Archived                    time.Time `json:"archivedAt"`
	Trashed                     bool
	Due                         string `json:"dueDate"`
	Start                       string `json:"startDate"`
	Target                      string `json:"targetDate"`
	State                       json.RawMessage
	Team                        struct{ Key string }
	Labels                      struct {
		Nodes []struct {
			Name   string
			Parent struct{ Name string }
		}
	}
	Parent    struct{ ID, Identifier, Title string }
	Project   struct{ ID, Name string }
	Milestone struct{ Name string } `json:"projectMilestone"`
}

func (l *linear) Sample(ctx context.Context) ([]okr.OutsideItem, error) {
	var f first
	_, err := l.pages(ctx, linearIssues, l.filter("team", time.Time{}), false, f.give)
	if err == (stop{}) {
		err = nil
	}
	return f.items, err
}

func (l *linear) Read(ctx context.Context, from string, whole bool, give func([]okr.OutsideItem) error) (string, bool, error) {
	c := cursorOf(from, whole)
	all := c.Since.IsZero()
	next := c
	for _, q := range []struct {
		query, team string
		project     bool
	}{{linearProjects, "accessibleTeams", true}, {linearIssues, "team", false}} {
		last, err := l.pages(ctx, q.query, l.filter(q.team, c.Since), q.project, give)
		if err != nil {
			return from, false, err
		}
		next.seen(last)
	}
	return next.String(), all, nil
}

func (l *linear) filter(team string, since time.Time) map[string]any {
	f := map[string]any{}
	if l.team != "" {
		is := map[string]any{"key": map[string]any{"eq": l.team}}
		if team == "accessibleTeams" {
			is = map[string]any{"some": is}
		}
		f[team] = is
	}
	if !since.IsZero() {
		f["updatedAt"] = map[string]any{"gte": since.UTC().Format("2006-01-02T15:04:05.000Z")}
	}
	return f
}

func (l *linear) pages(ctx context.Context, query string, filter map[string]any, project bool, give func([]okr.OutsideItem) error) (last time.Time, err error) {
	after := any(nil)
	for range maxPages {
		var page struct {
			Page *struct {
				Info struct {
					HasNextPage bool
					EndCursor   string
				} `json:"pageInfo"`
				Nodes []linearNode
			}
		}
		h, err := l.question(ctx, query, map[string]any{"first": l.page, "after": after, "filter": filter}, &page)
		if errors.Is(err, errComplex) && l.page > 5 {
			l.page /= 2
			continue
		}
		if err != nil {
			return last, err
		}
		if page.Page == nil {
			return last, l.malformed(errors.New("there is no page"))
		}
		items := make([]okr.OutsideItem, len(page.Page.Nodes))
		for i, n := range page.Page.Nodes {
			if n.Updated.After(last) {
				last = n.Updated
			}
			items[i] = l.item(n, project)
		}
		if len(items) > 0 {
			if err := give(items); err != nil {
				return last, err
			}
		}
		if !page.Page.Info.HasNextPage {
			return last, nil
		}
		after = page.Page.Info.EndCursor
		if err := l.pause(ctx, h); err != nil {
			return last, err
		}
	}
	return last, l.malformed(errors.New("the pages do not end"))
}

// errComplex says that a question asked for too much at once.
var errComplex = errors.New("the question is too complex")

// question asks, and reads what GraphQL says of a question beside the status.
func (l *linear) question(ctx context.Context, query string, variables map[string]any, into any) (http.Header, error) {
	var answer struct {
		Data   json.RawMessage
		Errors []graphError
	}
	h, err := l.post(ctx, l.at("/graphql", nil), map[string]any{"query": query, "variables": variables}, &answer)
	var e *okr.Error
	if errors.As(err, &e) && e.Kind == okr.Invalid && strings.Contains(strings.ToLower(e.Message), "complex") {
		return h, errComplex
	}
	if err != nil {
		return h, err
	}
	for _, e := range answer.Errors {
		switch code := strings.ToUpper(e.Extensions.Code); {
		case code == "RATELIMITED":
			return h, waiting(l.fault(okr.TooMany, "", nil, "%s asks for a pause, because it was asked often. Reading goes on by itself."), l.wait(h))
		case strings.Contains(strings.ToLower(e.Message), "complex"):
			return h, errComplex
		case code == "AUTHENTICATION_ERROR":
			return h, l.fault(okr.Invalid, "token", errors.New(e.Message), "%s does not accept the token. It may have expired: make a new one, and put it in here.")
		case code == "FORBIDDEN":
			return h, l.fault(okr.Invalid, "token", errors.New(e.Message), "The token may not read this at %s. Give it read access, or make another one.")
		case strings.Contains(e.Message, "not found"):
			return h, missing{l.fault(okr.Invalid, "place", errors.New(e.Message), "%s has nothing there, or does not show it to this token.")}
		default:
			return h, l.fault(okr.Unavailable, "", errors.New(e.Message), "%s does not answer: %s", reasonOf(answer.Errors))
		}
	}
	if len(answer.Data) == 0 {
		return h, l.malformed(errors.New("there is no data"))
	}
	if err := json.Unmarshal(answer.Data, into); err != nil {
		return h, l.malformed(err)
	}
	return h, nil
}

func (l *linear) One(ctx context.Context, external string) (okr.OutsideItem, error) {
	var answer struct{ One *linearNode }
	_, err := l.question(ctx, linearOne, map[string]any{"id": external}, &answer)
	switch {
	case errors.As(err, new(missing)):
		return gone(external), nil
	case err != nil:
		return okr.OutsideItem{}, err
	case answer.One == nil, l.team != "" && answer.One.Team.Key != l.team:
		return gone(external), nil
	}
	return l.item(*answer.One, false), nil
}

func (l *linear) item(n linearNode, project bool) okr.OutsideItem {
	it := okr.OutsideItem{External: n.ID, Key: n.Identifier, Title: n.Title, Text: n.Text, URL: n.URL, Estimate: n.Estimate, Opened: dayOf(n.Created), Finished: dayOf(n.Completed),
		Due: day(n.Due), Parent: n.Project.ID, Fields: map[string]string{}, Gone: n.Trashed || !n.Archived.IsZero() && n.Completed.IsZero() && n.Canceled.IsZero()}
	kind := text(n.State) // a project's state is one word
	if project {
		it.Title, it.Epic, it.Kind, it.State, it.Start, it.Due = n.Name, true, "project", kind, day(n.Start), day(n.Target)
	} else {
		var state struct{ Name, Type string }
		_ = json.Unmarshal(n.State, &state) // a state of another shape is an open one
		it.State, kind = state.Name, state.Type
	}
	if it.Parent == "" {
		it.Parent = n.Parent.ID
		put(it.Fields, okr.FieldEpic, n.Parent.Title)
		put(it.Fields, okr.FieldEpicKey, n.Parent.Identifier)
	} else {
		put(it.Fields, okr.FieldEpic, n.Project.Name)
	}
	for _, label := range n.Labels.Nodes {
		it.Labels = append(it.Labels, label.Name)
		put(it.Fields, label.Parent.Name, label.Name)
	}
	put(it.Fields, okr.FieldKey, n.Identifier)
	put(it.Fields, "team", n.Team.Key)
	put(it.Fields, "milestone", n.Milestone.Name)
	switch kind {
	case "completed":
		it.Status = okr.WorkDone
	case "canceled", "cancelled", "duplicate":
		it.Status = okr.WorkDropped
	case "started":
		it.Status = okr.WorkDoing
	default: // backlog, unstarted, triage; planned and paused projects
		it.Status = okr.WorkOpen
	}
	return it
}
