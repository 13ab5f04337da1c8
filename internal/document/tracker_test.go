package document

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
)

// The headers that the tools really write: Jira's "all fields" with repeated columns, GitHub's list of issues and its project's table, GitLab's and Linear's export.
var trackerFiles = []struct {
	tool, file, text string
	want             []okr.OutsideItem
}{
	{"Jira", "jira.csv", `Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Project type,Project lead,Priority,Resolution,Assignee,Reporter,Creator,Created,Updated,Last Viewed,Resolved,Due date,Votes,Labels,Labels,Description,Environment,Original estimate,Remaining Estimate,Time Spent,Work Ratio,Sprint,Sprint,Custom field (Story Points),Custom field (Epic Link),Parent,Parent summary,Status Category
Dimmer forgets the scene,LMP-1,10001,Story,In Progress,LMP,Lamps,software,Lou,High,,Kim,Lou,Lou,14/Sep/26 3:42 PM,15/Nov/26 9:00 AM,,,20/Dec/26 12:00 AM,0,firmware,quality,It forgets.,,,,,,Sprint 4,Sprint 5,3,LMP-90,,,In Progress
Old switch,LMP-2,10002,Bug,Done,LMP,Lamps,software,Lou,Low,Won't Do,Kim,Lou,Lou,01/Jun/26 9:00 AM,02/Jun/26 9:00 AM,,02/Jun/26 9:00 AM,,0,,,,,,,,,,,,,,,Done
`, []okr.OutsideItem{
		{External: "jira:LMP-1", Key: "LMP-1", Title: "Dimmer forgets the scene", Kind: "Story", Status: okr.WorkDoing, State: "In Progress", Labels: []string{"firmware", "quality"}, Opened: "2026-09-14", Due: "2026-12-20", Parent: "LMP-90"},
		{External: "jira:LMP-2", Key: "LMP-2", Title: "Old switch", Kind: "Bug", Status: okr.WorkDropped, State: "Done", Opened: "2026-06-01", Finished: "2026-06-02"},
	}},
	{"GitHub", "issues.csv", `number,title,state,labels,assignees,url,milestone,createdAt,closedAt,body
7,Fix the dimmer,OPEN,"bug, firmware",kim,https://github.com/lamps/lamp/issues/7,Winter,2026-10-01T08:00:00Z,,It flickers
8,New shade,CLOSED,,lou,https://github.com/lamps/lamp/issues/8,,2026-10-02T08:00:00Z,2026-11-02T08:00:00Z,
`, []okr.OutsideItem{
		{External: "github:https://github.com/lamps/lamp/issues/7", Title: "Fix the dimmer", Status: okr.WorkOpen, State: "OPEN", Labels: []string{"bug", "firmware"}, URL: "https://github.com/lamps/lamp/issues/7", Opened: "2026-10-01", Parent: "Winter"},
		{External: "github:https://github.com/lamps/lamp/issues/8", Title: "New shade", Status: okr.WorkDone, State: "CLOSED", URL: "https://github.com/lamps/lamp/issues/8", Opened: "2026-10-02", Finished: "2026-11-02"},
	}},
	{"GitHub", "board.tsv", "Title\tURL\tAssignees\tStatus\tLabels\nFix the dimmer\thttps://github.com/lamps/lamp/issues/7\tkim\tIn Progress\tbug\n", []okr.OutsideItem{
		{External: "github:https://github.com/lamps/lamp/issues/7", Title: "Fix the dimmer", Status: okr.WorkDoing, State: "In Progress", Labels: []string{"bug"}, URL: "https://github.com/lamps/lamp/issues/7"},
	}},
	{"GitLab", "gitlab.csv", `Title,Description,Issue ID,URL,State,Author,Author Username,Assignee,Assignee Username,Confidential,Locked,Due Date,Created At (UTC),Updated At (UTC),Closed At (UTC),Milestone,Weight,Labels,Time Estimate,Time Spent,Epic ID,Epic Title
Fix the dimmer,It flickers,7,https://gitlab.com/lamps/lamp/-/issues/7,Open,Kim,kim,Lou,lou,No,No,2026-12-18,2026-10-01 08:00:00,2026-10-03 08:00:00,,Winter,3,"bug,firmware",0,0,4,Quiet light
`, []okr.OutsideItem{
		{External: "gitlab:https://gitlab.com/lamps/lamp/-/issues/7", Title: "Fix the dimmer", Status: okr.WorkOpen, State: "Open", Labels: []string{"bug", "firmware"}, URL: "https://gitlab.com/lamps/lamp/-/issues/7", Opened: "2026-10-01", Due: "2026-12-18", Parent: "Quiet light"},
	}},
	{"Linear", "linear.csv", `ID,Team,Title,Description,Status,Estimate,Priority,Project ID,Project,Creator,Assignee,Labels,Cycle Number,Cycle Name,Cycle Start,Cycle End,Created,Updated,Started,Triaged,Completed,Canceled,Archived,Due Date,Parent issue,Initiatives,Project Milestone ID,Project Milestone,SLA Status,Roadmaps
LMP-7,Lamps,Fix the dimmer,,Todo,3,High,p1,Quiet light,kim,lou,"bug, firmware",4,Cycle 4,2026-11-02,2026-11-15,2026-10-01T08:00:00Z,2026-10-03T08:00:00Z,,,,,,2026-12-18,,,,,,
LMP-8,Lamps,Drop the shade,,Canceled,,Low,,,kim,lou,,,,,,2026-10-02T08:00:00Z,,,,,2026-10-09T08:00:00Z,,,,,,,,
`, []okr.OutsideItem{
		{External: "linear:LMP-7", Title: "Fix the dimmer", Status: okr.WorkOpen, State: "Todo", Labels: []string{"bug", "firmware"}, Opened: "2026-10-01", Due: "2026-12-18", Parent: "Quiet light"},
		{External: "linear:LMP-8", Title: "Drop the shade", Status: okr.WorkDropped, State: "Canceled", Opened: "2026-10-02"},
	}},
}

// What trackers export is told apart, read with what the tool knows of it, and nothing of it is taken for OKRs.
func TestTrackers(t *testing.T) {
	for _, tt := range trackerFiles {
		d, err := Read(tt.file, strings.NewReader(tt.text), Options{})
		if err != nil {
			t.Fatalf("%s: %v", tt.file, err)
		}
		if d.Tool != tt.tool || !strings.Contains(d.Tracker, tt.tool) || len(d.Objectives) > 0 || len(d.Unread) > 0 {
			t.Errorf("%s: tool %q, %q, %d objectives, unread %v", tt.file, d.Tool, d.Tracker, len(d.Objectives), d.Unread)
		}
		var got []okr.OutsideItem
		for i, it := range d.Items {
			if it.Line != i+2 {
				t.Errorf("%s: %q stands in line %d", tt.file, it.Title, it.Line)
			}
			o := it.OutsideItem
			if (tt.tool == "GitLab" || tt.tool == "Linear" || tt.tool == "Jira") && i == 0 {
				if o.Estimate == nil || *o.Estimate != 3 {
					t.Errorf("%s: the estimate is %v", tt.file, o.Estimate)
				}
			}
			o.Fields, o.Text, o.Estimate = nil, "", nil
			got = append(got, o)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.file, diff)
		}
	}
}

// What has issue keys is work too, whatever its headers; a plan with a column of links is none.
func TestTrackersByTheirRows(t *testing.T) {
	d, err := Read("a.csv", strings.NewReader("Title,Owner,Ref\nFix it,Kim,LMP-1\n,Kim,LMP-2\nFix it again,Lou,LMP-1\n"), Options{})
	if err != nil || d.Tracker == "" || d.Tool != "" || len(d.Items) != 1 || len(d.Unread) != 2 || d.Items[0].External != ":LMP-1" {
		t.Errorf("keys: %+v, %v", d, err)
	}
	d, err = Read("a.csv", strings.NewReader("Objective,Key result,Target,URL\nLamps last,Share of lamps that last from 70 % to 80 %,80,https://github.com/lamps/lamp/issues/7\n"), Options{})
	if err != nil || d.Tracker != "" || len(d.Objectives) != 1 {
		t.Errorf("a plan: %+v, %v", d, err)
	}
}
