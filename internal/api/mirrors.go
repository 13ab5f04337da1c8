package api

import (
	"context"
	"encoding/json"
	"io"
	"net/http"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

func (s *server) registerMirrors() {
	const tag = "Mirrors"
	register(s, route(tag, "list-mirrors", "GET /mirrors", "The mirrors of outside backlogs and roadmaps, with how their reading goes."),
		func(ctx context.Context, a app.Actor, _ *none) (*body[app.MirrorList], error) {
			return answer(s.App.Mirrors(ctx, a))
		})
	register(s, route(tag, "get-mirror", "GET /mirrors/{id}", "One mirror."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.MirrorList], error) {
			return answer(s.App.Mirror(ctx, a, in.ID))
		})
	register(s, route(tag, "add-mirror", "POST /mirrors", "Mirror an outside backlog or roadmap. It is read within seconds.").created().
		about("The token needs to read only. It is kept sealed and never shown again; what comes back is that there is one, and its last characters."),
		func(ctx context.Context, a app.Actor, in *given[app.NewMirrorInput]) (*tagged[okr.Mirror], error) {
			return versioned(s.App.AddMirror(ctx, a, in.Body))
		})
	register(s, route(tag, "edit-mirror", "PATCH /mirrors/{id}", "Change the fields that you name. A new address forgets the token unless one comes with it."),
		func(ctx context.Context, a app.Actor, in *change[app.MirrorPatch]) (*tagged[okr.Mirror], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EditMirror(ctx, a, in.Body))
		})
	register(s, route(tag, "remove-mirror", "DELETE /mirrors/{id}", "Remove a mirror; what it has copied stays, and it can be restored."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.Mirror], error) {
			return versioned(s.App.RemoveMirror(ctx, a, in.input()))
		})
	register(s, route(tag, "restore-mirror", "POST /mirrors/{id}/restore", "Restore a removed mirror. It reads on."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.Mirror], error) {
			return versioned(s.App.RestoreMirror(ctx, a, in.input()))
		})
	register(s, route(tag, "read-mirror", "POST /mirrors/{id}/read", "Have a mirror read now: within seconds. whole reads all of it, so that what is gone is seen."),
		func(ctx context.Context, a app.Actor, in *to[app.ReadMirrorInput]) (*body[okr.Mirror], error) {
			in.Body.ID = in.ID
			return answer(s.App.ReadMirror(ctx, a, in.Body))
		})
	register(s, route(tag, "make-mirror-hook", "POST /mirrors/{id}/hook", "Make the secret that the tool signs its messages with. It is shown this once."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.MirrorHookSecret], error) {
			return answer(s.App.NewMirrorHook(ctx, a, app.ThingInput{ID: in.ID}))
		})
	s.registerMirrorTrials(tag)
}

func (s *server) registerMirrorTrials(tag string) {
	try := route(tag, "try-mirror", "POST /mirrors/try", "Ask the tool for a first batch and keep nothing: whether address, place and token are right, and what the rules would make of it.").without()
	try.reads = true
	register(s, try, func(ctx context.Context, a app.Actor, in *given[app.MirrorTry]) (*body[app.MirrorSample], error) {
		return answer(s.App.TryMirror(ctx, a, in.Body))
	})
	preview := route(tag, "preview-mirror", "POST /mirrors/{id}/preview", "What other rules would make of what the mirror has read.")
	preview.reads = true
	register(s, preview, func(ctx context.Context, a app.Actor, in *to[app.MirrorPreview]) (*body[app.MirrorSample], error) {
		in.Body.ID = in.ID
		return answer(s.App.PreviewMirror(ctx, a, in.Body))
	})
	upload := route(tag, "upload-mirror", "POST /mirrors/{id}/file", "Bring a mirror of a CSV file up to date by a newer file. What is not in it any more is gone.")
	upload.body = 17 << 20
	register(s, upload, func(ctx context.Context, a app.Actor, in *to[app.MirrorUpload]) (*body[okr.Mirror], error) {
		in.Body.ID = in.ID
		return answer(s.App.UploadMirror(ctx, a, in.Body))
	})
}

// message takes what a tool sends by itself: it has no token, and is known by its signature.
func (s *server) message(w http.ResponseWriter, r *http.Request) {
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 5<<20))
	if err != nil {
		err = okr.Fail(okr.Invalid, "body", "This message is too large, or was cut off.")
	} else {
		err = s.App.MirrorMessage(r.Context(), r.PathValue("org"), r.PathValue("id"), r.Header, b)
	}
	if err == nil {
		w.WriteHeader(http.StatusAccepted)
		return
	}
	s.refuseMessage(w, r, err)
}

// refuseMessage answers what was sent by a program that has no token.
func (s *server) refuseMessage(w http.ResponseWriter, r *http.Request, err error) {
	p := s.problem(r.Method, err)
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the sender may have gone
}
