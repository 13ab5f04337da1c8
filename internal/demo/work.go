package demo

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

//go:embed work.yaml
var workSource []byte

// work is the roadmap and the backlogs. Weeks count from the first of the running cycle.
type work struct {
	Roadmap []bet   `yaml:"roadmap"`
	Tray    []*task `yaml:"tray"`

	rand   *rand.Rand
	mirror string // of the board that one team keeps elsewhere
}

type bet struct {
	Title      string      `yaml:"title"`
	Why        string      `yaml:"why"`
	Teams      []string    `yaml:"teams"` // the first one leads
	Owner      string      `yaml:"owner"`
	Decider    string      `yaml:"decider"`
	Horizon    okr.Horizon `yaml:"horizon"`
	Start      int         `yaml:"start"`
	End        int         `yaml:"end"`
	Effort     *float64    `yaml:"effort"`
	Confidence *int        `yaml:"confidence"`
	Critical   int         `yaml:"critical"`
	Doing      int         `yaml:"doing"` // it is taken into now in this week
	Blocked    struct {
		Week int    `yaml:"week"`
		Text string `yaml:"text"`
	} `yaml:"blocked"`
	Serves []struct {
		KeyResult string    `yaml:"key_result"`
		Effect    []float64 `yaml:"effect"` // low, likely, high
	} `yaml:"serves"`
	Factor   float64 `yaml:"factor"`
	Override string  `yaml:"override"`
	By       string  `yaml:"overridden_by"`
	Dropped  int     `yaml:"dropped"`
	Because  string  `yaml:"because"`
	Backlog  []*task `yaml:"backlog"`

	id string
}

type task struct {
	Title  string  `yaml:"title"`
	Team   string  `yaml:"team"` // the bet's first one unless said
	Kind   string  `yaml:"kind"`
	Opened int     `yaml:"opened"`
	Doing  int     `yaml:"doing"`
	Done   int     `yaml:"done"`
	Points float64 `yaml:"points"`
	Epic   string  `yaml:"old"` // what its board calls it; the bet's title unless said

	id string
}

const (
	boardTeam = "Software" // keeps its backlog in a tool of its own, which is mirrored from a file
	beginning = 1          // the week in which the roadmap is written down
)

// readWork reads work.yaml. What is random in it has a source of its own, so that the rest of the example stays as it is when the work changes.
func (s *seeder) readWork() error {
	if err := yaml.Unmarshal(workSource, &s.w); err != nil {
		return fmt.Errorf("read the work of the example: %w", err)
	}
	s.w.rand = rand.New(rand.NewPCG(3, 4))
	for i := range s.w.Roadmap {
		for _, t := range s.w.Roadmap[i].Backlog {
			if t.Epic = s.w.Roadmap[i].Title; t.Team == "" {
				t.Team = s.w.Roadmap[i].Teams[0]
			}
		}
	}
	return nil
}

// flow lives through the work of a week, as it stands on its Friday; in the running week it is Monday morning.
func (s *seeder) flow(w int) error {
	defer func(r *rand.Rand) { s.rand = r }(s.rand)
	s.rand = s.w.rand
	if w != nowWeek {
		s.at(s.weekDay(w, 5), 16)
	}
	for i := range s.w.Roadmap {
		if err := s.bet(w, &s.w.Roadmap[i]); err != nil {
			return fmt.Errorf("%s: %w", s.w.Roadmap[i].Title, err)
		}
	}
	for _, t := range s.w.Tray {
		if err := s.task(w, "", t); err != nil {
			return fmt.Errorf("%s: %w", t.Title, err)
		}
	}
	if w == beginning {
		if err := s.addBoard(); err != nil {
			return err
		}
	}
	s.tick()
	_, err := s.app.UploadMirror(s.ctx, s.lead(boardTeam), app.MirrorUpload{ID: s.w.mirror, CSV: s.board(w)})
	return err
}

// weekDay is a day of a week, 1 is Monday.
func (s *seeder) weekDay(w, day int) okr.Date { return s.started.Add((w-1)*dayOfWeeks + day - 1) }

// day is a day of a week, "" for week 0, which is none.
func (s *seeder) day(w, day int) okr.Date {
	if w == 0 {
		return ""
	}
	return s.weekDay(w, day)
}

func (s *seeder) tick() { s.now = s.now.Add(time.Duration(5+s.rand.IntN(20)) * time.Second) }

// lead is whoever leads a team.
func (s *seeder) lead(team string) app.Actor {
	for _, t := range s.c.Teams {
		if t.Name == team {
			return s.actors[t.People[0]]
		}
	}
	return s.owner
}

// bet writes a roadmap item down in the first week, and lives through its later ones.
func (s *seeder) bet(w int, b *bet) error {
	actor := s.lead(b.Teams[0])
	if w == beginning {
		if err := s.addBet(actor, b); err != nil {
			return err
		}
	}
	p := okr.RoadmapPatch{ID: b.id}
	if b.Doing == w {
		now, doing := okr.HorizonNow, okr.WorkDoing
		p.Horizon, p.Status = &now, &doing
	}
	if b.Blocked.Week == w {
		p.Blocked = &b.Blocked.Text
	}
	if p.Status != nil || p.Blocked != nil {
		s.tick()
		if _, err := s.app.EditRoadmapItem(s.ctx, actor, p); err != nil {
			return err
		}
	}
	if b.Dropped == w {
		s.tick()
		if _, err := s.app.DropRoadmapItem(s.ctx, actor, app.RemovalInput{ID: b.id, Reason: b.Because}); err != nil {
			return err
		}
	}
	for _, t := range b.Backlog {
		if err := s.task(w, b.id, t); err != nil {
			return fmt.Errorf("%s: %w", t.Title, err)
		}
	}
	return nil
}

func (s *seeder) addBet(actor app.Actor, b *bet) error {
	in := app.RoadmapInput{Title: b.Title, Why: b.Why, OwnerID: s.member[b.Owner], DeciderID: s.member[b.Decider], Horizon: b.Horizon, Start: s.day(b.Start, 1), End: s.day(b.End, 7), Effort: b.Effort,
		Confidence: b.Confidence, Critical: s.day(b.Critical, 7)}
	if b.Doing > beginning {
		in.Horizon = okr.HorizonNext
	}
	for _, name := range b.Teams {
		in.TeamIDs = append(in.TeamIDs, s.team[name])
	}
	for _, x := range b.Serves {
		serve := okr.Serve{KeyResultID: s.krs[x.KeyResult]}
		if len(x.Effect) == 3 {
			serve.Effect = okr.Effect{Low: &x.Effect[0], Likely: &x.Effect[1], High: &x.Effect[2]}
		}
		in.Serves = append(in.Serves, serve)
	}
	s.tick()
	made, err := s.app.AddRoadmapItem(s.ctx, actor, in)
	if err != nil {
		return err
	}
	b.id = made.ID
	s.bets[b.Title] = b.id
	if b.Factor == 0 {
		return nil
	}
	s.tick()
	_, err = s.app.OverridePriority(s.ctx, s.actors[b.By], app.OverrideInput{ID: b.id, Factor: b.Factor, Reason: b.Override})
	return err
}

// task lives through a week of a backlog item that is kept here; those of the board come with its file.
func (s *seeder) task(w int, roadmapID string, t *task) error {
	if t.Team == boardTeam || t.Opened > w {
		return nil
	}
	actor := s.lead(t.Team)
	if t.id == "" {
		s.tick()
		made, err := s.app.AddBacklogItem(s.ctx, actor, app.BacklogInput{Title: t.Title, TeamID: s.team[t.Team], Kind: t.Kind, Opened: s.weekDay(t.Opened, 2), RoadmapItemID: roadmapID})
		if err != nil {
			return err
		}
		t.id = made.ID
	}
	before, now := t.status(w-1), t.status(w)
	if now == before {
		return nil
	}
	s.tick()
	_, err := s.app.EditBacklogItem(s.ctx, actor, app.BacklogPatch{ID: t.id, Status: &now})
	return err
}

// status is how far an item is at the end of a week.
func (t *task) status(w int) okr.WorkStatus {
	switch {
	case w < beginning:
		return okr.WorkOpen
	case t.Done != 0 && t.Done <= w:
		return okr.WorkDone
	case t.Doing != 0 && t.Doing <= w:
		return okr.WorkDoing
	}
	return okr.WorkOpen
}

// addBoard sets up the mirror of the board, with a rule for each epic that is on the roadmap.
func (s *seeder) addBoard() error {
	in := app.NewMirrorInput{Kind: okr.MirrorCSV, Name: "The board of " + boardTeam, TeamID: s.team[boardTeam]}
	for _, b := range s.w.Roadmap {
		for _, t := range b.Backlog {
			if t.Team == boardTeam {
				in.Rules = append(in.Rules, okr.MirrorRule{By: okr.ByEpic, Value: b.Title, RoadmapItemID: b.id})
				break
			}
		}
	}
	s.tick()
	m, err := s.app.AddMirror(s.ctx, s.lead(boardTeam), in)
	s.w.mirror = m.ID
	return err
}

// board is the export of the board as it stands in a week: a line an item, the oldest first.
func (s *seeder) board(w int) string {
	var out strings.Builder
	c := csv.NewWriter(&out)
	_ = c.Write([]string{"Issue key", "Issue Type", "Summary", "Status", "Epic", "Story Points", "Created", "Resolved", "URL"})
	n := 100
	for _, t := range s.boardTasks() {
		n += 3
		if t.Opened > w {
			continue
		}
		key := "APP-" + strconv.Itoa(n)
		resolved, status := "", map[okr.WorkStatus]string{okr.WorkOpen: "To do", okr.WorkDoing: "In progress", okr.WorkDone: "Done"}[t.status(w)]
		if status == "Done" {
			resolved = string(s.weekDay(t.Done, 4))
		}
		_ = c.Write([]string{key, t.Kind, t.Title, status, t.Epic, strconv.FormatFloat(t.Points, 'g', -1, 64), string(s.weekDay(t.Opened, 1+n%5)), resolved, "https://tracker.example/pannier/" + key})
	}
	c.Flush()
	return out.String()
}

func (s *seeder) boardTasks() []*task {
	var out []*task
	all := s.w.Tray
	for _, b := range s.w.Roadmap {
		all = append(all[:len(all):len(all)], b.Backlog...)
	}
	for opened := -60; opened <= nowWeek; opened++ {
		for _, t := range all {
			if t.Team == boardTeam && t.Opened == opened {
				out = append(out, t)
			}
		}
	}
	return out
}
