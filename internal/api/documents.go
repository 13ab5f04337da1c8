package api

import (
	"context"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/document"
)

// An importForm is a document with where it belongs.
type importForm struct {
	File   huma.FormFile `form:"file" required:"true" doc:"Markdown, CSV, XLSX, YAML, JSON, or an export of Viva Goals."`
	Cycle  string        `form:"cycle_id" required:"false" doc:"The current one unless given."`
	Team   string        `form:"team_id" required:"false" doc:"The company unless given."`
	Draft  bool          `form:"draft" required:"false" doc:"As drafts, not live."`
	DryRun bool          `form:"dry_run" required:"false" doc:"Only show what would be read; use /imports/preview for the whole preview."`
}

func (s *server) registerDocuments() {
	read := func(raw *huma.MultipartFormFiles[importForm]) (app.ImportInput, error) {
		f := raw.Data()
		defer f.File.Close()
		b, err := io.ReadAll(io.LimitReader(f.File, document.MaxSize+1))
		return app.ImportInput{Name: f.File.Filename, Data: b, CycleID: f.Cycle, TeamID: f.Team, Draft: f.Draft}, err
	}
	type upload struct {
		RawBody huma.MultipartFormFiles[importForm]
	}
	register(s, op{method: http.MethodPost, path: "/imports", id: "import", tag: "Documents", status: http.StatusCreated, body: document.MaxSize + 1<<20, summary: "Import an OKR document in one act; the same file again updates."},
		func(ctx context.Context, a app.Actor, in *upload) (*body[app.ImportResult], error) {
			x, err := read(&in.RawBody)
			if err != nil {
				return nil, err
			}
			r, err := s.App.Import(ctx, a, x)
			return &body[app.ImportResult]{r}, err
		})
	register(s, op{method: http.MethodPost, path: "/imports/preview", id: "preview-import", tag: "Documents", body: document.MaxSize + 1<<20, summary: "Show what a document would bring, line by line; nothing is kept."},
		func(ctx context.Context, a app.Actor, in *upload) (*body[app.ImportPreview], error) {
			x, err := read(&in.RawBody)
			if err != nil {
				return nil, err
			}
			p, err := s.App.PreviewImport(ctx, a, x)
			return &body[app.ImportPreview]{p}, err
		})
	register(s, op{method: http.MethodGet, path: "/imports", id: "list-imports", tag: "Documents", summary: "The imports, the latest first."},
		func(ctx context.Context, a app.Actor, _ *struct{}) (*body[[]app.Import], error) {
			l, err := s.App.Imports(ctx, a)
			return &body[[]app.Import]{l}, err
		})
	register(s, op{method: http.MethodPost, path: "/imports/{id}/undo", id: "undo-import", tag: "Documents", summary: "Take away all that an import made."},
		func(ctx context.Context, a app.Actor, in *idInput) (*body[app.Import], error) {
			i, err := s.App.UndoImport(ctx, a, in.ID)
			return &body[app.Import]{i}, err
		})
	register(s, op{method: http.MethodGet, path: "/export", id: "export", tag: "Documents", summary: "Everything that you may see, streamed: YAML and JSON with ids and history, CSV, XLSX and Markdown the plan and the last values."},
		func(ctx context.Context, a app.Actor, in *struct {
			Format string `query:"format" enum:"yaml,json,csv,xlsx,md" default:"yaml"`
		}) (*huma.StreamResponse, error) {
			return &huma.StreamResponse{Body: func(c huma.Context) {
				c.SetHeader("Content-Type", exportTypes[in.Format])
				c.SetHeader("Content-Disposition", `attachment; filename="`+a.Org.Slug+"."+in.Format+`"`)
				if err := s.App.Export(ctx, a, in.Format, c.BodyWriter()); err != nil {
					s.Log.Error("export broken off", "err", err) // the status is sent; the reader sees a short file
				}
			}}, nil
		})
	register(s, op{method: http.MethodGet, path: "/search", id: "search", tag: "Search", summary: "Find objectives, key results, comments, teams and people by words."},
		func(ctx context.Context, a app.Actor, in *struct {
			Query string `query:"q" maxLength:"300"`
			Limit int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
		}) (*body[[]app.Hit], error) {
			h, err := s.App.Search(ctx, a, in.Query, in.Limit)
			return &body[[]app.Hit]{h}, err
		})
	register(s, op{method: http.MethodGet, path: "/activity", id: "activity", tag: "Activity", summary: "What was done, by whom and why, the latest first."},
		func(ctx context.Context, a app.Actor, in *struct {
			Objective string `query:"objective" maxLength:"64"`
			Team      string `query:"team" maxLength:"64"`
			Member    string `query:"member" maxLength:"64"`
			Kind      string `query:"kind" maxLength:"64"`
			Cursor    string `query:"cursor" maxLength:"200"`
			Limit     int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
		}) (*body[app.ActivityPage], error) {
			p, err := s.App.Activity(ctx, a, app.ActivityQuery{ObjectiveID: in.Objective, TeamID: in.Team, MemberID: in.Member, Kind: in.Kind, Cursor: in.Cursor, Limit: in.Limit})
			return &body[app.ActivityPage]{p}, err
		})
}

// exportTypes are the media types of the formats.
var exportTypes = map[string]string{"yaml": "application/yaml", "json": "application/json", "csv": "text/csv; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "md": "text/markdown; charset=utf-8"}
