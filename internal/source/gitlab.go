package source

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/document"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A gitlab reads the issues of a project, or the issues and epics of a group, by REST: pages by the Link header, whether they go by number or by
// key, and what has changed by updated_after. Issues are known as "project#number" and epics as "group&number", with the ids of those, which stay
// when they are renamed. An edition without epics has none.
type gitlab struct {
	*fetcher
	place string // escaped path of the project or group
	group bool   // as far as known
	asked bool
}

var rePath = regexp.MustCompile(`^[\w.-]+(/[\w.-]+)*$`)

func newGitLab(f *fetcher, place string) (Source, error) {
	place = strings.Trim(strings.TrimPrefix(place, f.base.String()), "/")
	if !rePath.MatchString(place) {
		return nil, okr.Fail(okr.Invalid, "place", "Write the path of the project or group, for example acme/checkout.")
	}
	if f.token != "" { // not Private-Token: a redirect to another host would take that along
		f.auth = "Bearer " + f.token
	}
	return &gitlab{fetcher: f, place: url.PathEscape(place)}, nil
}

type gitlabItem struct {
	ID        int
	IID       int `json:"iid"`
	Project   int `json:"project_id"`
	Group     int `json:"group_id"`
	Title     string
	Text      string `json:"description"`
	State     string
	Type      string    `json:"issue_type"`
	URL       string    `json:"web_url"`
	Labels    []string  `json:"labels"`
	Created   time.Time `json:"created_at"`
	Updated   time.Time `json:"updated_at"`
	Closed    time.Time `json:"closed_at"`
	Start     string    `json:"start_date"`
	Due       string    `json:"due_date"`
	Weight    *float64
	Moved     int `json:"moved_to_id"`
	Blocking  int `json:"blocking_issues_count"`
	Assignees []struct{ Username string }
	Milestone struct {
		Title string
		Due   string `json:"due_date"`
	}
	Epic struct {
		IID   int `json:"iid"`
		Group int `json:"group_id"`
		Title string
	}
	References struct{ Full string }
}

func (g *gitlab) Sample(ctx context.Context) ([]okr.OutsideItem, error) { return sample(ctx, g) }

func (g *gitlab) Read(ctx context.Context, from string, whole bool, give func([]okr.OutsideItem) error) (string, bool, error) {
	c := cursorOf(from, whole)
	all := c.Since.IsZero()
	// By what never changes: numbered pages of another order shift while they are read, and what is shifted to a page before is missed.
	query := url.Values{"scope": {"all"}, "state": {"all"}, "order_by": {"created_at"}, "sort": {"asc"}, "per_page": {"100"}}
	if !all {
		query.Set("updated_after", c.Since.Add(-time.Second).UTC().Format(time.RFC3339))
	}
	next, began := cursor{Since: c.Since}, g.now()
	if err := g.learnGroup(ctx); err != nil {
		return from, false, err
	}
	if g.group {
		err := g.pages(ctx, g.at("/api/v4/groups/"+g.place+"/epics", query), true, give, &next)
		var e *okr.Error
		if errors.As(err, new(missing)) || errors.As(err, &e) && e.Kind == okr.Invalid && e.Field == "token" && strings.Contains(e.Cause.Error(), strconv.Itoa(http.StatusForbidden)) {
			err = nil // an edition without epics
		}
		if err != nil {
			return from, false, err
		}
	}
	if err := g.pages(ctx, g.at(g.path()+"/issues", query), false, give, &next); err != nil {
		return from, false, err
	}
	next.began(began, c.Since)
	return next.String(), all, nil
}

func (g *gitlab) path() string {
	if g.group {
		return "/api/v4/groups/" + g.place
	}
	return "/api/v4/projects/" + g.place
}

// learnGroup finds out whether the place is a project or a group.
func (g *gitlab) learnGroup(ctx context.Context) error {
	if g.asked {
		return nil
	}
	var v struct{ ID int }
	_, err := g.get(ctx, g.at("/api/v4/projects/"+g.place, nil), "", &v)
	if errors.As(err, new(missing)) {
		if _, err = g.get(ctx, g.at("/api/v4/groups/"+g.place, url.Values{"with_projects": {"false"}}), "", &v); err == nil {
			g.group = true
		}
	}
	g.asked = err == nil
	return err
}

func (g *gitlab) pages(ctx context.Context, address string, epics bool, give func([]okr.OutsideItem) error, c *cursor) error {
	for range maxPages {
		var list []gitlabItem
		h, err := g.get(ctx, address, "", &list)
		if err != nil {
			return err
		}
		items := make([]okr.OutsideItem, len(list))
		for i, x := range list {
			c.seen(x.Updated)
			items[i] = g.item(x, epics)
		}
		if len(items) > 0 {
			if err := give(items); err != nil {
				return err
			}
		}
		if address, err = g.next(h); err != nil || address == "" {
			return err
		}
		if err := g.pause(ctx, h); err != nil {
			return err
		}
	}
	return g.malformed(errors.New("the pages do not end"))
}

func (g *gitlab) One(ctx context.Context, external string) (okr.OutsideItem, error) {
	epics := strings.Contains(external, "&")
	place, number, ok := strings.Cut(strings.Replace(external, "&", "#", 1), "#")
	if _, err := strconv.Atoi(place + number); err != nil || !ok {
		return gone(external), nil
	}
	path := "/api/v4/projects/" + place + "/issues/" + number
	if epics {
		path = "/api/v4/groups/" + place + "/epics/" + number
	}
	var x gitlabItem
	_, err := g.get(ctx, g.at(path, nil), "", &x)
	if errors.As(err, new(missing)) {
		return gone(external), nil
	}
	if err != nil {
		return okr.OutsideItem{}, err
	}
	return g.item(x, epics), nil
}

func (g *gitlab) item(x gitlabItem, epic bool) okr.OutsideItem {
	it := okr.OutsideItem{External: strconv.Itoa(x.Project) + "#" + strconv.Itoa(x.IID), Key: x.References.Full, Title: x.Title, Text: x.Text, Kind: strings.ReplaceAll(x.Type, "_", " "), Epic: epic, State: x.State,
		Labels: x.Labels, URL: x.URL, Estimate: x.Weight, Opened: dayOf(x.Created), Finished: dayOf(x.Closed), Start: day(x.Start), Due: day(x.Due), Gone: x.Moved != 0, Fields: map[string]string{}}
	if epic {
		it.External, it.Kind = strconv.Itoa(x.Group)+"&"+strconv.Itoa(x.IID), "epic"
	}
	if it.Due == "" {
		it.Due = day(x.Milestone.Due)
	}
	if x.Epic.IID > 0 {
		it.Parent = strconv.Itoa(x.Epic.Group) + "&" + strconv.Itoa(x.Epic.IID)
		put(it.Fields, okr.FieldEpicKey, "&"+strconv.Itoa(x.Epic.IID))
		put(it.Fields, okr.FieldEpic, x.Epic.Title)
	}
	put(it.Fields, okr.FieldKey, it.Key)
	put(it.Fields, "milestone", x.Milestone.Title)
	for _, l := range x.Labels { // a scoped label is a field: workflow::doing
		if at := strings.LastIndex(l, "::"); at > 0 {
			put(it.Fields, l[:at], l[at+2:])
		}
	}
	it.Status = gitlabStatus(x)
	if slices.ContainsFunc(x.Labels, func(l string) bool { return strings.HasSuffix(strings.ToLower(l), "blocked") }) {
		it.Blocked = "It has a label that says so."
	}
	return it
}

// gitlabStatus is what an item's state means: closed is done unless a label says that it was not, open is being worked on when a label says so or it
// is somebody's.
func gitlabStatus(x gitlabItem) okr.WorkStatus {
	said := okr.WorkStatus("")
	for _, l := range x.Labels {
		if s := document.WorkStatus(l[strings.LastIndexByte(l, ':')+1:]); s != okr.WorkOpen {
			said = s
		}
	}
	switch {
	case x.State == "closed" && said == okr.WorkDropped:
		return okr.WorkDropped
	case x.State == "closed":
		return okr.WorkDone
	case said == okr.WorkDoing, len(x.Assignees) > 0:
		return okr.WorkDoing
	}
	return okr.WorkOpen
}
