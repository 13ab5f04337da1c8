package web

import (
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/document"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// importForm is where a document comes in.
func importForm(r *request) error { return showImport(r, http.StatusOK, nil) }

func showImport(r *request, status int, f *form) error {
	if err := okr.CanDraft(r.Viewer); err != nil {
		return err
	}
	v, err := r.around("Import", "objectives")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	list, err := r.s.App.Imports(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.show(status, v, importBody(r, v, list, f))
}

// An upload is a file on its way: it comes from the browser, or again from the preview that holds it.
type upload struct {
	name string
	data []byte
}

// uploaded reads the file of a form, or the text pasted instead of one.
func (r *request) uploaded() (upload, error) {
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		return upload{}, unread(err)
	}
	if held := r.PostFormValue("held"); held != "" {
		b, err := base64.StdEncoding.DecodeString(held)
		if err != nil {
			return upload{}, okr.Fail(okr.Invalid, "file", "Choose the file again.")
		}
		return upload{r.PostFormValue("name"), b}, nil
	}
	if text := strings.TrimSpace(r.PostFormValue("text")); text != "" {
		return upload{"pasted.md", []byte(text)}, nil
	}
	file, head, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) {
		return upload{}, okr.Fail(okr.Invalid, "file", "Choose a file, or paste the text.")
	}
	if err != nil {
		return upload{}, err
	}
	defer file.Close()
	b, err := io.ReadAll(io.LimitReader(file, document.MaxSize+1))
	return upload{head.Filename, b}, err
}

// importInput is what the form says of an upload.
func (r *request) importInput(u upload) app.ImportInput {
	in := app.ImportInput{Name: u.name, Data: u.data, CycleID: r.PostFormValue("cycle_id"), TeamID: r.PostFormValue("team_id"), Draft: r.PostFormValue("draft") != "", Tray: r.PostFormValue("tray") != "",
		Teams: map[string]string{}, Mapping: map[string]string{}}
	for name, v := range r.PostForm {
		if team, ok := strings.CutPrefix(name, "team:"); ok && v[0] != "" {
			in.Teams[team] = v[0]
		}
		if header, ok := strings.CutPrefix(name, "column:"); ok {
			in.Mapping[header] = v[0]
		}
	}
	return in
}

// previewImport shows what was understood; keep takes it.
func previewImport(r *request) error {
	u, err := r.uploaded()
	if err != nil {
		return r.refused(err, showImport)
	}
	fields := []string{"team_id"}
	for name := range r.PostForm {
		if strings.HasPrefix(name, "team:") {
			fields = append(fields, name)
		}
	}
	if err := r.meansTeam(fields...); err != nil {
		return r.refused(err, showImport)
	}
	in := r.importInput(u)
	if r.PostFormValue("keep") != "" || in.Tray {
		res, err := r.s.App.Import(r.Context(), r.Actor, in)
		if err != nil {
			return r.refused(err, showImport)
		}
		if res.Restored != "" { // this organization's address is gone with it
			http.Redirect(r.w, r.Request, "/"+res.Restored, http.StatusSeeOther)
			return nil
		}
		if in.Tray {
			return r.done("tray", "trayed", "import/"+res.ID+"/undo")
		}
		did := "imported"
		if len(res.Refused) > 0 {
			did = "imported-partly"
		}
		return r.done("objectives", did, "import/"+res.ID+"/undo")
	}
	p, err := r.s.App.PreviewImport(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showImport)
	}
	v, err := r.around("Import", "objectives")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	if p.Draft.Tracker != "" {
		return r.show(http.StatusOK, v, workBody(r, v, p, u))
	}
	return r.show(http.StatusOK, v, previewBody(r, v, p, u, in))
}

func undoImport(r *request) error {
	if _, err := r.s.App.UndoImport(r.Context(), r.Actor, r.PathValue("id")); err != nil {
		return err
	}
	return r.done("import", "undone", "")
}

// held is the file as the preview carries it, so that nothing is kept on the server before it is wanted.
func (u upload) held() string { return base64.StdEncoding.EncodeToString(u.data) }
