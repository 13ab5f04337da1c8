package api

import (
	"context"
	"net/http"

	"github.com/headwater-okr/headwater/internal/app"
)

// A checkInOutcome is one item of a bulk check-in: the result, or the problem with it.
type checkInOutcome struct {
	Result  *app.CheckInResult `json:"result,omitempty"`
	Problem string             `json:"problem,omitempty" doc:"Why this one was not taken; the others were."`
}

func (s *server) registerCheckIns() {
	register(s, op{method: http.MethodGet, path: "/check-ins/queue", id: "check-in-queue", tag: "Check-ins", summary: "What you check in on: what is due first."},
		func(ctx context.Context, a app.Actor, _ *struct{}) (*body[app.CheckInQueue], error) {
			q, err := s.App.CheckInQueue(ctx, a)
			return &body[app.CheckInQueue]{q}, err
		})
	register(s, op{method: http.MethodPost, path: "/check-ins", id: "check-in", tag: "Check-ins", status: http.StatusCreated,
		summary: "Check in on a key result: where it is now, how sure you are, what changed.", about: "One transaction: the value, the key result, its objective's progress and one event. A late value is taken until the objective is closed."},
		func(ctx context.Context, a app.Actor, in *struct{ Body app.CheckInInput }) (*body[app.CheckInResult], error) {
			r, err := s.App.CheckIn(ctx, a, in.Body)
			return &body[app.CheckInResult]{r}, err
		})
	register(s, op{method: http.MethodPost, path: "/check-ins/bulk", id: "check-in-bulk", tag: "Check-ins", summary: "Check in on many key results at once, together or each for itself."},
		func(ctx context.Context, a app.Actor, in *struct{ Body app.CheckInsInput }) (*body[[]checkInOutcome], error) {
			list, err := s.App.CheckIns(ctx, a, in.Body)
			out := make([]checkInOutcome, len(list))
			for i, o := range list {
				out[i].Result = o.Result
				if o.Error != nil {
					out[i].Problem = o.Error.Error()
				}
			}
			return &body[[]checkInOutcome]{out}, err
		})
	register(s, op{method: http.MethodPatch, path: "/check-ins/{id}", id: "amend-check-in", tag: "Check-ins", summary: "Amend a check-in; its history stays."},
		func(ctx context.Context, a app.Actor, in *struct {
			idInput
			Body app.CheckInPatch
		}) (*body[app.CheckInResult], error) {
			in.Body.ID = in.ID
			r, err := s.App.AmendCheckIn(ctx, a, in.Body)
			return &body[app.CheckInResult]{r}, err
		})
	register(s, op{method: http.MethodDelete, path: "/check-ins/{id}", id: "remove-check-in", tag: "Check-ins", summary: "Remove a check-in; it can be restored."},
		func(ctx context.Context, a app.Actor, in *idInput) (*body[app.CheckInResult], error) {
			r, err := s.App.RemoveCheckIn(ctx, a, app.RemovalInput{ID: in.ID})
			return &body[app.CheckInResult]{r}, err
		})
	register(s, op{method: http.MethodPost, path: "/check-ins/{id}/restore", id: "restore-check-in", tag: "Check-ins", summary: "Restore a removed check-in."},
		func(ctx context.Context, a app.Actor, in *idInput) (*body[app.CheckInResult], error) {
			r, err := s.App.RestoreCheckIn(ctx, a, app.RemovalInput{ID: in.ID})
			return &body[app.CheckInResult]{r}, err
		})
}
