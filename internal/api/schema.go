package api

import (
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

func newSchemas() huma.Registry {
	r := huma.NewMapRegistry("#/components/schemas/", schemaName)
	r.RegisterTypeAlias(reflect.TypeFor[okr.Instant](), reflect.TypeFor[time.Time]())
	return r
}

// schemaName is a type's name in the document. What was read out of a file has its own objectives and key results beside okr's.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if strings.HasSuffix(t.PkgPath(), "/document") {
		return "Read" + name
	}
	return name
}

// enums are the types whose values are a few words. Where a field may be left out, "" stands for its usual value.
var enums = map[reflect.Type][]any{
	reflect.TypeFor[okr.TrapReply](): words(okr.TrapReplies...),

	reflect.TypeFor[okr.Stage]():              words(okr.Draft, okr.InReview, okr.Active, okr.Closed, okr.Dropped),
	reflect.TypeFor[okr.ObjectiveKind]():      words(okr.Committed, okr.Aspirational, okr.Learning),
	reflect.TypeFor[okr.KeyResultKind]():      words(okr.Number, okr.YesNo, okr.Milestones, okr.Judgement),
	reflect.TypeFor[okr.Direction]():          words(okr.Increase, okr.Decrease, okr.KeepAbove, okr.KeepBelow, okr.Reach),
	reflect.TypeFor[okr.StretchPhase]():       words("", okr.PhaseAchievable, okr.PhaseModerate, okr.PhaseAmbitious),
	reflect.TypeFor[okr.Culture]():            words("", okr.CulturePromise, okr.CultureBet),
	reflect.TypeFor[okr.ComfortAnswer]():      words(okr.ComfortEasy, okr.ComfortUncomfortable, okr.ComfortDoomed),
	reflect.TypeFor[okr.DataChoice]():         words(okr.DataDelay, okr.DataProxy, okr.DataTrack),
	reflect.TypeFor[okr.Answer]():             words("", okr.AnswerYes, okr.AnswerNo),
	reflect.TypeFor[okr.SourceKind]():         words(okr.Sum, okr.Mean, okr.Min, okr.Last),
	reflect.TypeFor[okr.UpstreamKind]():       words(okr.UpPillar, okr.UpObjective, okr.UpKeyResult),
	reflect.TypeFor[okr.Health]():             words(okr.NotStarted, okr.OnCourse, okr.Drifting, okr.InTrouble, okr.Silent, okr.HealthDone),
	reflect.TypeFor[okr.OrgRole]():            words(okr.OrgRoles...),
	reflect.TypeFor[okr.TeamRole]():           words(okr.TeamLead, okr.TeamMember),
	reflect.TypeFor[okr.NoticeHow]():          words(okr.NoticeNow, okr.NoticeDaily, okr.NoticeNever),
	reflect.TypeFor[okr.NoticeKind]():         words(noticeKinds()...),
	reflect.TypeFor[okr.MeetingShape]():       words(okr.MeetingShapes...),
	reflect.TypeFor[okr.CommitmentState]():    words(okr.CommitmentDone, okr.CommitmentCarried, okr.CommitmentLetGo),
	reflect.TypeFor[okr.Onward]():             words(okr.Onwards...),
	reflect.TypeFor[okr.RetrospectiveStage](): words(okr.RetrospectiveStages...),
	reflect.TypeFor[okr.ImprovementState]():   words(okr.ImprovementDone, okr.ImprovementDropped),
	reflect.TypeFor[okr.InsightPlace]():       words(okr.InsightPlaces...),
	reflect.TypeFor[okr.TeamScope]():          append([]any{""}, words(okr.TeamScopes...)...),
	reflect.TypeFor[okr.ContractKept]():       words(okr.ContractIsKept, okr.ContractNotKept),
	reflect.TypeFor[okr.Occasion]():           words(okr.Occasions()...),
	reflect.TypeFor[okr.ContractStage]():      words(okr.ContractAsked, okr.ContractCountered, okr.ContractAgreed, okr.ContractDeclined),
	reflect.TypeFor[okr.ProposalAnswer]():     append([]any{""}, words(okr.ProposalAdopted, okr.ProposalMerged, okr.ProposalDeclined)...),
	reflect.TypeFor[okr.InsightAnswer]():      append([]any{""}, words(okr.InsightAnswers...)...),
	reflect.TypeFor[okr.PieceKind]():          words(okr.PieceSame, okr.PieceAdded, okr.PieceGone),
	reflect.TypeFor[okr.Horizon]():            words(okr.Horizons...),
	reflect.TypeFor[okr.WorkStatus]():         words(okr.WorkStatuses...),
	reflect.TypeFor[okr.PartState]():          words(okr.PartOff, okr.PartOn, okr.PartFirstUse),
	reflect.TypeFor[app.InviteState]():        words(app.InvitedNew, app.InvitedAgain, app.InvitedNot, app.InvitedGone),
	reflect.TypeFor[okr.ChannelKind]():        words(okr.ChannelSlack, okr.ChannelTeams, okr.ChannelWebhook, okr.ChannelMail),
	reflect.TypeFor[okr.Verdict]():            words(okr.VerdictFine, okr.VerdictSuggestion, okr.VerdictQuestion),
	reflect.TypeFor[okr.ReviewEnd]():          words("", okr.ReviewAnswered, okr.ReviewTime, okr.ReviewLive, okr.ReviewWithdrawn),
}

func noticeKinds() (out []okr.NoticeKind) {
	for _, k := range okr.NoticeKinds {
		out = append(out, k.Kind)
	}
	return out
}

func words[T ~string](list ...T) []any {
	out := make([]any, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}

// refineAll says of every schema which fields are dates and which one of a few words: the types of okr know nothing of schemas.
func refineAll(r huma.Registry) {
	for name, schema := range r.Map() {
		t := r.TypeFromRef("#/components/schemas/" + name)
		if t == nil || t.Kind() != reflect.Struct {
			continue
		}
		for _, f := range reflect.VisibleFields(t) {
			tag, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			if property := schema.Properties[tag]; property != nil && !f.Anonymous {
				refine(property, f.Type, strings.Contains(options, "omit"))
			}
		}
		schema.PrecomputeMessages()
	}
}

const datePattern = `^(\d{4}-\d{2}-\d{2})?$`

func refine(s *huma.Schema, t reflect.Type, optional bool) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == reflect.TypeFor[okr.Date]():
		s.Pattern, s.PatternDescription = datePattern, "a date as year-month-day, for example 2026-11-09"
	case t.Kind() == reflect.Slice && s.Items != nil && s.Items.Ref == "":
		refine(s.Items, t.Elem(), false)
	case enums[t] != nil && s.Ref == "":
		s.Enum = enums[t]
		if optional {
			s.Enum = append([]any{""}, s.Enum...)
		}
	}
}
