package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/sentence"
	"github.com/headwater-okr/headwater/internal/store"
)

// A Lesson is what an ended objective or a retrospective has taught.
type Lesson struct {
	Thing   okr.Thing         `json:"thing"` // objective or retrospective
	ID      string            `json:"id"`
	Number  int               `json:"number,omitempty"` // of the objective
	Title   string            `json:"title"`            // of the objective, or whose retrospective it was
	CycleID string            `json:"cycle_id"`
	Cycle   string            `json:"cycle"` // its name
	TeamIDs []string          `json:"team_ids,omitempty"`
	Kind    okr.ObjectiveKind `json:"kind,omitempty"`
	Grade   *float64          `json:"grade,omitempty"`
	What    string            `json:"what,omitempty"`
	Why     string            `json:"why,omitempty"`
	Learned string            `json:"learned,omitempty"`
	Tags    []string          `json:"tags,omitempty"`
	Uses    int               `json:"uses"`            // objectives that rest on it
	Words   []string          `json:"words,omitempty"` // that it has in common with what was asked
	ended   okr.Instant
	open    bool // everybody may see it
}

// text is what a lesson is compared by.
func (l Lesson) text() string {
	return strings.Join([]string{l.Title, l.What, l.Why, l.Learned, strings.Join(l.Tags, " ")}, ". ")
}

// A LessonQuery says which lessons to find; empty fields do not filter.
type LessonQuery struct {
	Text    string
	Tag     string
	TeamID  string
	CycleID string
}

// A LessonPage is lessons, those with all words first and the nearest of them at the top, or the latest first without a text.
type LessonPage struct {
	Lessons      []Lesson          `json:"lessons"`
	Near         []Lesson          `json:"near,omitempty"` // without all of the words, but about the same
	More         int               `json:"more,omitempty"` // that did not fit
	Tags         []TagCount        `json:"tags"`           // of all lessons, the most frequent first
	Improvements []ImprovementView `json:"improvements"`   // the latest first
	Names        Names             `json:"names"`
}

// A TagCount is how many lessons have a tag.
type TagCount struct {
	Tag string `json:"tag"`
	N   int    `json:"count"`
}

// How many lessons, near ones and improvements a page has.
const (
	lessonsAtOnce     = 60
	lessonsNear       = 12
	improvementsShown = 30
)

// Lessons finds what earlier cycles have taught, among the closing notes and the retrospectives that the actor may see.
func (a *App) Lessons(ctx context.Context, actor Actor, q LessonQuery) (LessonPage, error) {
	q.Text = strings.TrimSpace(norm.NFC.String(q.Text))
	if len(q.Text) > 1000 {
		return LessonPage{}, okr.Fail(okr.Invalid, "q", "Search for at most 1,000 characters.")
	}
	return view(ctx, a, actor, func(tx *store.Tx) (LessonPage, error) {
		out := LessonPage{Lessons: []Lesson{}, Tags: []TagCount{}, Improvements: []ImprovementView{}}
		all, err := lessonsOf(tx, actor, lessonChoice{})
		if err != nil {
			return out, err
		}
		count := map[string]int{}
		var list []Lesson
		for _, l := range all {
			for _, t := range l.Tags {
				count[t]++
			}
			if (q.Tag == "" || slices.Contains(l.Tags, q.Tag)) && (q.TeamID == "" || slices.Contains(l.TeamIDs, q.TeamID)) && (q.CycleID == "" || l.CycleID == q.CycleID) {
				list = append(list, l)
			}
		}
		for t, n := range count {
			out.Tags = append(out.Tags, TagCount{t, n})
		}
		slices.SortFunc(out.Tags, func(x, y TagCount) int { return cmp.Or(y.N-x.N, strings.Compare(x.Tag, y.Tag)) })
		out.Lessons = append(out.Lessons, list...)
		if q.Text != "" {
			out.Lessons, out.Near = nearLessons(q.Text, list)
		}
		out.More = max(len(out.Lessons)-lessonsAtOnce, 0)
		out.Lessons, out.Near = out.Lessons[:len(out.Lessons)-out.More], out.Near[:min(len(out.Near), lessonsNear)]
		if err := out.improvements(tx, actor, q); err != nil {
			return out, err
		}
		var named []string
		for _, l := range slices.Concat(out.Lessons, out.Near) {
			named = append(named, l.TeamIDs...)
		}
		for _, i := range out.Improvements {
			named = append(named, i.OwnerID, i.TeamID)
		}
		out.Names, err = tx.Names(named)
		return out, err
	})
}

// improvements reads what was decided in the retrospectives of the chosen team or cycle.
func (p *LessonPage) improvements(tx *store.Tx, actor Actor, q LessonQuery) error {
	f := store.ImprovementFilter{}
	if q.TeamID != "" {
		f.Teams = []string{q.TeamID}
	}
	if q.CycleID != "" {
		of, err := tx.Retrospectives(actor.Scope(), store.RetrospectiveFilter{Cycles: []string{q.CycleID}})
		if err != nil {
			return err
		}
		f.Retrospectives = []string{}
		for _, r := range of {
			f.Retrospectives = append(f.Retrospectives, r.ID)
		}
	}
	list, err := tx.Improvements(actor.Scope(), f)
	for _, i := range list[:min(len(list), improvementsShown)] {
		p.Improvements = append(p.Improvements, ImprovementView{i, i.OwnerID == actor.Viewer.MemberID || i.TeamID != "" && okr.CanTakePart(actor.Viewer, []string{i.TeamID}) == nil})
	}
	return err
}

// nearLessons puts those of a list first that have every word of a text, and then those that are about the same.
func nearLessons(text string, list []Lesson) (whole, near []Lesson) {
	texts := make([]string, len(list))
	for i, l := range list {
		texts[i] = l.text()
	}
	whole = []Lesson{}
	for _, n := range judge.Nearest(text, texts, nil) {
		l := list[n.At]
		if l.Words = n.Words; n.Whole {
			whole = append(whole, l)
		} else {
			near = append(near, l)
		}
	}
	return whole, near
}

// A lessonChoice says which lessons to read: of some objectives and retrospectives, of some cycles, or, when it is empty, all.
type lessonChoice struct{ objectives, retrospectives, cycles []string }

// lessonsOf reads lessons, the latest first, in one statement.
func lessonsOf(tx *store.Tx, actor Actor, c lessonChoice) ([]Lesson, error) {
	every := c.objectives == nil && c.retrospectives == nil
	var cycles []okr.Cycle
	var notes []okr.Objective
	var retros []store.Learned
	uses, name := map[string]int{}, map[string]string{}
	reads := []store.Read{tx.AllCyclesInto(&cycles), tx.LessonUsesInto(uses, actor.Scope())}
	if every || c.objectives != nil {
		reads = append(reads, tx.ClosingNotesInto(&notes, actor.Scope(), c.objectives, c.cycles))
	}
	if every || c.retrospectives != nil {
		reads = append(reads, tx.LearnedInto(&retros, actor.Scope(), c.retrospectives, c.cycles))
	}
	if err := tx.Read(reads...); err != nil {
		return nil, err
	}
	for _, c := range cycles {
		name[c.ID] = c.Name
	}
	var out []Lesson
	for _, o := range notes {
		out = append(out, Lesson{Thing: okr.ThingObjective, ID: o.ID, Number: o.Number, Title: o.Title, CycleID: o.CycleID, Cycle: name[o.CycleID], TeamIDs: o.TeamIDs, Kind: o.Kind, Grade: o.Grade,
			What: o.Note.What, Why: cmp.Or(o.Note.Why, o.DropReason), Learned: o.Note.Learned, Tags: o.Note.Tags, Uses: uses[o.ID], ended: o.Ended, open: !o.Private})
	}
	for _, r := range retros {
		l := Lesson{Thing: okr.ThingRetrospective, ID: r.ID, Title: "Retrospective, " + r.Title, CycleID: r.CycleID, Cycle: name[r.CycleID], Learned: r.Learned, Tags: r.Tags, Uses: uses[r.ID],
			ended: cmp.Or(r.Ended, r.Revealed), open: !r.Private, TeamIDs: r.Teams}
		if r.TeamID != "" {
			l.TeamIDs = []string{r.TeamID}
		}
		out = append(out, l)
	}
	slices.SortStableFunc(out, func(x, y Lesson) int { return cmp.Compare(y.ended, x.ended) })
	return out, nil
}

// What a lesson has to share with a draft before it is shown beside it unasked: two words, and a fifth of what the lighter one says. How many are looked at and shown.
const (
	suggestedWords   = 2
	suggestedPart    = 0.2
	suggestedRead    = 60
	suggestionsShown = 3
)

// LessonsNear are the lessons that a sentence which is being written may rest on, the nearest first, at most three: in seven statements.
func (a *App) LessonsNear(ctx context.Context, actor Actor, text string) ([]Lesson, error) {
	return view(ctx, a, actor, func(tx *store.Tx) ([]Lesson, error) { return suggested(tx, actor, text, "") })
}

// suggested finds lessons near a text; but is an objective that is not suggested to itself.
func suggested(tx *store.Tx, actor Actor, text, but string) ([]Lesson, error) {
	stems := sentence.Stems(norm.NFC.String(text), actor.Org.Set.Locale)
	slices.Sort(stems)
	if stems = slices.Compact(stems); len(stems) < suggestedWords {
		return []Lesson{}, nil
	}
	objectives, retros, err := tx.LessonsWith(actor.Scope(), stems[:min(len(stems), suggestedRead)], suggestedRead)
	if err != nil || len(objectives)+len(retros) == 0 {
		return []Lesson{}, err
	}
	list, err := lessonsOf(tx, actor, lessonChoice{objectives: objectives, retrospectives: retros})
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(list))
	for i, l := range list {
		texts[i] = l.text()
	}
	out := []Lesson{}
	for _, n := range judge.Nearest(text, texts, nil) {
		l := list[n.At]
		if l.Words = n.Words; l.ID != but && len(n.Words) >= suggestedWords && n.Covered >= suggestedPart && len(out) < suggestionsShown {
			out = append(out, l)
		}
	}
	return out, nil
}

// LessonsFor are the lessons near an objective, by id or number, that it does not rest on yet: at most three.
func (a *App) LessonsFor(ctx context.Context, actor Actor, ref string) ([]Lesson, error) {
	return view(ctx, a, actor, func(tx *store.Tx) ([]Lesson, error) {
		f, err := tx.FrameOf(actor.Scope(), ref)
		if err != nil {
			return nil, err
		}
		o := f.Objective
		near, err := suggested(tx, actor, o.Title+". "+o.WhyImportant, o.ID)
		return slices.DeleteFunc(near, func(l Lesson) bool { return slices.Contains(o.Lessons, l.ID) }), err
	})
}

// restsOn are the lessons that an objective rests on, as lines, in their order.
func restsOn(found []store.LessonLine, ids []string) []Lesson {
	if len(ids) == 0 {
		return nil
	}
	out := make([]Lesson, len(found))
	for i, l := range found {
		out[i] = Lesson{Thing: l.Thing, ID: l.ID, Number: l.Number, Title: l.Title, Cycle: l.Cycle, Kind: l.Kind, Grade: l.Grade, Learned: cmp.Or(l.Learned, l.Note.Learned, l.Note.Why, l.Note.What)}
		if l.Thing == okr.ThingRetrospective {
			out[i].Title = "Retrospective, " + l.Title
		}
	}
	slices.SortFunc(out, func(x, y Lesson) int { return cmp.Compare(slices.Index(ids, x.ID), slices.Index(ids, y.ID)) })
	return out
}

// A LessonInput takes a lesson for an objective, or lets go of it.
type LessonInput struct {
	ID       string `json:"id,omitempty"` // of the objective
	LessonID string `json:"lesson_id"`    // the closed objective or the retrospective
	Off      bool   `json:"off,omitempty"`
	Version  int    `json:"version,omitempty"`
}

// UseLesson says that an objective rests on a lesson of an earlier one. What others may not see is not named.
func (a *App) UseLesson(ctx context.Context, actor Actor, in LessonInput) (okr.Objective, error) {
	return do(ctx, a, actor, "objective.learned", in, func(t *act) (okr.Objective, error) {
		o, hidden, err := t.editable(in.ID)
		if err != nil {
			return o, err
		}
		if err := stale(in.Version, o.Version, o); err != nil {
			return o, err
		}
		at := slices.Index(o.Lessons, in.LessonID)
		switch {
		case in.Off && at >= 0:
			o.Lessons = slices.Delete(slices.Clone(o.Lessons), at, at+1)
		case in.Off || at >= 0:
			return o, nil
		default:
			found, err := lessonsOf(t.Tx, actor, lessonChoice{objectives: []string{in.LessonID}, retrospectives: []string{in.LessonID}})
			if err != nil {
				return o, err
			}
			if len(found) == 0 || in.LessonID == o.ID {
				return o, okr.Fail(okr.Invalid, "lesson_id", "There is no such lesson. Choose one from the library.")
			}
			if !found[0].open {
				return o, okr.Fail(okr.Invalid, "lesson_id", "Not everybody may see this lesson, so it cannot be named here. Say it in your own words.")
			}
			o.Lessons = append(slices.Clone(o.Lessons), in.LessonID)
		}
		if len(o.Lessons) == 0 {
			o.Lessons = nil
		}
		return o, t.saveObjective(&o, hidden)
	})
}
