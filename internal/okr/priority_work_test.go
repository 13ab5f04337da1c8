package okr

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestRankWork(t *testing.T) {
	one, five := 1.0, 5.0
	bets := map[string]Priority{"first": {Rank: 1, Score: 30, Serving: 1}, "second": {Rank: 2, Score: 10, Serving: 1}, "stuck": {Score: 90, Serving: 1, Blocked: true}, "idle": {Score: 0}}
	titles := map[string]string{"first": "First", "second": "Second", "stuck": "Stuck", "idle": "Idle"}
	item := func(id, bet string, change func(*BacklogItem)) BacklogItem {
		b := BacklogItem{ID: id, RoadmapItemID: bet, Status: WorkOpen}
		if change != nil {
			change(&b)
		}
		return b
	}
	items := []BacklogItem{
		item("a", "second", func(b *BacklogItem) { b.Status = WorkDoing }),
		item("b", "first", nil),
		item("c", "first", func(b *BacklogItem) { b.Estimate = &five }),
		item("d", "first", func(b *BacklogItem) { b.Estimate = &one }),
		item("e", "first", func(b *BacklogItem) { b.Due = "2026-11-12" }),
		item("f", "first", func(b *BacklogItem) { b.Status = WorkDoing }),
		item("g", "first", func(b *BacklogItem) { b.Blocked = "Nobody has the key." }),
		item("h", "stuck", nil),
		item("i", "idle", nil),
		item("j", "", nil),
		item("k", "first", func(b *BacklogItem) { b.Status = WorkDone }),
	}
	var got []string
	for _, p := range RankWork(items, bets, titles, "2026-11-09") {
		got = append(got, fmt.Sprintf("%s%d", p.BacklogItemID, p.Rank))
		if p.Critical != (p.BacklogItemID == "e") {
			t.Errorf("%s: critical %v", p.BacklogItemID, p.Critical)
		}
		if p.Blocked != (p.BacklogItemID == "g" || p.BacklogItemID == "h") {
			t.Errorf("%s: blocked %v", p.BacklogItemID, p.Blocked)
		}
		if p.Why.Formula == "" || len(p.Why.Inputs) == 0 && p.Why.Note == "" {
			t.Errorf("%s does not explain itself", p.BacklogItemID)
		}
	}
	if s := strings.Join(got, " "); s != "f1 e2 d3 c4 b5 a6 h0 g0 i0 j0" {
		t.Error(s)
	}
}

// Every open item has one place or stands apart; places are 1 to n, and the order does not depend on the order given.
func TestRankWorkIsAnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bets, titles := map[string]Priority{}, map[string]string{}
		for i := range rapid.IntRange(0, 4).Draw(t, "bets") {
			id := fmt.Sprint("bet", i)
			bets[id] = Priority{Rank: i, Score: rapid.Float64Range(0, 100).Draw(t, "score"), Serving: 1, Blocked: rapid.Bool().Draw(t, "stuck")}
			titles[id] = id
		}
		var items []BacklogItem
		for i := range rapid.IntRange(0, 12).Draw(t, "items") {
			items = append(items, BacklogItem{ID: fmt.Sprintf("%02d", i), RoadmapItemID: fmt.Sprint("bet", rapid.IntRange(0, 5).Draw(t, "of")), Status: rapid.SampledFrom(WorkStatuses).Draw(t, "status")})
		}
		ranked := RankWork(items, bets, titles, "2026-11-09")
		seen, open := map[string]bool{}, 0
		for _, b := range items {
			if b.Live() {
				open++
			}
		}
		for i, p := range ranked {
			if seen[p.BacklogItemID] || p.Rank != 0 && p.Rank != i+1 {
				t.Fatalf("%+v at %d", p, i)
			}
			seen[p.BacklogItemID] = true
		}
		if len(ranked) != open {
			t.Fatalf("%d of %d open items", len(ranked), open)
		}
		other := rapid.Permutation(items).Draw(t, "order")
		for i, p := range RankWork(other, bets, titles, "2026-11-09") {
			if p.BacklogItemID != ranked[i].BacklogItemID {
				t.Fatalf("at %d stands %s, in another order %s", i, ranked[i].BacklogItemID, p.BacklogItemID)
			}
		}
	})
}
