package app

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// An InsightInput is a new insight.
type InsightInput struct {
	PillarID string           `json:"pillar_id"`
	Seen     okr.InsightPlace `json:"seen"`
	Text     string           `json:"text"`
	URL      string           `json:"url,omitempty"`
}

// An InsightPatch changes what is not nil.
type InsightPatch struct {
	ID      string            `json:"id,omitempty"`
	Version int               `json:"version,omitempty"`
	Seen    *okr.InsightPlace `json:"seen,omitempty"`
	Text    *string           `json:"text,omitempty"`
	URL     *string           `json:"url,omitempty"`
}

// An InsightReply is the leadership's answer.
type InsightReply struct {
	ID      string            `json:"id,omitempty"`
	Version int               `json:"version,omitempty"`
	Answer  okr.InsightAnswer `json:"answer"` // "" takes the answer back
	Why     string            `json:"why,omitempty"`
}

// An InsightView is an insight with what the actor may do with it.
type InsightView struct {
	okr.Insight
	May    bool `json:"may_edit"`
	Answer bool `json:"may_answer"`
}

// Insights are what people have seen, the latest first, with how many wait for an answer.
type Insights struct {
	Insights []InsightView  `json:"insights"`
	Waiting  map[string]int `json:"unanswered"` // by pillar
	Names    Names          `json:"names"`
}

// insightsShown is how many insights a list holds at most.
const insightsShown = 500

// Insights lists the insights on a pillar, or on all with "", in two statements.
func (a *App) Insights(ctx context.Context, actor Actor, pillarID string) (Insights, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Insights, error) {
		out := Insights{Insights: []InsightView{}, Waiting: map[string]int{}}
		if pillarID != "" {
			if _, err := tx.Pillar(pillarID); err != nil {
				return out, err
			}
		}
		list, err := tx.Insights(pillarID, insightsShown)
		if err != nil {
			return out, err
		}
		var people []string
		for _, i := range list {
			if i.Answer == "" {
				out.Waiting[i.PillarID]++
			}
			out.Insights = append(out.Insights, InsightView{i, okr.CanEditInsight(actor.Viewer, i) == nil, okr.CanLead(actor.Viewer) == nil})
			people = append(people, i.AuthorID, i.AnsweredBy)
		}
		out.Names, err = tx.Names(people)
		return out, err
	})
}

// AddInsight leaves an insight on a pillar. It is for everybody who reads it.
func (a *App) AddInsight(ctx context.Context, actor Actor, in InsightInput) (okr.Insight, error) {
	return do(ctx, a, actor, "insight.added", in, func(t *act) (okr.Insight, error) {
		i := okr.Insight{ID: t.newID(), PillarID: in.PillarID, AuthorID: actor.Viewer.MemberID, Seen: in.Seen, Text: in.Text, URL: strings.TrimSpace(in.URL), Version: 1, Created: t.Now}
		setText(&i.Text, &i.Text)
		if err := errors.Join(okr.CanComment(actor.Viewer), i.Check()); err != nil {
			return i, err
		}
		p, err := t.Pillar(i.PillarID)
		if isMissing(err) || err == nil && p.Removed != 0 {
			return i, okr.Fail(okr.Invalid, "pillar_id", "There is no such choice in the strategy. Choose from the list.")
		}
		if err != nil {
			return i, err
		}
		return i, add(t, "", i)
	})
}

// EditInsight changes an insight that waits for its answer.
func (a *App) EditInsight(ctx context.Context, actor Actor, in InsightPatch) (okr.Insight, error) {
	return a.changeInsight(ctx, actor, "insight.edited", in.ID, in.Version, in, func(_ *act, i *okr.Insight) error {
		set(&i.Seen, in.Seen)
		setText(&i.Text, in.Text)
		set(&i.URL, in.URL)
		return okr.CanEditInsight(actor.Viewer, *i)
	})
}

// AnswerInsight says what the leadership does with an insight.
func (a *App) AnswerInsight(ctx context.Context, actor Actor, in InsightReply) (okr.Insight, error) {
	return a.changeInsight(ctx, actor, "insight.answered", in.ID, in.Version, in, func(t *act, i *okr.Insight) error {
		i.Answer, i.Why, i.AnsweredBy, i.Answered = in.Answer, strings.TrimSpace(in.Why), actor.Viewer.MemberID, t.Now
		if in.Answer == "" {
			i.Why, i.AnsweredBy, i.Answered = "", "", 0
		}
		return okr.CanLead(actor.Viewer)
	})
}

// RemoveInsight takes an insight back; it can be restored.
func (a *App) RemoveInsight(ctx context.Context, actor Actor, in RemovalInput) (okr.Insight, error) {
	return a.changeInsight(ctx, actor, "insight.removed", in.ID, in.Version, in, func(t *act, i *okr.Insight) error {
		i.Removed, t.Reason = cmp.Or(i.Removed, t.Now), strings.TrimSpace(in.Reason)
		return okr.CanEditInsight(actor.Viewer, *i)
	})
}

// RestoreInsight brings a removed insight back.
func (a *App) RestoreInsight(ctx context.Context, actor Actor, in RemovalInput) (okr.Insight, error) {
	return a.changeInsight(ctx, actor, "insight.restored", in.ID, in.Version, in, func(_ *act, i *okr.Insight) error {
		i.Removed = 0
		return okr.CanEditInsight(actor.Viewer, *i)
	})
}

func (a *App) changeInsight(ctx context.Context, actor Actor, kind okr.EventKind, id string, version int, in any, change func(*act, *okr.Insight) error) (okr.Insight, error) {
	return do(ctx, a, actor, kind, in, func(t *act) (okr.Insight, error) {
		i, err := t.Insight(id)
		if err != nil {
			return i, err
		}
		if err := stale(version, i.Version, i); err != nil {
			return i, err
		}
		if err := change(t, &i); err != nil {
			return i, err
		}
		if err := i.Check(); err != nil {
			return i, err
		}
		return i, save(t, "", &i)
	})
}
