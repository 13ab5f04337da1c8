package document

import (
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

func TestWorkStatus(t *testing.T) {
	for word, want := range map[string]okr.WorkStatus{
		"": okr.WorkOpen, "To Do": okr.WorkOpen, "Backlog": okr.WorkOpen, "Ready": okr.WorkOpen, "Not started": okr.WorkOpen, "Unresolved": okr.WorkOpen, "Not Done": okr.WorkOpen,
		"In Progress": okr.WorkDoing, "In review": okr.WorkDoing, "WIP": okr.WorkDoing, "QA": okr.WorkDoing, "Started": okr.WorkDoing,
		"Done": okr.WorkDone, "DONE": okr.WorkDone, "Closed": okr.WorkDone, "Shipped": okr.WorkDone, "Released to all": okr.WorkDone,
		"Cancelled": okr.WorkDropped, "Canceled": okr.WorkDropped, "Won't do": okr.WorkDropped, "Closed as duplicate": okr.WorkDropped, "Not planned": okr.WorkDropped,
	} {
		if got := WorkStatus(word); got != want {
			t.Errorf("%q is %s, want %s", word, got, want)
		}
	}
}

func TestWorkDay(t *testing.T) {
	for s, want := range map[string]okr.Date{
		"2026-10-06": "2026-10-06", "2026-10-06T09:00:00Z": "2026-10-06", "6.10.2026": "2026-10-06", "06.10.2026 09:12": "2026-10-06", "2026/10/06": "2026-10-06", "06/Oct/26 9:12 AM": "2026-10-06", "6 Oct 2026": "2026-10-06",
		"12/18/2026": "2026-12-18", "18/12/2026": "2026-12-18", "03/04/2026": "", "soon": "", "": "", "99/99/2026": "",
	} {
		if got := WorkDay(s); got != want {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
	}
}
