package okr

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestChecksNameTheField(t *testing.T) {
	for want, err := range map[string]error{
		"title":           Objective{Kind: Committed, Stage: Draft, CycleID: "c", TeamIDs: []string{"t"}}.Check(),
		"team_ids":        Objective{Title: "x", Kind: Committed, Stage: Draft, CycleID: "c", TeamIDs: []string{"t", "t"}}.Check(),
		"target":          KeyResult{Title: "x", Kind: Number, Direction: Reach, Target: num(1e300)}.Check(),
		"milestones":      KeyResult{Title: "x", Kind: Milestones}.Check(),
		"confidence":      CheckIn{AsOf: "2026-01-01", Confidence: intp(11)}.Check(KeyResult{}, "2026-01-02"),
		"as_of":           CheckIn{AsOf: "2026-01-03", Note: "x"}.Check(KeyResult{}, "2026-01-02"),
		"value":           CheckIn{AsOf: "2026-01-01"}.Check(KeyResult{}, "2026-01-02"),
		"end":             Cycle{Name: "x", Start: "2026-02-01", End: "2026-01-01"}.Check(nil),
		"high":            KPI{Name: "x", TeamID: "t", Low: num(3), High: num(2)}.Check(),
		"weekday":         Team{Name: "x", Weekday: 8}.Check(),
		"links[0].url":    Objective{Title: "x", Kind: Committed, Stage: Draft, CycleID: "c", TeamIDs: []string{"t"}, Links: []Link{{URL: "javascript:alert(1)"}}}.Check(),
		"text":            Comment{Text: "a\x00b"}.Check(),
		"slug":            Organization{Name: "x", Slug: "api"}.Check(),
		"plan[1].date":    KeyResult{Title: "x", Kind: YesNo, Plan: []Point{{"2026-02-01", 1}, {"2026-01-01", 2}}}.Check(),
		"supports[0].id":  Objective{ID: "o", Title: "x", Kind: Committed, Stage: Draft, CycleID: "c", TeamIDs: []string{"t"}, Supports: []Support{{Kind: UpObjective, ID: "o"}}}.Check(),
		"key_results[2].": Under("key_results[2].", Fail(Invalid, "", "x")),
	} {
		f := FaultsOf(err)
		if len(f) == 0 || f[0].Field != want || f[0].Message == "" {
			t.Errorf("%s: %v", want, err)
		}
	}
}

// many is n things.
func many[T any](n int, make func(i int) T) []T {
	out := []T{}
	for i := range n {
		out = append(out, make(i))
	}
	return out
}

// A good thing passes, and each spoilt field is named, alone.
func TestCheckFindsEachFault(t *testing.T) {
	objective := Objective{ID: "o", Title: "Guests come back", Kind: Aspirational, Stage: Draft, CycleID: "c", TeamIDs: []string{"a", "b"}, OwnerID: "m", Grade: num(0.7),
		Supports: []Support{{UpPillar, "p", 1}, {UpObjective, "q", 0}}, Links: []Link{{"https://example.org/board", "Board"}}}
	kr := KeyResult{ID: "k", Title: "Second visits", Kind: Number, Direction: Increase, Baseline: num(-4), Target: num(60), Unit: "%", Start: "2026-10-01", Due: "2026-12-31", Weight: num(40),
		Plan: []Point{{"2026-11-01", 20}, {"2026-12-01", 45}}, Marks: Marks{num(45), num(80)}, Stages: []Milestone{{"a", 2, "2026-11-01"}}, Source: Source{Sum, []string{"x", "y"}}, Grade: num(1)}
	for _, tt := range []struct {
		name, field string
		spoil       func(*Objective)
	}{
		{"good", "", func(o *Objective) {}},
		{"no title", "title", func(o *Objective) { o.Title = "\t" }},
		{"long title", "title", func(o *Objective) { o.Title = strings.Repeat("ü", MaxTitle+1) }},
		{"as long as can be", "", func(o *Objective) { o.Title = strings.Repeat("ü", MaxTitle) }},
		{"right to left, with signs", "", func(o *Objective) { o.Title = "الضيوف يعودون 💧" }},
		{"kind", "kind", func(o *Objective) { o.Kind = "moonshot" }},
		{"stage", "stage", func(o *Objective) { o.Stage = "" }},
		{"why important", "why_important", func(o *Objective) { o.WhyImportant = strings.Repeat("a", MaxText+1) }},
		{"why urgent", "why_urgent", func(o *Objective) { o.WhyUrgent = "\xff" }},
		{"evidence", "evidence", func(o *Objective) { o.Evidence = "\x00" }},
		{"closing note", "closing_note.learned", func(o *Objective) { o.Note.Learned = "\x00" }},
		{"evidence of the closing note", "closing_note.evidence", func(o *Objective) { o.Note.Evidence = strings.Repeat("a", MaxText+1) }},
		{"long tag", "closing_note.tags", func(o *Objective) { o.Note.Tags = []string{strings.Repeat("a", 41)} }},
		{"many tags", "closing_note.tags", func(o *Objective) { o.Note.Tags = strings.Split("abcdefghijk", "") }},
		{"onward", "closing_note.onward", func(o *Objective) { o.Note.Onward = "sideways" }},
		{"cycle", "cycle_id", func(o *Objective) { o.CycleID = "" }},
		{"cycle that is no id", "cycle_id", func(o *Objective) { o.CycleID = "c\x00" }},
		{"owner that is no id", "owner_id", func(o *Objective) { o.OwnerID = strings.Repeat("m", 65) }},
		{"no team", "team_ids", func(o *Objective) { o.TeamIDs = nil }},
		{"too many teams", "team_ids", func(o *Objective) { o.TeamIDs = many(51, func(i int) string { return fmt.Sprint(i) }) }},
		{"support of nothing known", "supports[1].kind", func(o *Objective) { o.Supports[1].Kind = "backlog_item" }},
		{"support twice", "supports[1].id", func(o *Objective) { o.Supports[1] = o.Supports[0] }},
		{"negative weight", "supports[0].weight", func(o *Objective) { o.Supports[0].Weight = -1 }},
		{"infinite weight", "supports[0].weight", func(o *Objective) { o.Supports[0].Weight = math.Inf(1) }},
		{"link without a host", "links[0].url", func(o *Objective) { o.Links[0].URL = "https:///x" }},
		{"link of another kind", "links[0].url", func(o *Objective) { o.Links[0].URL = "ftp://example.org" }},
		{"too many links", "links", func(o *Objective) {
			o.Links = many(51, func(int) Link { return Link{URL: "https://example.org"} })
		}},
		{"grade over 1", "grade", func(o *Objective) { o.Grade = num(1.1) }},
		{"grade that is no number", "grade", func(o *Objective) { o.Grade = num(math.NaN()) }},
		{"position", "position", func(o *Objective) { o.Position = 1 << 40 }},
	} {
		t.Run("objective/"+tt.name, func(t *testing.T) {
			o := objective
			o.TeamIDs, o.Supports, o.Links = slices.Clone(o.TeamIDs), slices.Clone(o.Supports), slices.Clone(o.Links)
			tt.spoil(&o)
			expect(t, tt.field, o.Check())
		})
	}
	for _, tt := range []struct {
		name, field string
		spoil       func(*KeyResult)
	}{
		{"good", "", func(k *KeyResult) {}},
		{"direction", "direction", func(k *KeyResult) { k.Direction = "up" }},
		{"yes or no needs no direction", "", func(k *KeyResult) { k.Kind, k.Direction = YesNo, "" }},
		{"kind", "kind", func(k *KeyResult) { k.Kind = "task" }},
		{"unit", "unit", func(k *KeyResult) { k.Unit = strings.Repeat("x", 41) }},
		{"baseline", "baseline", func(k *KeyResult) { k.Baseline = num(math.NaN()) }},
		{"target", "target", func(k *KeyResult) { k.Target = num(-2 * MaxValue) }},
		{"largest target", "", func(k *KeyResult) { k.Target = num(MaxValue) }},
		{"commit", "marks.commit", func(k *KeyResult) { k.Marks.Commit = num(math.Inf(-1)) }},
		{"stretch", "marks.stretch", func(k *KeyResult) { k.Marks.Stretch = num(1e308) }},
		{"start", "start", func(k *KeyResult) { k.Start = "tomorrow" }},
		{"due before it starts", "due", func(k *KeyResult) { k.Due = "2026-09-30" }},
		{"due in the last year there is", "", func(k *KeyResult) { k.Due = MaxDate }},
		{"weight over 100", "weight", func(k *KeyResult) { k.Weight = num(101) }},
		{"weight that is no number", "weight", func(k *KeyResult) { k.Weight = num(math.NaN()) }},
		{"plan without a day", "plan[0].date", func(k *KeyResult) { k.Plan[0].Date = "" }},
		{"plan on one day twice", "plan[1].date", func(k *KeyResult) { k.Plan[1].Date = k.Plan[0].Date }},
		{"plan that is no number", "plan[1].value", func(k *KeyResult) { k.Plan[1].Value = math.NaN() }},
		{"plan of too many", "plan", func(k *KeyResult) {
			k.Plan = many(401, func(i int) Point { return Point{Date("2026-10-01").Add(i), 1} })
		}},
		{"milestone without a title", "milestones[0].title", func(k *KeyResult) { k.Stages[0].Title = "" }},
		{"milestone of negative weight", "milestones[0].weight", func(k *KeyResult) { k.Stages[0].Weight = -1 }},
		{"milestone due never", "milestones[0].due", func(k *KeyResult) { k.Stages[0].Due = "soon" }},
		{"too many milestones", "milestones", func(k *KeyResult) { k.Stages = many(51, func(int) Milestone { return Milestone{Title: "m"} }) }},
		{"source", "source.kind", func(k *KeyResult) { k.Source.Kind = "median" }},
		{"source of nothing", "source.of", func(k *KeyResult) { k.Source.Of = nil }},
		{"source of itself", "source.of[1]", func(k *KeyResult) { k.Source.Of[1] = "k" }},
		{"source twice", "source.of[1]", func(k *KeyResult) { k.Source.Of[1] = "x" }},
		{"grade", "grade", func(k *KeyResult) { k.Grade = num(-0.1) }},
		{"position", "position", func(k *KeyResult) { k.Position = math.MinInt32 }},
		{"owner", "check_in_owner_id", func(k *KeyResult) { k.CheckInOwnerID = "\xff" }},
	} {
		t.Run("key result/"+tt.name, func(t *testing.T) {
			k := kr
			k.Plan, k.Stages, k.Source.Of = slices.Clone(k.Plan), slices.Clone(k.Stages), slices.Clone(k.Source.Of)
			tt.spoil(&k)
			expect(t, tt.field, k.Check())
		})
	}
}

// expect wants one fault at a field, or none for "".
func expect(t *testing.T, field string, err error) {
	t.Helper()
	var want, got []string
	if field != "" {
		want = []string{field}
	}
	for _, f := range FaultsOf(err) {
		got = append(got, f.Field)
		if f.Kind != Invalid || !strings.HasSuffix(f.Message, ".") {
			t.Errorf("it says %q, of kind %s", f.Message, f.Kind)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// All faults come at once, so that a person mends them in one go.
func TestCheckFindsAllFaults(t *testing.T) {
	if f := FaultsOf(Objective{}.Check()); len(f) != 5 {
		t.Errorf("an empty objective has %d faults: %v", len(f), f)
	}
	if f := FaultsOf(Organization{Set: Settings{FiscalStart: 13, TimeZone: "Mars/Olympus", Limits: Limits{MinObjectives: 5, MaxObjectives: 3, MaxKeyResults: -1}, Parts: map[Part]PartState{"kpi": "maybe", "games": PartOn}}}.Check()); len(f) != 8 {
		t.Errorf("an organization has %d faults: %v", len(f), f)
	}
}

func TestCheckInCheck(t *testing.T) {
	const today = "2026-11-09"
	steps, staged, yesNo := KeyResult{Kind: Judgement}, KeyResult{Kind: Milestones, Stages: make([]Milestone, 2)}, KeyResult{Kind: YesNo}
	for _, tt := range []struct {
		name  string
		k     KeyResult
		c     CheckIn
		field string
	}{
		{"a value", KeyResult{Kind: Number}, CheckIn{AsOf: today, Value: num(-1e15)}, ""},
		{"a confidence alone", KeyResult{Kind: Number}, CheckIn{AsOf: today, Confidence: intp(0)}, ""},
		{"a note alone", KeyResult{Kind: Number}, CheckIn{AsOf: today, Note: "x"}, ""},
		{"a blocker alone", KeyResult{Kind: Number}, CheckIn{AsOf: today, Blocker: "x"}, ""},
		{"of long ago", KeyResult{Kind: Number}, CheckIn{AsOf: "2019-01-01", Value: num(1)}, ""},
		{"of tomorrow", KeyResult{Kind: Number}, CheckIn{AsOf: "2026-11-10", Value: num(1)}, "as_of"},
		{"of no day", KeyResult{Kind: Number}, CheckIn{Value: num(1)}, "as_of"},
		{"nothing said", KeyResult{Kind: Number}, CheckIn{AsOf: today, Note: " "}, "value"},
		{"not a number", KeyResult{Kind: Number}, CheckIn{AsOf: today, Value: num(math.NaN())}, "value"},
		{"too large", KeyResult{Kind: Number}, CheckIn{AsOf: today, Value: num(1e308)}, "value"},
		{"confidence under 0", KeyResult{Kind: Number}, CheckIn{AsOf: today, Confidence: intp(-1)}, "confidence"},
		{"note of bytes", KeyResult{Kind: Number}, CheckIn{AsOf: today, Note: "\xff"}, "note"},
		{"yes", yesNo, CheckIn{AsOf: today, Value: num(1)}, ""},
		{"half a yes", yesNo, CheckIn{AsOf: today, Value: num(0.5)}, "value"},
		{"the last step", steps, CheckIn{AsOf: today, Value: num(3)}, ""},
		{"a step too far", steps, CheckIn{AsOf: today, Value: num(4)}, "value"},
		{"half a step", steps, CheckIn{AsOf: today, Value: num(1.5)}, "value"},
		{"all milestones", staged, CheckIn{AsOf: today, Value: num(2)}, ""},
		{"more milestones than there are", staged, CheckIn{AsOf: today, Value: num(3)}, "value"},
		{"fewer than none", staged, CheckIn{AsOf: today, Value: num(-1)}, "value"},
	} {
		t.Run(tt.name, func(t *testing.T) { expect(t, tt.field, tt.c.Check(tt.k, today)) })
	}
}

func TestOtherChecks(t *testing.T) {
	const today = "2026-11-09"
	for name, tt := range map[string]struct {
		err   error
		field string
	}{
		"a team":                         {Team{Name: "Apps", TimeZone: "Europe/Brussels", Weekday: 7, Rhythm: Biweekly}.Check(), ""},
		"a team without a name":          {Team{}.Check(), "name"},
		"a team with a long name":        {Team{Name: strings.Repeat("a", 81)}.Check(), "name"},
		"a team that checks in monthly":  {Team{Name: "Apps", Rhythm: "monthly"}.Check(), "rhythm"},
		"a team on this machine's time":  {Team{Name: "Apps", TimeZone: "Local"}.Check(), "time_zone"},
		"a team in a place not known":    {Team{Name: "Apps", TimeZone: "../../etc/passwd"}.Check(), "time_zone"},
		"an organization":                {Organization{Name: "Pannier", Slug: "pannier", Set: Settings{FiscalStart: 4, Locale: "de-AT", Limits: Limits{MaxObjectives: 5}}}.Check(), ""},
		"an address in capitals":         {Organization{Name: "Pannier", Slug: "Pannier"}.Check(), "slug"},
		"a pillar":                       {Pillar{Title: "Repair, not replace"}.Check(), ""},
		"a pillar without a title":       {Pillar{}.Check(), "title"},
		"a vision":                       {Vision{Text: "Every bag lives twenty years"}.Check(), ""},
		"an empty vision":                {Vision{}.Check(), "text"},
		"a KPI":                          {KPI{Name: "Reply time", TeamID: "t", Unit: "h", Low: num(0), High: num(0)}.Check(), ""},
		"a KPI without a team":           {KPI{Name: "Reply time"}.Check(), "team_id"},
		"a KPI that is never healthy":    {KPI{Name: "Reply time", TeamID: "t", High: num(math.Inf(1))}.Check(), "high"},
		"a grade in tenths":              {CheckGradeStep("grade", 0.7, false), ""},
		"a grade in hundredths":          {CheckGradeStep("grade", 0.65, false), "grade"},
		"a third of a number":            {CheckGradeStep("grade", 0.33, false), "grade"},
		"a step of a judgement":          {CheckGradeStep("grade", 0.33, true), ""},
		"a value of a KPI":               {KPIValue{Date: today, Value: -3}.Check(today), ""},
		"a value of a KPI of tomorrow":   {KPIValue{Date: "2026-11-10"}.Check(today), "date"},
		"a value of a KPI, not a number": {KPIValue{Date: today, Value: math.NaN()}.Check(today), "value"},
		"a blocker":                      {Blocker{Text: "No data on Sundays"}.Check(), ""},
		"an empty blocker":               {Blocker{Text: "\n"}.Check(), "text"},
		"a name":                         {CheckPersonName("name", "Ines Dubois"), ""},
		"no name":                        {CheckPersonName("name", " "), "name"},
	} {
		t.Run(name, func(t *testing.T) { expect(t, tt.field, tt.err) })
	}
}
