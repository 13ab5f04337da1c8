package source

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/document"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A githubProject reads a project (the second kind) by GraphQL, with its own fields. It can only be read whole. Items are known by the id of their issue,
// or their own where they are drafts.
type githubProject struct {
	*fetcher
	owner  string
	number int
}

func newGitHubProject(f *fetcher, place string) (Source, error) {
	for _, start := range []string{"https://github.com/", "orgs/", "users/"} {
		place = strings.TrimPrefix(place, start)
	}
	place = strings.Replace(place, "/projects/", "/", 1)
	owner, number, _ := strings.Cut(strings.Trim(place, "/"), "/")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || !reRepo.MatchString(owner+"/x") {
		return nil, okr.Fail(okr.Invalid, "place", "Write the owner and the project's number, for example acme/7.")
	}
	if f.token != "" {
		f.auth = "Bearer " + f.token
	}
	return &githubProject{fetcher: f, owner: owner, number: n}, nil
}

const githubProjectQuery = `query($owner: String!, $number: Int!, $after: String) {
  repositoryOwner(login: $owner) { ... on ProjectV2Owner { projectV2(number: $number) {
    items(first: 50, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id type isArchived updatedAt createdAt
        content {
          ... on DraftIssue { title body }
          ... on Issue { id number title body url state stateReason createdAt closedAt
            repository { nameWithOwner } labels(first: 20) { nodes { name } } assignees(first: 1) { totalCount }
            milestone { title dueOn } issueType { name } parent { id number title } subIssuesSummary { total } }
        }
        fieldValues(first: 20) { nodes {
          ... on ProjectV2ItemFieldSingleSelectValue { name field { ... on ProjectV2FieldCommon { name } } }
          ... on ProjectV2ItemFieldTextValue { text field { ... on ProjectV2FieldCommon { name } } }
          ... on ProjectV2ItemFieldNumberValue { number field { ... on ProjectV2FieldCommon { name } } }
          ... on ProjectV2ItemFieldDateValue { date field { ... on ProjectV2FieldCommon { name } } }
          ... on ProjectV2ItemFieldIterationValue { title field { ... on ProjectV2FieldCommon { name } } }
        } }
      }
    }
  } } }
}`

type githubProjectItem struct {
	ID       string
	Type     string
	Archived bool      `json:"isArchived"`
	Created  time.Time `json:"createdAt"`
	Content  struct {
		ID, Title, Body, URL, State string
		Number                      int
		Reason                      string    `json:"stateReason"`
		Created                     time.Time `json:"createdAt"`
		Closed                      time.Time `json:"closedAt"`
		Repository                  struct {
			Name string `json:"nameWithOwner"`
		}
		Labels    struct{ Nodes []struct{ Name string } }
		Assignees struct{ TotalCount int }
		Milestone struct {
			Title string
			Due   time.Time `json:"dueOn"`
		}
		IssueType struct{ Name string }
		Parent    struct {
			ID, Title string
			Number    int
		}
		SubIssues struct{ Total int } `json:"subIssuesSummary"`
	}
	Values struct {
		Nodes []struct {
			Name, Text, Date, Title string
			Number                  *float64
			Field                   struct{ Name string }
		}
	} `json:"fieldValues"`
}

// A graphError is what GraphQL says went wrong.
type graphError struct {
	Message    string
	Type       string
	Extensions struct{ Code, Type string }
}

func (g *githubProject) Sample(ctx context.Context) ([]okr.OutsideItem, error) { return sample(ctx, g) }

func (g *githubProject) Read(ctx context.Context, _ string, _ bool, give func([]okr.OutsideItem) error) (string, bool, error) {
	variables := map[string]any{"owner": g.owner, "number": g.number, "after": nil}
	for range maxPages {
		var answer struct {
			Data *struct {
				Owner *struct {
					Project *struct {
						Items *struct {
							Page struct {
								HasNextPage bool
								EndCursor   string
							} `json:"pageInfo"`
							Nodes []githubProjectItem
						}
					} `json:"projectV2"`
				} `json:"repositoryOwner"`
			}
			Errors []graphError
		}
		h, err := g.post(ctx, g.graph(), map[string]any{"query": githubProjectQuery, "variables": variables}, &answer)
		if err != nil {
			return "", false, err
		}
		for _, e := range answer.Errors {
			if e.Type == "RATE_LIMITED" {
				return "", false, waiting(g.fault(okr.TooMany, "", nil, "%s asks for a pause, because it was asked often. Reading goes on by itself."), g.wait(h))
			}
		}
		if answer.Data == nil {
			if len(answer.Errors) > 0 {
				return "", false, g.fault(okr.Invalid, "token", errors.New(answer.Errors[0].Message), "%s does not answer this token: %s", reasonOf(answer.Errors))
			}
			return "", false, g.malformed(errors.New("there is no data"))
		}
		if answer.Data.Owner == nil || answer.Data.Owner.Project == nil || answer.Data.Owner.Project.Items == nil {
			return "", false, missing{g.fault(okr.Invalid, "place", nil, "%s has no such project, or does not show it to this token. Compare owner and number with the project's address.")}
		}
		items := answer.Data.Owner.Project.Items
		list := make([]okr.OutsideItem, 0, len(items.Nodes))
		for _, n := range items.Nodes {
			if n.Type != "PULL_REQUEST" && n.Type != "REDACTED" && !n.Archived {
				list = append(list, g.item(n))
			}
		}
		if err := give(list); err != nil {
			return "", false, err
		}
		if !items.Page.HasNextPage {
			return "", true, nil
		}
		variables["after"] = items.Page.EndCursor
		if err := g.pause(ctx, h); err != nil {
			return "", false, err
		}
	}
	return "", false, g.malformed(errors.New("the pages do not end"))
}

// One is not there for projects: a webhook makes the whole project be read.
func (g *githubProject) One(context.Context, string) (okr.OutsideItem, error) {
	return okr.OutsideItem{}, okr.ErrReadAll
}

// graph is where GitHub takes GraphQL; on a server of one's own the REST address ends with /api/v3.
func (g *githubProject) graph() string {
	return strings.TrimSuffix(g.base.String(), "/v3") + "/graphql"
}

func reasonOf(list []graphError) string {
	r := []rune(list[0].Message)
	return string(r[:min(len(r), 300)])
}

func (g *githubProject) item(n githubProjectItem) okr.OutsideItem {
	c := n.Content
	it := okr.OutsideItem{External: c.ID, Title: c.Title, Text: c.Body, Kind: c.IssueType.Name, Epic: c.SubIssues.Total > 0 || strings.EqualFold(c.IssueType.Name, "epic"), URL: c.URL,
		Parent: c.Parent.ID, Opened: dayOf(c.Created), Finished: dayOf(c.Closed), Due: dayOf(c.Milestone.Due), Fields: map[string]string{}}
	if it.External == "" { // a draft
		it.External, it.Opened = n.ID, dayOf(n.Created)
	}
	if c.Number > 0 {
		it.Key = fmt.Sprintf("%s#%d", c.Repository.Name, c.Number)
		put(it.Fields, okr.FieldKey, it.Key)
	}
	if c.Parent.Number > 0 {
		put(it.Fields, okr.FieldEpicKey, fmt.Sprintf("#%d", c.Parent.Number))
		put(it.Fields, okr.FieldEpic, c.Parent.Title)
	}
	put(it.Fields, "milestone", c.Milestone.Title)
	put(it.Fields, "repository", c.Repository.Name)
	for _, l := range c.Labels.Nodes {
		it.Labels = append(it.Labels, l.Name)
	}
	it.State = strings.ToLower(c.State)
	it.Status = githubStatus(c.State, c.Reason, c.Assignees.TotalCount > 0)
	for _, v := range n.Values.Nodes {
		value := v.Name + v.Text + v.Date + v.Title
		if v.Number != nil {
			value = strconv.FormatFloat(*v.Number, 'f', -1, 64)
		}
		switch name := strings.ToLower(v.Field.Name); name {
		case "", "title":
		case "status":
			it.State = value
			if c.State != "CLOSED" { // an issue that is closed is, whatever its column
				it.Status = document.WorkStatus(value)
			}
		case "estimate", "size", "story points", "points":
			it.Estimate = v.Number
			put(it.Fields, v.Field.Name, value)
		case "start date", "start":
			it.Start = day(value)
		case "due date", "due", "target date", "end date":
			it.Due = day(value)
		default:
			put(it.Fields, v.Field.Name, value)
		}
	}
	return it
}
