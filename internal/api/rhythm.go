package api

import (
	"context"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

func (s *server) registerWins() {
	const tag = "Wins"
	register(s, route(tag, "list-wins", "GET /wins", "What went well, the latest first: of the last four weeks unless you say otherwise."),
		func(ctx context.Context, a app.Actor, in *struct {
			Team string   `query:"team" maxLength:"64" doc:"A team's id; all unless given."`
			From okr.Date `query:"from" pattern:"^\\d{4}-\\d{2}-\\d{2}$" patternDescription:"a date as year-month-day, for example 2026-11-09"`
			To   okr.Date `query:"to" pattern:"^\\d{4}-\\d{2}-\\d{2}$" patternDescription:"a date as year-month-day, for example 2026-11-09"`
		}) (*body[app.WinWall], error) {
			return answer(s.App.Wins(ctx, a, app.WinQuery{TeamID: in.Team, From: in.From, To: in.To}))
		})
	register(s, route(tag, "share-win", "POST /wins", "Share what went well, with thanks to people and teams. It needs no objective.").created(),
		func(ctx context.Context, a app.Actor, in *given[app.WinInput]) (*tagged[okr.Win], error) {
			return versioned(s.App.ShareWin(ctx, a, in.Body))
		})
	register(s, route(tag, "edit-win", "PATCH /wins/{id}", "Change the fields that you name."),
		func(ctx context.Context, a app.Actor, in *change[app.WinPatch]) (*tagged[okr.Win], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EditWin(ctx, a, in.Body))
		})
	register(s, route(tag, "remove-win", "DELETE /wins/{id}", "Take a win back; it can be restored."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.Win], error) {
			return versioned(s.App.RemoveWin(ctx, a, in.input()))
		})
	register(s, route(tag, "restore-win", "POST /wins/{id}/restore", "Restore a removed win."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.Win], error) {
			return versioned(s.App.RestoreWin(ctx, a, in.input()))
		})
}

func (s *server) registerVotes() {
	const tag = "Check-ins"
	register(s, route(tag, "vote", "PUT /key-results/{id}/vote", "Say how sure you are of a key result that somebody else checks in on; without a confidence, take that back.").without("key_result_id").
		about("Everybody has one standing vote. The answer is the spread; nobody's vote is shown to anybody else, and the confidence of the check-in stays what its author gave."),
		func(ctx context.Context, a app.Actor, in *to[app.VoteInput]) (*body[app.Votes], error) {
			in.Body.KeyResultID = in.ID
			return answer(s.App.Vote(ctx, a, in.Body))
		})
	register(s, route(tag, "nudge", "POST /key-results/{id}/nudge", "Ask whoever checks in how it stands, once for each day on which a check-in was due; a second time answers with the first."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[okr.Nudge], error) {
			return answer(s.App.Nudge(ctx, a, in.ID))
		})
}

func (s *server) registerMeetings() {
	const tag = "Meetings"
	register(s, route(tag, "get-status-update", "GET /teams/{id}/update", "What a team says of a week, as text and Markdown: what was kept, else what its check-ins and commitments say."),
		func(ctx context.Context, a app.Actor, in *struct {
			ByID
			OfWeek
		}) (*tagged[app.StatusUpdateView], error) {
			return versioned(s.App.StatusUpdate(ctx, a, in.ID, in.Week))
		})
	register(s, route(tag, "keep-status-update", "PUT /teams/{id}/update", "Keep a team's update of a week as it was edited; its earlier texts stay in the log.").without("team_id"),
		func(ctx context.Context, a app.Actor, in *change[app.StatusUpdateInput]) (*tagged[okr.StatusUpdate], error) {
			in.Body.TeamID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.KeepStatusUpdate(ctx, a, in.Body))
		})
	register(s, route(tag, "get-meeting", "GET /teams/{id}/meeting", "What a meeting of a team is about today: what needs people most first, what goes well, wins."),
		func(ctx context.Context, a app.Actor, in *struct {
			ByID
			Shape okr.MeetingShape `query:"shape" enum:"weekly,all_hands,one_to_one,monthly" default:"weekly"`
		}) (*body[app.Meeting], error) {
			return answer(s.App.Meeting(ctx, a, in.ID, in.Shape))
		})
	register(s, route(tag, "rate-meeting", "POST /teams/{id}/meeting/worth", "Say whether today's meeting was worth your time. It is counted without your name, and shown from five answers up.").without("team_id"),
		func(ctx context.Context, a app.Actor, in *to[app.WorthInput]) (*body[app.Meeting], error) {
			in.Body.TeamID = in.ID
			return answer(s.App.RateMeeting(ctx, a, in.Body))
		})
	register(s, route(tag, "hold-meeting", "POST /teams/{id}/meeting/held", "Say that today's meeting was run through, and how many minutes it took: what the rituals cost is then measured.").without("team_id"),
		func(ctx context.Context, a app.Actor, in *to[app.HeldInput]) (*body[app.Meeting], error) {
			in.Body.TeamID = in.ID
			return answer(s.App.MeetingHeld(ctx, a, in.Body))
		})
}

// OfWeek names a week by any of its days.
type OfWeek struct {
	Week okr.Date `query:"week" pattern:"^\\d{4}-\\d{2}-\\d{2}$" patternDescription:"a date as year-month-day, for example 2026-11-09" doc:"Any day of the week; this week unless given."`
}

func (s *server) registerCommitments() {
	const tag = "Commitments"
	register(s, route(tag, "list-commitments", "GET /teams/{id}/commitments", "What a team will do in a week, what earlier weeks have left open, and what comes in the next four."),
		func(ctx context.Context, a app.Actor, in *struct {
			ByID
			OfWeek
		}) (*body[app.TeamWeek], error) {
			return answer(s.App.Commitments(ctx, a, in.ID, in.Week))
		})
	register(s, route(tag, "get-four-squares", "GET /teams/{id}/four-squares", "A team's Monday: commitments, confidence in its key results, KPIs, and what comes in the next four weeks."),
		func(ctx context.Context, a app.Actor, in *struct {
			ByID
			OfWeek
		}) (*body[app.FourSquares], error) {
			return answer(s.App.FourSquares(ctx, a, in.ID, in.Week))
		})
	register(s, route(tag, "add-commitment", "POST /commitments", "Say what a team will do in a week, and which key result it moves; without one it is business as usual.").created(),
		func(ctx context.Context, a app.Actor, in *given[app.CommitmentInput]) (*tagged[okr.Commitment], error) {
			return versioned(s.App.AddCommitment(ctx, a, in.Body))
		})
	register(s, route(tag, "edit-commitment", "PATCH /commitments/{id}", "Change the fields that you name. The state done ticks it, an empty one takes the tick back."),
		func(ctx context.Context, a app.Actor, in *change[app.CommitmentPatch]) (*tagged[okr.Commitment], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EditCommitment(ctx, a, in.Body))
		})
	register(s, route(tag, "carry-commitment", "POST /commitments/{id}/carry", "Let what an earlier week has left open go on in this one, as a new commitment that names it."),
		func(ctx context.Context, a app.Actor, in *Thing) (*tagged[okr.Commitment], error) {
			return versioned(s.App.CarryCommitment(ctx, a, in.input()))
		})
	register(s, route(tag, "remove-commitment", "DELETE /commitments/{id}", "Remove a commitment; it can be restored."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.Commitment], error) {
			return versioned(s.App.RemoveCommitment(ctx, a, in.input()))
		})
	register(s, route(tag, "restore-commitment", "POST /commitments/{id}/restore", "Restore a removed commitment."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.Commitment], error) {
			return versioned(s.App.RestoreCommitment(ctx, a, in.input()))
		})
}
