package app

import (
	"slices"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// taught closes an objective with a lesson.
func (w *world) taught(who Actor, team, title, learned string, grade float64, tags ...string) ObjectiveTree {
	w.t.Helper()
	o := must(w.AddObjective(w.ctx(), w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team(team).ID}, Title: title, OwnerID: who.Viewer.MemberID}))(w.t)
	must(w.Transition(w.ctx(), w.owner, TransitionInput{ID: o.ID, To: okr.Active}))(w.t)
	return must(w.CloseObjective(w.ctx(), who, CloseInput{ID: o.ID, Grade: &grade, Note: okr.ClosingNote{Why: "It was so.", Learned: learned, Tags: tags}}))(w.t)
}

func TestLessons(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea := w.member("Lea", okr.OrgMember, "Apps")
		calls := w.taught(lea, "Apps", "Riders get through to us", "Measure the ride and not the call", 0.4, "calls", "measuring")
		parts := w.taught(w.owner, "Sales", "Repairs stop being a lottery", "Speed came from parts on the shelf", 0.6, "repairs")
		r := w.openRetro("Apps")
		for _, to := range []okr.RetrospectiveStage{okr.RetroOpen, okr.RetroRevealed} {
			must(w.MoveRetrospective(w.ctx(), w.owner, RetrospectiveMove{ID: r.ID, To: to}))(t)
		}
		must(w.EditRetrospective(w.ctx(), lea, RetrospectivePatch{ID: r.ID, Learned: ptr("Count the rides that work, never our own calls."), Tags: &[]string{"measuring"}}))(t)
		must(w.MoveRetrospective(w.ctx(), lea, RetrospectiveMove{ID: r.ID, To: okr.RetroHeld}))(t)
		must(w.AddImprovement(w.ctx(), lea, ImprovementInput{RetrospectiveID: r.ID, Text: "Ask every tenth caller"}))(t)

		ids := func(list []Lesson) (out []string) {
			for _, l := range list {
				out = append(out, l.ID)
			}
			return out
		}
		find := func(q LessonQuery) LessonPage { return must(w.Lessons(w.ctx(), lea, q))(t) }
		if p := find(LessonQuery{}); len(p.Lessons) != 3 || p.Tags[0] != (TagCount{"measuring", 2}) || len(p.Improvements) != 1 || !p.Improvements[0].May {
			t.Errorf("all: %+v", p)
		}
		for name, x := range map[string]struct {
			q    LessonQuery
			want []string
		}{
			"a word":    {LessonQuery{Text: "shelf"}, []string{parts.ID}},
			"a stem":    {LessonQuery{Text: "repaired"}, []string{parts.ID}},
			"a tag":     {LessonQuery{Tag: "calls"}, []string{calls.ID}},
			"a team":    {LessonQuery{TeamID: w.team("Sales").ID}, []string{parts.ID}},
			"no cycle":  {LessonQuery{CycleID: "none"}, nil},
			"no lesson": {LessonQuery{Text: "zeppelin"}, nil},
		} {
			if got := ids(find(x.q).Lessons); !slices.Equal(got, x.want) {
				t.Errorf("%s finds %v, want %v", name, got, x.want)
			}
		}
		if p := find(LessonQuery{Text: "calls shelf zeppelin"}); len(p.Lessons) != 0 || len(p.Near) != 3 {
			t.Errorf("without all the words, near are %+v", p)
		}
		if hits := must(w.Search(w.ctx(), lea, "never our own", 0))(t); len(hits) != 1 || hits[0].Thing != okr.ThingRetrospective {
			t.Errorf("the search finds %+v", hits)
		}
	})
}

func TestLessonsBesideADraft(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea := w.member("Lea", okr.OrgMember, "Apps")
		old := w.taught(w.owner, "Sales", "Broken bikes are repaired within a day", "Speed came from parts on the shelf", 0.6)
		other := w.taught(w.owner, "Sales", "Two banks against each other", "Ask three banks", 0.8)
		if got := must(w.LessonsNear(w.ctx(), lea, "A broken bike is repaired on the day"))(t); len(got) != 1 || got[0].ID != old.ID || len(got[0].Words) < 2 {
			t.Errorf("while it is typed: %+v", got)
		}
		if got := must(w.LessonsNear(w.ctx(), lea, "Broken"))(t); len(got) != 0 {
			t.Errorf("one word suggests %+v", got)
		}
		o := must(w.AddObjective(w.ctx(), lea, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "A broken bike never costs a day", OwnerID: lea.Viewer.MemberID}))(t)
		if got := must(w.LessonsFor(w.ctx(), lea, o.ID))(t); len(got) != 1 || got[0].ID != old.ID {
			t.Errorf("beside the draft: %+v", got)
		}
		must(w.UseLesson(w.ctx(), lea, LessonInput{ID: o.ID, LessonID: old.ID}))(t)
		if got := must(w.LessonsFor(w.ctx(), lea, o.ID))(t); len(got) != 0 {
			t.Errorf("once it is taken, it is suggested still: %+v", got)
		}
		if got := must(w.Objective(w.ctx(), lea, o.ID))(t).RestsOn; len(got) != 1 || got[0].Title != old.Title || got[0].Learned != "Speed came from parts on the shelf" || got[0].Kind != old.Kind || old.Kind == "" {
			t.Errorf("it rests on %+v", got)
		}
		if p := must(w.Lessons(w.ctx(), lea, LessonQuery{Text: "shelf"}))(t); p.Lessons[0].Uses != 1 {
			t.Errorf("taken once, it counts %d", p.Lessons[0].Uses)
		}
		must(w.UseLesson(w.ctx(), lea, LessonInput{ID: o.ID, LessonID: old.ID, Off: true}))(t)
		if p := must(w.Lessons(w.ctx(), lea, LessonQuery{}))(t); p.Lessons[0].Uses+p.Lessons[1].Uses != 0 {
			t.Errorf("let go, it is used: %+v", p.Lessons)
		}
		_, err := w.UseLesson(w.ctx(), lea, LessonInput{ID: o.ID, LessonID: o.ID})
		refused(t, "a lesson that is none", err, okr.Invalid, "lesson_id")
		_, err = w.UseLesson(w.ctx(), w.member("Sam", okr.OrgMember, "Platform"), LessonInput{ID: o.ID, LessonID: old.ID})
		refused(t, "a lesson for somebody else's draft", err, okr.Forbidden, "")
		must(w.EditObjective(w.ctx(), w.owner, okr.ObjectivePatch{ID: other.ID, Private: ptr(true)}))(t)
		_, err = w.UseLesson(w.ctx(), lea, LessonInput{ID: o.ID, LessonID: other.ID})
		refused(t, "a lesson that one may not see", err, okr.Invalid, "lesson_id")
		mine := must(w.AddObjective(w.ctx(), w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.root.ID}, Title: "Banks again", OwnerID: w.owner.Viewer.MemberID}))(t)
		_, err = w.UseLesson(w.ctx(), w.owner, LessonInput{ID: mine.ID, LessonID: other.ID})
		refused(t, "a private lesson", err, okr.Invalid, "lesson_id")
		if p := must(w.Lessons(w.ctx(), lea, LessonQuery{Text: "banks"}))(t); len(p.Lessons)+len(p.Near) != 0 {
			t.Errorf("a private lesson is found: %+v", p)
		}
	})
}

func TestTeamPast(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea := w.member("Lea", okr.OrgMember, "Apps")
		first := w.cycle
		past := func() TeamPast { return must(w.TeamPast(w.ctx(), lea, w.team("Apps").ID))(t) }
		for i, start := range []okr.Date{"2027-01-01", "2027-04-01", "2027-07-01"} {
			if p := past(); len(p.Cycles) != i || p.Ask != "" {
				t.Errorf("after %d cycles: %+v", i, p)
			}
			w.taught(lea, "Apps", "All of it", "Too easy", 1)
			w.cycle = must(w.AddCycle(w.ctx(), w.owner, CycleInput{Start: start}))(t)
		}
		if p := past(); len(p.Cycles) != 3 || p.Ask == "" || p.Cycles[2].Cycle.ID != first.ID {
			t.Errorf("after three cycles at 1.0: %+v", p)
		}
		w.taught(lea, "Apps", "Something hard", "It was hard", 0.7)
		if p := past(); len(p.Cycles) != 4 || p.Ask != "" {
			t.Errorf("after a hard one: %+v", p)
		}
	})
}
