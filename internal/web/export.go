package web

import (
	"net/http"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// A format is a way to take everything along.
type format struct{ ext, name, about, kind string }

var formats = []format{
	{"yaml", "YAML", "Everything with ids and history, readable, for git and for another Headwater.", "application/yaml"},
	{"json", "JSON", "The same, for programs.", "application/json"},
	{"xlsx", "Excel", "The plan and the last values, a row a key result.", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"csv", "CSV", "The same as plain text. Nothing in it runs as a formula.", "text/csv; charset=utf-8"},
	{"md", "Markdown", "The plan as a page to read, which Headwater reads back.", "text/markdown; charset=utf-8"},
}

// exportForm offers the formats: complete and free.
func exportForm(r *request) error {
	v, err := r.around("Export", "objectives")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	return r.show(http.StatusOK, v, exportBody(r))
}

// exportFile gives the export as a file.
func exportFile(r *request) error {
	_, ext, _ := strings.Cut(r.PathValue("file"), ".")
	for _, f := range formats {
		if f.ext != ext {
			continue
		}
		r.w.Header().Set("Content-Type", f.kind)
		r.w.Header().Set("Content-Disposition", `attachment; filename="`+r.Org.Slug+"."+ext+`"`)
		err := r.s.App.Export(r.Context(), r.Actor, ext, r.w)
		if err == nil || r.Context().Err() != nil { // whoever has gone needs no answer
			return nil
		}
		r.w.Header().Del("Content-Type")
		r.w.Header().Del("Content-Disposition")
		return err
	}
	return okr.Fail(okr.NotFound, "", "There is no such format.")
}
