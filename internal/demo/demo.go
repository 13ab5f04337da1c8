// Package demo writes Pannier, the example organization, through the same use cases that people use: with a clock that is set to each moment
// of a year, so that every number, event and chart is what the program itself made of it.
//
// It imports app and okr, knows no SQL, and is deterministic for a given day.
package demo

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/uuid"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

//go:embed notes.yaml
var notesSource []byte

//go:embed pannier.yaml
var source []byte

// How to sign in to the example. Everybody in it has the same password.
const (
	Slug     = "pannier"
	Email    = "ines@pannier.example"
	Password = "a bike for every day"
)

type company struct {
	Vision  string `yaml:"vision"`
	Pillars []struct {
		Title    string `yaml:"title"`
		Choice   string `yaml:"choice"`
		NotDoing string `yaml:"not_doing"`
		Horizon  string `yaml:"horizon"`
		Signal   string `yaml:"signal"`
	} `yaml:"pillars"`
	Teams []struct {
		Name   string     `yaml:"name"`
		Rhythm okr.Rhythm `yaml:"rhythm"`
		Meets  string     `yaml:"meets"` // on Mondays, "09:30"
		People []string   `yaml:"people"`
	} `yaml:"teams"`
	Leads      []string `yaml:"leads"`
	Ambassador string   `yaml:"ambassador"`
	Viewer     string   `yaml:"viewer"`
	KPIs       []struct {
		Team   string    `yaml:"team"`
		Name   string    `yaml:"name"`
		Unit   string    `yaml:"unit"`
		Low    *float64  `yaml:"low"`
		High   *float64  `yaml:"high"`
		Owner  string    `yaml:"owner"`
		Values []float64 `yaml:"values"`
	} `yaml:"kpis"`
	Wins        []win        `yaml:"wins"`
	Commitments []commitment `yaml:"commitments"`
	Votes       []belief     `yaml:"votes"`
	Nudges      []question   `yaml:"nudges"`
	Cycles      []struct {
		Ago        int         `yaml:"ago"`
		Objectives []objective `yaml:"objectives"`
	} `yaml:"cycles"`
}

type objective struct {
	Title    string            `yaml:"title"`
	Teams    []string          `yaml:"teams"`
	Kind     okr.ObjectiveKind `yaml:"kind"`
	Owner    string            `yaml:"owner"`
	Supports []string          `yaml:"supports"`
	Why      string            `yaml:"why"`
	Now      string            `yaml:"now"`
	Evidence string            `yaml:"evidence"`
	Private  bool              `yaml:"private"`
	Feels    okr.ComfortAnswer `yaml:"feels"`
	Links    []struct {
		URL   string `yaml:"url"`
		Title string `yaml:"title"`
	} `yaml:"links"`
	KeyResults []keyResult `yaml:"key_results"`
	Comments   []struct {
		Week      int    `yaml:"week"`
		By        string `yaml:"by"`
		KeyResult string `yaml:"key_result"`
		Text      string `yaml:"text"`
	} `yaml:"comments"`
	Revisions []struct {
		Week      int     `yaml:"week"`
		KeyResult string  `yaml:"key_result"`
		Target    float64 `yaml:"target"`
		Was       float64 `yaml:"was"`
		Reason    string  `yaml:"reason"`
	} `yaml:"revisions"`
	Closing *closingNote `yaml:"closing"`
	Read    *reading     `yaml:"read"`
}

type keyResult struct {
	Title      string            `yaml:"title"`
	Kind       okr.KeyResultKind `yaml:"kind"`
	Unit       string            `yaml:"unit"`
	Direction  okr.Direction     `yaml:"direction"`
	From       *float64          `yaml:"from"`
	To         *float64          `yaml:"to"`
	Learning   bool              `yaml:"learning"`
	Milestones []string          `yaml:"milestones"`
	Sum        []string          `yaml:"sum"`
	Values     []any             `yaml:"values"`
	Confidence []any             `yaml:"confidence"`
	Course     string            `yaml:"course"`
	End        float64           `yaml:"end"`
	Owner      string            `yaml:"owner"`
	Data       *data             `yaml:"data"`
	Notes      map[int]string    `yaml:"notes"`
	Blocker    *struct {
		Week  int    `yaml:"week"`
		Text  string `yaml:"text"`
		Owner string `yaml:"owner"`
	} `yaml:"blocker"`
}

// data is what is known of a key result's number in week 2, and what is decided about a gap.
type data struct {
	Source string         `yaml:"source"`
	No     []okr.Aspect   `yaml:"no"` // all else is yes
	Choice okr.DataChoice `yaml:"choice"`
	Proxy  string         `yaml:"proxy"`
	Until  int            `yaml:"until"` // the Sunday of this week
}

const (
	weeks      = 13
	nowWeek    = 7 // the running cycle always stands in this week
	checkHour  = 9
	hour       = time.Hour
	dayOfWeeks = 7
)

// A seeder writes the example, moment by moment.
type seeder struct {
	ctx      context.Context
	app      *app.App
	now      time.Time
	rand     *rand.Rand
	c        company
	ends     endings
	notes    map[string]map[int]string // beside check-ins, by key result and week
	promised []promised
	closed   map[string]string // title → id, of earlier cycles
	owner    app.Actor
	actors   map[string]app.Actor // by name
	member   map[string]string    // name → id
	team     map[string]string
	up       map[string]okr.Support // title → what an objective can support
	krs      map[string]string      // title → id, of the cycle that is being written
	objs     map[string]string
	bets     map[string]string // title → id
	kpi      map[string]string // name → id
	today    okr.Date
	monday   okr.Date // of the running week
	w        work
	d        direction
	started  okr.Date // first day of the cycle that is being written
	lastID   uint64   // milliseconds and, in the lowest 12 bits, the count within one
}

// Seed writes the example into an empty database, as it stands on today. It needs a use-case layer of its own, because it sets the clock:
// open gives one, which can read CSV files, for a clock and a maker of ids. It writes about four thousand acts.
func Seed(ctx context.Context, today okr.Date, open func(now func() time.Time, newID func() string) *app.App) error {
	s := &seeder{ctx: ctx, rand: rand.New(rand.NewPCG(1, 2)), actors: map[string]app.Actor{}, member: map[string]string{}, team: map[string]string{}, kpi: map[string]string{},
		up: map[string]okr.Support{}, closed: map[string]string{}, today: today, monday: today.Monday()}
	if err := errors.Join(yaml.Unmarshal(source, &s.c), yaml.Unmarshal(closingSource, &s.ends), yaml.Unmarshal(notesSource, &s.notes)); err != nil {
		return fmt.Errorf("read the example: %w", err)
	}
	if err := errors.Join(s.readWork(), s.readDirection()); err != nil {
		return err
	}
	s.app = open(func() time.Time { return s.now }, s.newID)
	for _, step := range []func() error{s.people, s.strategy, s.cycles, s.ask, s.channels} {
		if err := step(); err != nil {
			return err
		}
	}
	return s.app.KeepTraps(ctx)
}

// newID is a UUIDv7 of the clock and the seeded source. Those of one instant count up, so that its acts keep their order.
func (s *seeder) newID() string {
	var u uuid.UUID
	s.lastID = max(uint64(s.now.UnixMilli())<<12, s.lastID+1)
	binary.BigEndian.PutUint64(u[:8], s.lastID>>12<<16|s.lastID&0xfff)
	binary.BigEndian.PutUint64(u[8:], s.rand.Uint64())
	u[6] = 0x70 | u[6]&0x0f
	u[8] = 0x80 | u[8]&0x3f
	return u.String()
}

// at sets the clock to an hour of a day, a little later with each call, so that acts stand in order.
func (s *seeder) at(d okr.Date, hourOfDay int) {
	t := d.Time().Add(time.Duration(hourOfDay) * hour)
	if !t.After(s.now) {
		t = s.now.Add(time.Duration(7+s.rand.IntN(50)) * time.Second)
	}
	s.now = t
}

// cycleStart is the first day of the cycle so many cycles ago.
func (s *seeder) cycleStart(ago int) okr.Date {
	return s.monday.Add(-(nowWeek - 1) * dayOfWeeks).Add(-ago * weeks * dayOfWeeks)
}

func (s *seeder) strategy() error {
	s.now = s.now.Add(hour)
	if _, err := s.app.EditVision(s.ctx, s.owner, okr.VisionPatch{Text: &s.d.Visions[0].Text}); err != nil {
		return err
	}
	for _, p := range s.c.Pillars {
		made, err := s.app.AddPillar(s.ctx, s.owner, app.PillarInput{Title: p.Title, Choice: p.Choice, NotDoing: p.NotDoing, Horizon: p.Horizon, Signal: p.Signal})
		if err != nil {
			return err
		}
		s.up[p.Title] = okr.Support{Kind: okr.UpPillar, ID: made.ID, Weight: 1}
	}
	return nil
}

// quarterName is the quarter that most of a cycle lies in.
func quarterName(start okr.Date) string { return okr.QuarterOf(start.Add(45), 0).Name }

// cycles plays one cycle after the other.
func (s *seeder) cycles() error {
	for i := len(s.c.Cycles) - 1; i >= 0; i-- {
		c := s.c.Cycles[i]
		s.started = s.cycleStart(c.Ago)
		id, err := s.cycle(c.Ago)
		if err != nil {
			return err
		}
		if err := s.play(id, c.Ago, c.Objectives); err != nil {
			return fmt.Errorf("cycle %d ago: %w", c.Ago, err)
		}
	}
	s.started = s.cycleStart(-1)
	s.at(s.monday, checkHour-1)
	next, err := s.cycle(-1)
	if err != nil {
		return err
	}
	return s.planning(next)
}

// cycle finds the cycle that was founded, or adds the next one.
func (s *seeder) cycle(ago int) (string, error) {
	if ago < 3 {
		if ago >= 0 {
			s.at(s.started.Add(-10), checkHour)
		}
		if err := s.addCycle(s.started); err != nil {
			return "", err
		}
	}
	list, err := s.app.Cycles(s.ctx, s.owner)
	if err != nil {
		return "", err
	}
	for _, c := range list {
		if c.Start == s.started {
			return c.ID, nil
		}
	}
	return "", errors.New("the cycle is missing")
}

func (s *seeder) addCycle(start okr.Date) error {
	_, err := s.app.AddCycle(s.ctx, s.owner, app.CycleInput{Name: quarterName(start), Start: start, End: start.Add(weeks*dayOfWeeks - 1)})
	return err
}

// play writes the objectives of a cycle, then lives through its weeks.
func (s *seeder) play(cycle string, ago int, list []objective) error {
	s.krs, s.objs, s.bets = map[string]string{}, map[string]string{}, map[string]string{}
	s.at(s.started.Add(1), checkHour)
	for _, o := range list {
		if err := s.write(cycle, o); err != nil {
			return fmt.Errorf("%s: %w", o.Title, err)
		}
	}
	last := weeks
	if ago == 0 {
		last = nowWeek
		if err := s.addKPIs(); err != nil {
			return err
		}
	}
	for w := 1; w <= last; w++ {
		if w == 2 {
			if err := s.reword(ago); err != nil {
				return err
			}
		}
		if ago == 0 {
			if err := s.recordKPIs(w); err != nil {
				return err
			}
		}
		for _, o := range list {
			if err := s.week(ago, w, o); err != nil {
				return fmt.Errorf("%s, week %d: %w", o.Title, w, err)
			}
		}
		if ago == 0 {
			if err := s.rhythm(w); err != nil {
				return fmt.Errorf("week %d: %w", w, err)
			}
			if err := s.flow(w); err != nil {
				return fmt.Errorf("the work of week %d: %w", w, err)
			}
			if err := s.look(w); err != nil {
				return fmt.Errorf("week %d: %w", w, err)
			}
		}
		if _, err := s.app.RollUp(s.ctx); err != nil {
			return err
		}
		if err := s.keepPromises(w); err != nil {
			return err
		}
	}
	if ago == 0 {
		return errors.Join(s.app.OpenRetrospectives(s.ctx), s.learn(list))
	}
	if err := s.lookBacks(cycle, ago); err != nil {
		return err
	}
	if err := s.closing(list); err != nil {
		return err
	}
	_, err := s.app.CloseCycle(s.ctx, s.owner, app.ThingInput{ID: cycle})
	return err
}

// write drafts an objective and makes it live.
func (s *seeder) write(cycle string, o objective) error {
	if err := s.draft(cycle, o); err != nil {
		return err
	}
	_, err := s.app.Transition(s.ctx, s.actors[o.Owner], app.TransitionInput{ID: s.objs[o.Title], To: okr.Active})
	return err
}

// draft writes an objective with its key results.
func (s *seeder) draft(cycle string, o objective) error {
	s.now = s.now.Add(time.Duration(4+s.rand.IntN(20)) * time.Second) // a morning holds them all
	in := app.ObjectiveInput{CycleID: cycle, Title: o.Title, Kind: o.Kind, WhyImportant: o.Why, WhyUrgent: o.Now, Evidence: o.Evidence, OwnerID: s.member[o.Owner], Private: o.Private}
	for _, t := range o.Teams {
		in.TeamIDs = append(in.TeamIDs, s.team[t])
	}
	for _, title := range o.Supports {
		if up, ok := s.up[title]; ok {
			in.Supports = append(in.Supports, up)
		}
	}
	for _, l := range o.Links {
		in.Links = append(in.Links, okr.Link{URL: l.URL, Title: l.Title})
	}
	for _, k := range o.KeyResults {
		x := app.KeyResultInput{Title: k.Title, Kind: k.Kind, Unit: k.Unit, Direction: k.Direction, Baseline: k.From, Target: k.To, Learning: k.Learning, OwnerID: s.member[k.Owner]}
		for _, r := range o.Revisions {
			if r.KeyResult == k.Title {
				x.Target = &r.Was
			}
		}
		for _, m := range k.Milestones {
			x.Stages = append(x.Stages, okr.Milestone{Title: m})
		}
		in.KeyResults = append(in.KeyResults, x)
	}
	author := s.actors[o.Owner]
	if o.Teams[0] == "Company" { // the leadership writes the company's objectives, whoever owns them
		author = s.owner
	}
	made, err := s.app.AddObjective(s.ctx, author, in)
	if err != nil {
		return err
	}
	s.objs[o.Title] = made.ID
	s.up[o.Title] = okr.Support{Kind: okr.UpObjective, ID: made.ID, Weight: 1}
	for _, k := range made.KeyResults {
		s.krs[k.Title] = k.ID
		s.up[k.Title] = okr.Support{Kind: okr.UpKeyResult, ID: k.ID, Weight: 1}
	}
	s.now = s.now.Add(2 * time.Second)
	if o.Feels != "" {
		if _, err := s.app.SayComfort(s.ctx, author, app.ComfortInput{ID: made.ID, Answer: o.Feels}); err != nil {
			return err
		}
	}
	return nil
}

// week lives through one week of an objective: the check-ins of Monday, then what people said and changed.
func (s *seeder) week(ago, w int, o objective) error {
	day := s.started.Add((w - 1) * dayOfWeeks)
	if w == nowWeek && ago == 0 {
		early := s.noise(o.Title, ago, w) > 0.3
		switch {
		case early: // on Sunday evening already
			day = s.monday.Add(-1)
		case s.today == s.monday || email(o.Owner) == Email: // still to come, that whoever tries the example has something to do
			return nil
		}
	}
	for _, k := range o.KeyResults {
		if err := s.checkIn(day, ago, w, o, k); err != nil {
			return fmt.Errorf("%s: %w", k.Title, err)
		}
	}
	if w == 2 {
		if err := s.data(day, o); err != nil {
			return err
		}
	}
	for _, c := range o.Comments {
		if c.Week != w {
			continue
		}
		s.at(day.Add(1), 14)
		if _, err := s.app.AddComment(s.ctx, s.actors[c.By], app.CommentInput{ObjectiveID: s.objs[o.Title], KeyResultID: s.krs[c.KeyResult], Text: s.mention(c.Text)}); err != nil {
			return err
		}
	}
	for _, r := range o.Revisions {
		if r.Week != w {
			continue
		}
		s.at(day.Add(2), 11)
		if _, err := s.app.EditKeyResult(s.ctx, s.actors[o.Owner], okr.KeyResultPatch{ID: s.krs[r.KeyResult], Target: &r.Target, Reason: r.Reason}); err != nil {
			return err
		}
	}
	return nil
}

// mention writes "@[Name]" with the member's id, as the page does.
func (s *seeder) mention(text string) string {
	for name, id := range s.member {
		text = strings.ReplaceAll(text, "@["+name+"]", "@["+name+"]("+id+")")
	}
	return text
}

func (s *seeder) checkIn(day okr.Date, ago, w int, o objective, k keyResult) error {
	if len(k.Sum) > 0 {
		return s.link(k, w)
	}
	v, confidence, ok := k.value(w, s.noise(k.Title, ago, w))
	if !ok {
		return nil
	}
	s.at(day, checkHour+s.rand.IntN(6))
	in := app.CheckInInput{KeyResultID: s.krs[k.Title], Value: &v, Confidence: confidence, Note: cmp.Or(k.Notes[w], s.notes[k.Title][w])}
	if k.Blocker != nil && k.Blocker.Week == w {
		in.Blocker, in.BlockerOwnerID = k.Blocker.Text, s.member[k.Blocker.Owner]
	}
	_, err := s.app.CheckIn(s.ctx, s.actors[k.Owner], in)
	return err
}

// link makes a key result the sum of others, once those exist.
func (s *seeder) link(k keyResult, w int) error {
	if w != 1 {
		return nil
	}
	source := okr.Source{Kind: okr.Sum}
	for _, title := range k.Sum {
		source.Of = append(source.Of, s.krs[title])
	}
	_, err := s.app.EditKeyResult(s.ctx, s.actors[k.Owner], okr.KeyResultPatch{ID: s.krs[k.Title], Source: &source, Reason: "It is the sum of what the cities report."})
	return err
}
