package api

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/document"
	"github.com/headwater-okr/headwater/internal/okr"
)

// An importForm is a document with where it belongs.
type importForm struct {
	File    huma.FormFile `form:"file" required:"true" doc:"Markdown, CSV, XLSX, YAML, JSON, or an export of Viva Goals. The name of the file tells whether it was imported before."`
	Cycle   string        `form:"cycle_id" required:"false" doc:"Where everything goes; the cycle that the document names, else the current one, unless given."`
	Team    string        `form:"team_id" required:"false" doc:"For what names no team that is here; the company unless given."`
	Draft   bool          `form:"draft" required:"false" doc:"As drafts, not live."`
	Tray    bool          `form:"tray" required:"false" doc:"The file is a tracker's export: keep its items in the tray of the team. Nothing of it becomes an objective."`
	Choices string        `form:"choices" required:"false" maxLength:"100000" doc:"JSON with any of: mapping (header to field), teams, cycles and people (the document's name to an id), and branches (the line of an objective to {team_id, cycle_id, skip})."`
}

// input reads the form.
func (f *importForm) input() (app.ImportInput, error) {
	defer f.File.Close() //nolint:errcheck // it was only read
	in := app.ImportInput{Name: f.File.Filename, CycleID: f.Cycle, TeamID: f.Team, Draft: f.Draft, Tray: f.Tray}
	var choices struct {
		Mapping  map[string]string  `json:"mapping"`
		Teams    map[string]string  `json:"teams"`
		Cycles   map[string]string  `json:"cycles"`
		People   map[string]string  `json:"people"`
		Branches map[int]app.Branch `json:"branches"`
	}
	if f.Choices != "" {
		if err := json.Unmarshal([]byte(f.Choices), &choices); err != nil {
			return in, okr.Fail(okr.Invalid, "choices", `Write JSON, for example {"teams": {"Growth": "the id of a team"}}.`)
		}
	}
	in.Mapping, in.Teams, in.Cycles, in.People, in.Branches = choices.Mapping, choices.Teams, choices.Cycles, choices.People, choices.Branches
	var err error
	in.Data, err = io.ReadAll(io.LimitReader(f.File, document.MaxSize+1))
	return in, err
}

type upload struct {
	RawBody huma.MultipartFormFiles[importForm]
}

// exportTypes are the media types of the formats.
var exportTypes = map[string]string{"yaml": "application/yaml", "json": "application/json", "csv": "text/csv; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "md": "text/markdown; charset=utf-8"}

func (s *server) registerDocuments() {
	const tag = "Documents"
	file := func(o op) op { o.body = document.MaxSize + 1<<20; return o }
	register(s, file(route(tag, "import", "POST /imports", "Import an OKR document in one act; the same file again updates.").created()),
		func(ctx context.Context, a app.Actor, in *upload) (*body[app.ImportResult], error) {
			x, err := in.RawBody.Data().input()
			if err != nil {
				return nil, err
			}
			return answer(s.App.Import(ctx, a, x))
		})
	preview := file(route(tag, "preview-import", "POST /imports/preview", "Show what a document would bring, line by line; nothing is kept."))
	preview.reads = true
	register(s, preview,
		func(ctx context.Context, a app.Actor, in *upload) (*body[app.ImportPreview], error) {
			x, err := in.RawBody.Data().input()
			if err != nil {
				return nil, err
			}
			return answer(s.App.PreviewImport(ctx, a, x))
		})
	register(s, route(tag, "list-imports", "GET /imports", "The imports, the latest first."),
		func(ctx context.Context, a app.Actor, _ *none) (*body[[]app.Import], error) {
			return list(s.App.Imports(ctx, a))
		})
	register(s, route(tag, "undo-import", "POST /imports/{id}/undo", "Take away all that an import made, and give what it changed its earlier texts back."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.Import], error) {
			return answer(s.App.UndoImport(ctx, a, in.ID))
		})
	export := route(tag, "export", "GET /export", "Everything that you may see, streamed.").
		about("YAML and JSON carry everything with ids and history, and can be restored; CSV, XLSX and Markdown carry the plan and the last values.")
	export.of, export.stream = reflect.TypeFor[okr.Archive](), slices.Sorted(maps.Values(exportTypes))
	register(s, export, func(ctx context.Context, a app.Actor, in *struct {
		Format string `query:"format" enum:"yaml,json,csv,xlsx,md" default:"yaml"`
	}) (*huma.StreamResponse, error) {
		return s.streamed(exportTypes[in.Format], func(c huma.Context) {
			c.SetHeader("Content-Disposition", `attachment; filename="`+a.Org.Slug+"."+in.Format+`"`)
		}, func(w *lateWriter) error { return s.App.Export(ctx, a, in.Format, w) }), nil
	})
}
