package okr

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// A WorkPriority is the place of a backlog item among the open work and why.
type WorkPriority struct {
	BacklogItemID string    `json:"backlog_item_id"`
	Rank          int       `json:"rank"`     // 1 is first; 0 stands apart: its bet has no place, or something is in its way
	Score         float64   `json:"score"`    // of its bet: share of a key result per ten weeks, in hundredths
	Critical      bool      `json:"critical"` // it is due within a week or was, or its bet is time-critical
	Blocked       bool      `json:"blocked"`  // something is in its way, or in its bet's
	Why           Explained `json:"why"`      // of the score
}

// WorkDueDays is how near its due date makes a backlog item time-critical: until the next check-in.
const WorkDueDays = 7

// RankWork gives open backlog items their places. bets are the ranked priorities of the roadmap items that they derive from, titles what those are called.
//
// What a bet is expected to close is closed when all its work is done. Nobody says what each piece adds, so each adds its part of the effort, and a
// week of work on any of them brings what a week of work on the bet brings: its priority. Among equals comes first what is being done, because a
// thing that is finished brings more than two that are begun; then what is due first; then what is smaller; then what was there first.
func RankWork(items []BacklogItem, bets map[string]Priority, titles map[string]string, today Date) []WorkPriority {
	items = slices.DeleteFunc(slices.Clone(items), func(b BacklogItem) bool { return !b.Live() })
	out := make([]WorkPriority, len(items))
	for i, b := range items {
		out[i] = b.prioritize(bets[b.RoadmapItemID], titles[b.RoadmapItemID], today)
	}
	at := make([]int, len(items))
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(i, j int) int {
		x, y, b, c := out[i], out[j], items[i], items[j]
		return cmp.Or(-cmp.Compare(b2i(x.Rank > 0), b2i(y.Rank > 0)), -cmp.Compare(x.Score, y.Score), -cmp.Compare(b2i(b.Status == WorkDoing), b2i(c.Status == WorkDoing)),
			cmp.Compare(cmp.Or(b.Due, MaxDate), cmp.Or(c.Due, MaxDate)), cmp.Compare(size(b), size(c)), cmp.Compare(b.ID, c.ID))
	})
	ranked := make([]WorkPriority, len(at))
	for place, i := range at {
		if ranked[place] = out[i]; out[i].Rank > 0 {
			ranked[place].Rank = place + 1
		}
	}
	return ranked
}

// size is the estimate; what nobody has estimated comes behind what is.
func size(b BacklogItem) float64 {
	if b.Estimate == nil {
		return math.Inf(1)
	}
	return *b.Estimate
}

// prioritize is the item's priority with a Rank of 1 if it has a place.
func (b BacklogItem) prioritize(bet Priority, title string, today Date) WorkPriority {
	p := WorkPriority{BacklogItemID: b.ID, Score: bet.Score, Blocked: b.Blocked != "" || bet.Blocked,
		Critical: bet.Critical || b.Due != "" && b.Due.Since(today) <= WorkDueDays}
	e := Explained{Formula: "the priority of its bet; among equals first what is being done, then what is due first, then what is smaller"}
	switch {
	case title == "":
		e.Note = "It derives from no bet that is open."
	case bet.Rank > 0:
		e.Inputs = append(e.Inputs, Input{"its bet", fmt.Sprintf("“%s”, place %d", title, bet.Rank)})
		v := math.Round(bet.Score*10) / 10
		e.Value = &v
		p.Rank = b2i(!p.Blocked)
	case bet.Blocked:
		e.Inputs = append(e.Inputs, Input{"its bet", fmt.Sprintf("“%s” waits for something", title)})
	default:
		e.Note = fmt.Sprintf("Its bet “%s” serves no key result with a way left.", title)
	}
	if b.Blocked != "" {
		e.Inputs = append(e.Inputs, Input{"in its way", b.Blocked})
	}
	if b.Status == WorkDoing {
		e.Inputs = append(e.Inputs, Input{"being done", "yes"})
	}
	if b.Due != "" {
		e.Inputs = append(e.Inputs, Input{"due", string(b.Due)})
	}
	if b.Estimate != nil {
		e.Inputs = append(e.Inputs, Input{"estimate", InputNumber(*b.Estimate, b.Locale)})
	}
	p.Why = e
	return p
}
