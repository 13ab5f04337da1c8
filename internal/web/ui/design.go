package ui

import (
	"github.com/headwater-okr/headwater/internal/chart"
	"github.com/headwater-okr/headwater/internal/layout"
	"github.com/headwater-okr/headwater/internal/okr"
)

// What the components on /design show.
var (
	designConfidence = func() *int { n := 5; return &n }()
	designTrail      = []okr.Point{{Date: "2026-09-28", Value: 6.4}, {Date: "2026-10-05", Value: 6.1}, {Date: "2026-10-12", Value: 5.6}, {Date: "2026-10-19", Value: 4.9}, {Date: "2026-10-26", Value: 4.2}, {Date: "2026-11-02", Value: 4.2}, {Date: "2026-11-09", Value: 4.1}}
	designPlan       = func() *float64 { p := 0.59; return &p }()
	designTarget     = func() *float64 { p := 2.0; return &p }()

	designShell = Shell{Title: "Design", Org: "Pannier", Base: "/pannier", Active: "week", Cycle: Link{Text: "Q4 2026"}, Week: 7, Weeks: 13, Team: "Workshop",
		Rail: []Entry{{ID: "week", Text: "This week", Icon: "week", URL: "#"}, {ID: "objectives", Text: "Objectives", Icon: "objectives", URL: "#"}},
		Main: Link{Text: "Main action", URL: "#"}}

	designLines = []KR{
		{ID: "1", Title: "Days until a broken bike rides again", URL: "#", Health: okr.Judged{Health: okr.Drifting}, Trail: designTrail, From: "6.4", Now: "4.1 days", To: "2", Way: 0.52, Plan: designPlan, Confidence: designConfidence, Age: "7 d", When: "2026-11-02"},
		{ID: "2", Title: "Repairs that find their part on the shelf, in every city and in each of the stands that we have opened since the spring", URL: "#", Health: okr.Judged{Health: okr.Silent}, Trail: designTrail, From: "81", Now: "86 %", To: "95", Way: 0.36, Plan: designPlan, Age: "19 d", When: "2026-10-21", Old: true},
		{ID: "3", Title: "Families lent a bike on the same day", URL: "#", Health: okr.Judged{Health: okr.OnCourse}, Trail: designTrail, From: "22", Now: "61 %", To: "80", Way: 0.67, Plan: designPlan, Confidence: designConfidence, Age: "6 d", When: "2026-11-03", Selected: true},
		{ID: "4", Title: "No value yet", URL: "#", Health: okr.Judged{Health: okr.NotStarted}, From: "0", To: "20"},
	}
	designCommitments = []CommitmentLine{
		{ID: "1", Text: "Ring the eight families who waited longest and ask what they did without the bike", About: "Days until a broken bike rides again", Who: "Ines Okafor", Tick: "#"},
		{ID: "2", Text: "Agree a second supplier for brake parts", About: "business as usual", Who: "Jo Dierckx", Done: true, Tick: "#"},
		{ID: "3", Text: "Try a Saturday repair slot in Graz with two volunteers, and write down who came, what was broken, and how long each of them had waited for us", About: "business as usual", Who: "Sami Karlsen"},
	}
	designWins = []WinLine{
		{Text: "The first rider in Graz wrote that she sold her car.", Who: "Mira Vogel", Team: "Riding", Day: "2026-11-06", When: "6 November"},
		{Text: "Fourteen loan bikes went out on the day they were asked for.", Who: "Sami Karlsen", Thanks: "Care and Jo Dierckx", Day: "2026-11-06", When: "6 November", Remove: "#"},
	}
	designObjectives = []OB{
		{ID: "1", Title: "A broken bike never costs a family its week", URL: "#", Health: okr.Judged{Health: okr.Drifting}, Progress: designPlan, Plan: designPlan, End: "2 of 4 on course", KRs: designLines[:2]},
		{ID: "2", Title: "Month’s end is a quiet day", URL: "#", Health: okr.Judged{Health: okr.Silent}, End: "0 of 2 on course", Private: true},
	}
	designFigure = Figure{ID: "design-chart", Title: "4.1 days now; the plan for today is 3.8", About: "Days until a broken bike rides again", Now: "4.1 now", Label: "An example of a chart.",
		Drawing: chart.Draw(chart.Line{Actual: designTrail, Plan: []okr.Point{{Date: "2026-09-28", Value: 6.4}, {Date: "2026-12-27", Value: 2}}, Target: designTarget, From: "2026-09-28", To: "2026-12-27", Today: "2026-11-09"}),
		Columns: []string{"Day", "Actual", "Plan"}, Rows: [][]string{{"28 Sep", "6.4 days", "6.4"}, {"9 Nov", "4.1 days", "4.3"}}}

	designMap = MapDrawing{Label: "An example of a map", W: 620, H: 240, Flows: "M320 60V104H234V120M320 60V104H406V120", Open: "M320 60V104H556V120",
		Bands: []MapBand{{Name: "Strategy", About: "one choice", Y: 0, H: 84}, {Name: "Teams", About: "two objectives", Y: 108, H: 128}},
		Nodes: []MapBox{
			{I: 0, Class: "is-pillar", URL: "#", Label: "Ride all winter", Box: layout.Box{X: 240, Y: 12, W: 160, H: 48, Lines: []string{"Ride all winter"}}, Top: 10, Fold: Link{Text: "–", About: "Fold what is below", URL: "#"}},
			{I: 1, Class: "drifting is-objective", URL: "#", Label: "Riding: Every bike is dry at night. Drifting", Box: layout.Box{X: 154, Y: 120, W: 160, H: 104, Lines: []string{"Every bike is dry", "at night"}}, Top: 30, Shape: "s-drifting", About: "Riding", Way: designPlan, Plan: designPlan, Marks: []string{"overlap"}, Fold: Link{Text: "+4", About: "Show the 4 below", URL: "#"}, Folded: true},
			{I: 2, Class: "on-course is-objective is-focus", URL: "#", Label: "Riding, Cities: The first cold week. On course", Box: layout.Box{X: 326, Y: 120, W: 160, H: 104, Lines: []string{"The first cold week"}}, Top: 30, Shape: "s-on-course", About: "Riding, Cities", Way: designPlan},
			{I: 3, Class: "is-gap", URL: "#", Label: "Gap: Who makes idle bikes fewer?", Box: layout.Box{X: 498, Y: 120, W: 116, H: 104, Lines: []string{"Who makes", "idle bikes", "fewer?"}}, Top: 30, Shape: "gap", About: "Gap"},
		}}
	designMatrix = MapMatrix{Names: []string{"Workshop", "Care"}, Does: []string{"2", "0"}, Needs: []string{"0", "2"},
		Rows: [][]MapCell{{{Text: "1", URL: "#", Label: "Within Workshop: 1", Own: true}, {Text: "2", URL: "#", Label: "Workshop supports Care: 2", Weight: 4, Current: true}}, {{}, {Own: true}}}}
	designItems = []MapItem{{Text: "Winter is a season people keep riding", URL: "#", About: "3 of 3 key results on course", Health: &okr.Judged{Health: okr.OnCourse},
		Under: []MapItem{{Text: "Every bike is dry at night", URL: "#", About: "Riding", Health: &okr.Judged{Health: okr.Drifting}, Marks: []string{"overlap"}, More: Link{Text: "Show the 4 below it", URL: "#"}},
			{Text: "Who carries “Share of idle bikes”?", URL: "#", Soft: true, Marks: []string{"gap"}}}}}
)
