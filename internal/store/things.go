package store

import "github.com/headwater-okr/headwater/internal/okr"

// The tables of the things that have versions and after-images: each is written as one row, read as one value.

var organizations = table[okr.Organization]{"organization", "t", func(o *okr.Organization) []field {
	return []field{{"id", &o.ID}, {"slug", &o.Slug}, {"name", &o.Name}, {"settings", asJSON{&o.Set}}, {"version", &o.Version}, {"created_at", &o.Created}, {"teams_as", &o.TeamsAs}}
}}

var teams = table[okr.Team]{"team", "t", func(t *okr.Team) []field {
	return []field{{"id", &t.ID}, {"parent_id", &t.ParentID}, {"name", &t.Name}, {"slug", &t.Slug}, {"rhythm", &t.Rhythm},
		{"weekday", &t.Weekday}, {"time_zone", &t.TimeZone}, {"position", &t.Position}, {"meeting_day", &t.MeetingDay}, {"meeting_time", &t.MeetingTime}, {"merged_id", &t.MergedID},
		{"removed_at", &t.Removed}, {"version", &t.Version}, {"created_at", &t.Created}}
}}

var members = table[okr.Member]{"member", "t", func(m *okr.Member) []field {
	return []field{{"id", &m.ID}, {"person_id", &m.PersonID}, {"role", &m.Role}, {"preferences", asJSON{&m.Preferences}},
		{"service", &m.Service}, {"deactivated_at", &m.Deactivated}, {"version", &m.Version}, {"created_at", &m.Created}}
}}

var visions = table[okr.Vision]{"vision", "t", func(v *okr.Vision) []field {
	return []field{{"id", &v.ID}, {"text", &v.Text}, {"version", &v.Version}, {"created_at", &v.Created}}
}}

var pillars = table[okr.Pillar]{"pillar", "t", func(p *okr.Pillar) []field {
	return []field{{"id", &p.ID}, {"title", &p.Title}, {"choice", &p.Choice}, {"not_doing", &p.NotDoing}, {"horizon", &p.Horizon},
		{"signal", &p.Signal}, {"position", &p.Position}, {"removed_at", &p.Removed}, {"version", &p.Version}, {"created_at", &p.Created}}
}}

var cycles = table[okr.Cycle]{"cycle", "t", func(c *okr.Cycle) []field {
	return []field{{"id", &c.ID}, {"parent_id", &c.ParentID}, {"name", &c.Name}, {"slug", &c.Slug}, {"start_date", &c.Start},
		{"end_date", &c.End}, {"execution_start", &c.Execute}, {"closing_start", &c.Closing}, {"brief", asJSON{&c.Brief}}, {"closed_at", &c.Closed},
		{"removed_at", &c.Removed}, {"version", &c.Version}, {"created_at", &c.Created}}
}}

var objectives = table[okr.Objective]{"objective", "o", func(o *okr.Objective) []field {
	return []field{{"id", &o.ID}, {"number", &o.Number}, {"lineage_id", &o.LineageID}, {"cycle_id", &o.CycleID}, {"title", &o.Title},
		{"kind", &o.Kind}, {"stage", &o.Stage}, {"why_important", &o.WhyImportant}, {"why_urgent", &o.WhyUrgent},
		{"evidence", &o.Evidence}, {"owner_id", &o.OwnerID}, {"decider_id", &o.DeciderID}, {"links", asJSON{&o.Links}}, {"dismissed", asJSON{&o.Dismissed}}, {"comfort", asJSON{&o.Comfort}}, {"private", &o.Private},
		{"position", &o.Position}, {"progress", &o.Progress}, {"grade", &o.Grade}, {"drop_reason", &o.DropReason},
		{"closing_note", asJSON{&o.Note}}, {"onward", &o.Note.Onward}, {"lessons", asJSON{&o.Lessons}}, {"proposed_by", asJSON{&o.ProposedBy}}, {"activated_at", &o.Activated}, {"ended_at", &o.Ended}, {"removed_at", &o.Removed},
		{"source", &o.Origin.Source}, {"external_id", &o.Origin.External}, {"import_id", &o.Origin.ImportID},
		{"version", &o.Version}, {"created_at", &o.Created}}
}}

var keyResults = table[okr.KeyResult]{"key_result", "k", func(k *okr.KeyResult) []field {
	return []field{{"id", &k.ID}, {"objective_id", &k.ObjectiveID}, {"lineage_id", &k.LineageID}, {"title", &k.Title}, {"kind", &k.Kind},
		{"learning", &k.Learning}, {"metric", &k.Metric}, {"unit", &k.Unit}, {"direction", &k.Direction}, {"baseline", &k.Baseline},
		{"target", &k.Target}, {"plan", asJSON{&k.Plan}}, {"mark_commit", &k.Marks.Commit}, {"mark_stretch", &k.Marks.Stretch},
		{"milestones", asJSON{&k.Stages}}, {"start_date", &k.Start}, {"due_date", &k.Due}, {"weight", &k.Weight},
		{"owner_id", &k.OwnerID}, {"check_in_owner_id", &k.CheckInOwnerID}, {"source_kind", &k.Source.Kind},
		{"source_of", asJSON{&k.Source.Of}}, {"dismissed", asJSON{&k.Dismissed}}, {"readiness", asJSON{&k.Readiness}}, readyOf(k), readyUntilOf(k), {"position", &k.Position}, {"value", &k.Value}, {"confidence", &k.Confidence},
		{"progress", &k.Progress}, {"checked_as_of", &k.CheckedAs}, {"checked_at", &k.CheckedAt}, {"checks", &k.Checks},
		{"trail", asJSON{&k.Trail}}, {"blocked_at", &k.Blocked}, {"grade", &k.Grade}, {"removed_at", &k.Removed},
		{"source", &k.Origin.Source}, {"external_id", &k.Origin.External}, {"import_id", &k.Origin.ImportID},
		{"version", &k.Version}, {"created_at", &k.Created}}
}}

// standings are what the health and the readiness of a key result follow from, without its texts.
var standings = table[okr.KeyResult]{"key_result", "k", func(k *okr.KeyResult) []field {
	return []field{{"id", &k.ID}, {"objective_id", &k.ObjectiveID}, {"kind", &k.Kind}, {"direction", &k.Direction}, {"baseline", &k.Baseline},
		{"target", &k.Target}, {"plan", asJSON{&k.Plan}}, {"mark_commit", &k.Marks.Commit}, {"mark_stretch", &k.Marks.Stretch},
		{"milestones", asJSON{&k.Stages}}, {"start_date", &k.Start}, {"due_date", &k.Due}, {"weight", &k.Weight}, {"readiness", asJSON{&k.Readiness}},
		{"owner_id", &k.OwnerID}, {"check_in_owner_id", &k.CheckInOwnerID}, {"source_kind", &k.Source.Kind}, {"value", &k.Value}, {"confidence", &k.Confidence}, {"progress", &k.Progress}, {"checked_as_of", &k.CheckedAs}, {"checked_at", &k.CheckedAt},
		{"checks", &k.Checks}, {"trail", asJSON{&k.Trail}}, {"blocked_at", &k.Blocked}, {"created_at", &k.Created}}
}}

var checkIns = table[okr.CheckIn]{"check_in", "t", func(c *okr.CheckIn) []field {
	return []field{{"id", &c.ID}, {"key_result_id", &c.KeyResultID}, {"author_id", &c.AuthorID}, {"as_of", &c.AsOf}, {"value", &c.Value},
		{"confidence", &c.Confidence}, {"note", &c.Note}, {"progress", &c.Progress}, {"health", &c.Health}, {"evidence", &c.Evidence}, {"blocker", &c.Blocker},
		{"amended_at", &c.Amended}, {"removed_at", &c.Removed}, {"version", &c.Version}, {"recorded_at", &c.Recorded}}
}}

var blockers = table[okr.Blocker]{"blocker", "t", func(b *okr.Blocker) []field {
	return []field{{"id", &b.ID}, {"key_result_id", &b.KeyResultID}, {"text", &b.Text}, {"owner_id", &b.OwnerID},
		{"raised_at", &b.Raised}, {"resolved_at", &b.Resolved}, {"version", &b.Version}}
}}

var comments = table[okr.Comment]{"comment", "t", func(c *okr.Comment) []field {
	return []field{{"id", &c.ID}, {"objective_id", &c.ObjectiveID}, {"key_result_id", &c.KeyResultID}, {"author_id", &c.AuthorID},
		{"text", &c.Text}, {"mentions", asJSON{&c.Mentions}}, {"edited_at", &c.Edited}, {"removed_at", &c.Removed},
		{"version", &c.Version}, {"created_at", &c.Created}}
}}

var kpis = table[okr.KPI]{"kpi", "t", func(k *okr.KPI) []field {
	return []field{{"id", &k.ID}, {"team_id", &k.TeamID}, {"name", &k.Name}, {"unit", &k.Unit}, {"low", &k.Low}, {"high", &k.High},
		{"owner_id", &k.OwnerID}, {"value", &k.Value}, {"value_date", &k.ValueDate}, {"removed_at", &k.Removed},
		{"version", &k.Version}, {"created_at", &k.Created}}
}}

var kpiValues = table[okr.KPIValue]{"kpi_value", "t", func(v *okr.KPIValue) []field {
	return []field{{"id", &v.ID}, {"kpi_id", &v.KPIID}, {"author_id", &v.AuthorID}, {"day", &v.Date}, {"value", &v.Value},
		{"note", &v.Note}, {"removed_at", &v.Removed}, {"version", &v.Version}, {"recorded_at", &v.Recorded}}
}}

var wins = table[okr.Win]{"win", "t", func(w *okr.Win) []field {
	return []field{{"id", &w.ID}, {"author_id", &w.AuthorID}, {"team_id", &w.TeamID}, {"text", &w.Text}, {"thanks", asJSON{&w.Thanks}}, {"day", &w.Date},
		{"removed_at", &w.Removed}, {"version", &w.Version}, {"created_at", &w.Created}}
}}

var commitments = table[okr.Commitment]{"commitment", "t", func(c *okr.Commitment) []field {
	return []field{{"id", &c.ID}, {"team_id", &c.TeamID}, {"week", &c.Week}, {"text", &c.Text}, {"key_result_id", &c.KeyResultID}, {"owner_id", &c.OwnerID},
		{"state", &c.State}, {"carried_id", &c.CarriedID}, {"removed_at", &c.Removed}, {"version", &c.Version}, {"created_at", &c.Created}}
}}

var votes = table[okr.Vote]{"vote", "t", func(v *okr.Vote) []field {
	return []field{{"id", &v.ID}, {"key_result_id", &v.KeyResultID}, {"member_id", &v.MemberID}, {"confidence", &v.Confidence},
		{"removed_at", &v.Removed}, {"version", &v.Version}, {"recorded_at", &v.Recorded}}
}}

var nudges = table[okr.Nudge]{"nudge", "t", func(n *okr.Nudge) []field {
	return []field{{"id", &n.ID}, {"key_result_id", &n.KeyResultID}, {"author_id", &n.AuthorID}, {"due", &n.Due}, {"created_at", &n.Created}}
}}
