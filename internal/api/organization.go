package api

import (
	"context"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

func (s *server) registerWeek() {
	const tag = "This week"
	register(s, route(tag, "get-week", "GET /week", "Everything of This week for you: what is due, your teams, your line of sight, who needs help."),
		func(ctx context.Context, a app.Actor, _ *none) (*body[app.Week], error) {
			return answer(s.App.Week(ctx, a))
		})
	register(s, route(tag, "get-surroundings", "GET /surroundings", "Today, the current cycle, and the cycles and teams to choose from."),
		func(ctx context.Context, a app.Actor, _ *none) (*body[app.Surroundings], error) {
			return answer(s.App.Around(ctx, a))
		})
}

func (s *server) registerOrganization() {
	const tag = "Organization"
	register(s, route(tag, "get-organization", "GET /organization", "The organization that the token belongs to, with its settings."),
		func(ctx context.Context, a app.Actor, _ *none) (*tagged[okr.Organization], error) {
			return versioned(s.App.Organization(ctx, a))
		})
	register(s, route(tag, "edit-organization", "PATCH /organization", "Change the name, the address or the settings that you name."),
		func(ctx context.Context, a app.Actor, in *struct {
			Conditional
			Body app.EditOrganizationInput
		}) (*tagged[okr.Organization], error) {
			in.Body.Version = in.or(in.Body.Version)
			return versioned(s.App.EditOrganization(ctx, a, in.Body))
		})
	register(s, route(tag, "list-removed", "GET /removed", "The teams, cycles and pillars that can be restored. Removed objectives are found with removed=true."),
		func(ctx context.Context, a app.Actor, _ *none) (*body[app.Removed], error) {
			return answer(s.App.Removed(ctx, a))
		})
}

func (s *server) registerNotices() {
	register(s, route("Notices", "list-notices", "GET /notices", "What you were told of, the mails as they were sent, and the mail of the morning as it would be now. What is mailed, and when, are your preferences: edit-member."),
		func(ctx context.Context, a app.Actor, _ *none) (*body[app.NoticePage], error) {
			return answer(s.App.Notices(ctx, a))
		})
}

func (s *server) registerCalendars() {
	const tag = "Calendars"
	register(s, route(tag, "list-calendar-links", "GET /calendar-links", "Your private links for calendar programs, and when each was last read."),
		func(ctx context.Context, a app.Actor, _ *none) (*body[[]app.CalendarLink], error) {
			return list(s.App.CalendarLinks(ctx, a))
		})
	register(s, route(tag, "make-calendar-link", "POST /calendar-links", "Make a private link to a calendar (iCalendar) of what is yours, or of a team. Its secret is in this answer and nowhere else.").created().
		about("The calendar is at /link/calendar/{secret}.ics, without signing in. Whoever has the link reads what you see: check-in days, due dates, the stages of cycles, weekly meetings. The link that you had before leads nowhere from then on. A repeated Idempotency-Key makes another link: secrets are not kept."),
		func(ctx context.Context, a app.Actor, in *given[app.CalendarLinkInput]) (*body[app.CalendarLink], error) {
			return answer(s.App.NewCalendarLink(ctx, a, in.Body))
		})
	register(s, route(tag, "remove-calendar-link", "DELETE /calendar-links/{id}", "End a private link for good."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.CalendarLink], error) {
			return answer(s.App.RemoveCalendarLink(ctx, a, in.ID))
		})
}

func (s *server) registerTokens() {
	const tag = "Tokens"
	register(s, route(tag, "list-tokens", "GET /tokens", "Your tokens, expired and revoked ones too; for administrators also those of services."),
		func(ctx context.Context, a app.Actor, _ *none) (*body[[]app.Token], error) {
			return list(s.App.Tokens(ctx, a))
		})
	register(s, route(tag, "make-token", "POST /tokens", "Make a token. Its secret is in this answer and nowhere else.").created().
		about("The scopes are read, write and admin; each holds those before it. A token makes none that may more than itself. A service token acts as a member of its own, so that it outlives whoever made it. A repeated Idempotency-Key makes another token: secrets are not kept."),
		func(ctx context.Context, a app.Actor, in *given[app.NewTokenInput]) (*body[app.Token], error) {
			return answer(s.App.NewToken(ctx, a, in.Body))
		})
	register(s, route(tag, "revoke-token", "DELETE /tokens/{id}", "End a token for good."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.Token], error) {
			return answer(s.App.RevokeToken(ctx, a, in.ID))
		})
}
