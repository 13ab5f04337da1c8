package source

import (
	"context"
	"errors"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A github reads the issues of a repository by REST: pages by the Link header, what has changed by since, and whether anything has by an ETag. Issues
// are known by their number, which stays when the repository is renamed. Pull requests, which GitHub lists among issues, are left out.
type github struct {
	*fetcher
	repo string // owner/name
}

var reRepo = regexp.MustCompile(`^[\w.-]+/[\w.-]+$`)

func newGitHub(f *fetcher, place string) (Source, error) {
	place = strings.TrimSuffix(strings.TrimPrefix(place, "https://github.com/"), "/")
	if !reRepo.MatchString(place) {
		return nil, okr.Fail(okr.Invalid, "place", "Write the repository as owner/name, for example acme/checkout.")
	}
	if f.token != "" {
		f.auth = "Bearer " + f.token
	}
	return &github{fetcher: f, repo: place}, nil
}

type githubIssue struct {
	Number      int       `json:"number"`
	Title       string    `json:"title"`
	Body        string    `json:"body"`
	State       string    `json:"state"`
	Reason      string    `json:"state_reason"`
	URL         string    `json:"html_url"`
	Repo        string    `json:"repository_url"`
	Created     time.Time `json:"created_at"`
	Updated     time.Time `json:"updated_at"`
	Closed      time.Time `json:"closed_at"`
	PullRequest *struct{} `json:"pull_request"`
	Parent      string    `json:"parent_issue_url"`
	Type        struct{ Name string }
	Assignees   []struct{ Login string }
	Labels      []struct{ Name string }
	Milestone   struct {
		Title string
		Due   time.Time `json:"due_on"`
	}
	SubIssues struct{ Total int } `json:"sub_issues_summary"`
}

func (g *github) Sample(ctx context.Context) ([]okr.OutsideItem, error) { return sample(ctx, g) }

func (g *github) Read(ctx context.Context, from string, whole bool, give func([]okr.OutsideItem) error) (string, bool, error) {
	c := cursorOf(from, whole)
	all := c.Since.IsZero() && c.URL == ""
	// By what never changes: numbered pages of another order shift while they are read, and what is shifted to a page before is missed.
	query := url.Values{"state": {"all"}, "sort": {"created"}, "direction": {"asc"}, "per_page": {"100"}}
	if !c.Since.IsZero() {
		query.Set("since", c.Since.UTC().Format(time.RFC3339)) // that second again: more may have happened in it
	}
	address, etag := g.at("/repos/"+g.repo+"/issues", query), ""
	if address == c.URL {
		etag = c.ETag
	}
	next, began := cursor{Since: c.Since}, g.now()
	for page := 0; page < maxPages; page++ {
		var list []githubIssue
		h, err := g.get(ctx, address, etag, &list)
		if errors.Is(err, errUnchanged) {
			return from, false, nil
		}
		if err != nil {
			return from, false, err
		}
		if page == 0 {
			next.URL, next.ETag = address, h.Get("ETag")
		}
		items := make([]okr.OutsideItem, 0, len(list))
		for _, i := range list {
			next.seen(i.Updated)
			if i.PullRequest == nil {
				items = append(items, g.item(i))
			}
		}
		if err := give(items); err != nil {
			return from, false, err
		}
		if address, err = g.next(h); err != nil {
			return from, false, err
		}
		if address == "" {
			if page > 0 {
				next.began(began, c.Since)
			}
			if !next.Since.Equal(c.Since) { // the next question is another one, which the tag is not of
				next.URL, next.ETag = "", ""
			}
			return next.String(), all, nil
		}
		etag = ""
		if err := g.pause(ctx, h); err != nil {
			return from, false, err
		}
	}
	return from, false, g.malformed(errors.New("the pages do not end"))
}

func (g *github) One(ctx context.Context, external string) (okr.OutsideItem, error) {
	if n, err := strconv.Atoi(external); err != nil || n < 1 {
		return gone(external), nil
	}
	var i githubIssue
	_, err := g.get(ctx, g.at("/repos/"+g.repo+"/issues/"+external, nil), "", &i)
	switch {
	case errors.As(err, new(missing)):
		return gone(external), nil
	case err != nil:
		return okr.OutsideItem{}, err
	case i.PullRequest != nil, strconv.Itoa(i.Number) != external, i.Repo != "" && !strings.HasSuffix(strings.ToLower(i.Repo), "/repos/"+strings.ToLower(g.repo)):
		return gone(external), nil // a redirect to where it was moved
	}
	return g.item(i), nil
}

func (g *github) item(i githubIssue) okr.OutsideItem {
	number := strconv.Itoa(i.Number)
	it := okr.OutsideItem{External: number, Key: "#" + number, Title: i.Title, Text: i.Body, Kind: i.Type.Name, Epic: i.SubIssues.Total > 0 || strings.EqualFold(i.Type.Name, "epic"), State: i.State, URL: i.URL,
		Opened: dayOf(i.Created), Finished: dayOf(i.Closed), Due: dayOf(i.Milestone.Due), Fields: map[string]string{okr.FieldKey: "#" + number}}
	for _, l := range i.Labels {
		it.Labels = append(it.Labels, l.Name)
		if strings.EqualFold(l.Name, "blocked") {
			it.Blocked = "It has the label “" + l.Name + "”."
		}
	}
	if at := strings.LastIndexByte(i.Parent, '/'); at > 0 {
		it.Parent = i.Parent[at+1:]
		put(it.Fields, okr.FieldEpicKey, "#"+it.Parent)
	}
	put(it.Fields, "milestone", i.Milestone.Title)
	it.Status = githubStatus(i.State, i.Reason, len(i.Assignees) > 0)
	if i.Reason != "" && i.State == "closed" {
		it.State = strings.ReplaceAll(i.Reason, "_", " ")
	}
	return it
}

// githubStatus is what an issue's state means. GitHub has no word for being worked on: an open issue that is somebody's is.
func githubStatus(state, reason string, assigned bool) okr.WorkStatus {
	switch state, reason = strings.ToLower(state), strings.ToLower(reason); {
	case state == "closed" && (reason == "not_planned" || reason == "duplicate"):
		return okr.WorkDropped
	case state == "closed":
		return okr.WorkDone
	case assigned:
		return okr.WorkDoing
	}
	return okr.WorkOpen
}
