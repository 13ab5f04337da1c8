package cli

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"

	"encoding/json"

	"github.com/headwater-okr/headwater/internal/document"
	"github.com/headwater-okr/headwater/internal/okr"
)

// An ImportCmd reads a document. A dry run needs neither a server nor a database.
type ImportCmd struct {
	Server
	File   string `arg:"" type:"existingfile" help:"A Markdown page, a CSV or XLSX table, YAML, JSON, or an export of Viva Goals."`
	DryRun bool   `help:"Only show what would be read."`
	Format string `enum:"text,json" default:"text" help:"How to print: text or json."`
	Cycle  string `placeholder:"ID" help:"The cycle to place it into; the current one unless given."`
	Team   string `placeholder:"ID" help:"The team to place it into; the company unless given."`
	Tray   bool   `help:"The file is a tracker's export: put its items into the tray of the team, where they stay work."`
	Draft  bool   `help:"Bring the objectives in as drafts, not live."`
}

// Help is the command's example.
func (ImportCmd) Help() string {
	return "Examples:\n  headwater import --dry-run okrs.md\n  headwater import okrs.xlsx\n  headwater import --tray jira.csv"
}

// Run reads the document, and sends it unless it is a dry run.
func (c *ImportCmd) Run(t *Terminal) error {
	b, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	if !c.DryRun {
		return c.send(t, b)
	}
	d, err := document.Read(filepath.Base(c.File), bytes.NewReader(b), document.Options{Today: okr.DateOf(t.Now())})
	if err != nil {
		return err
	}
	if c.Format == "json" {
		return document.WriteDraft(t.Stdout, d)
	}
	return printDraft(t, d)
}

// printDraft shows what was understood, line by line, and what was not.
func printDraft(t *Terminal, d *document.Draft) error {
	objectives, keyResults := d.Count()
	if d.Tracker != "" {
		fmt.Fprintln(t.Stdout, "Nothing was taken as OKRs.", d.Tracker)
		fmt.Fprintf(t.Stdout, "%s can go to the tray of a team with --tray, %s not read\n", some(len(d.Items), "item"), some(len(d.Unread), "line"))
		for _, it := range d.Items {
			fmt.Fprintf(t.Stdout, "%5d  %-7s %s\n", it.Line, it.Status, cut(it.Title, 70))
		}
		for _, u := range d.Unread {
			fmt.Fprintf(t.Stdout, "%5d  – %s: %s\n", u.Line, u.Reason, cut(u.Text, 60))
		}
		return nil
	}
	fmt.Fprintf(t.Stdout, "%s, %s, %s not read\n", some(objectives, "objective"), some(keyResults, "key result"), some(len(d.Unread), "line"))
	printDraftList(t.Stdout, d.Objectives, "")
	for _, u := range d.Unread {
		fmt.Fprintf(t.Stdout, "%5d  – %s: %s\n", u.Line, u.Reason, cut(u.Text, 60))
	}
	return nil
}

func printDraftList(w io.Writer, list []document.Objective, indent string) {
	for _, o := range list {
		fmt.Fprintf(w, "%5d  %sO %s\n", o.Line, indent, o.Title)
		for _, k := range o.KeyResults {
			fmt.Fprintf(w, "%5d  %s  KR %s\n", k.Line, indent, k.Title)
		}
		printDraftList(w, o.Objectives, indent+"  ")
	}
}

func cut(s string, n int) string {
	r := []rune(s)
	if len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// send imports the file through the API.
func (c *ImportCmd) send(t *Terminal, b []byte) error {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", filepath.Base(c.File))
	if err != nil {
		return err
	}
	if _, err := part.Write(b); err != nil {
		return err
	}
	for name, v := range map[string]string{"cycle_id": c.Cycle, "team_id": c.Team} {
		if v != "" {
			if err := form.WriteField(name, v); err != nil {
				return err
			}
		}
	}
	for name, v := range map[string]bool{"draft": c.Draft, "tray": c.Tray} {
		if !v {
			continue
		}
		if err := form.WriteField(name, "true"); err != nil {
			return err
		}
	}
	if err := form.Close(); err != nil {
		return err
	}
	answer, err := c.Server.send(t.Context, http.MethodPost, "/imports", nil, &body, form.FormDataContentType())
	if err != nil {
		return err
	}
	defer answer.Close()
	var out struct {
		ID         string `json:"id"`
		Objectives int    `json:"objectives"`
		KeyResults int    `json:"key_results"`
		Items      int    `json:"items"`
		Updated    int    `json:"updated"`
		Restored   string `json:"restored"`
	}
	if err := json.NewDecoder(io.LimitReader(answer, maxAnswer)).Decode(&out); err != nil {
		return fmt.Errorf("the server's answer is not what this version expects: %w", err)
	}
	if out.Restored != "" {
		_, err = fmt.Fprintf(t.Stdout, "the organization %s restored: %s and %s\nTokens are in no export: make a new one before the next command.\n",
			out.Restored, some(out.Objectives, "objective"), some(out.KeyResults, "key result"))
		return err
	}
	if c.Tray {
		_, err = fmt.Fprintf(t.Stdout, "%s put into the tray, %d updated (import %s)\n", some(out.Items, "item"), out.Updated, out.ID)
		return err
	}
	_, err = fmt.Fprintf(t.Stdout, "%s and %s imported, %d updated (import %s)\n", some(out.Objectives, "objective"), some(out.KeyResults, "key result"), out.Updated, out.ID)
	return err
}

// An ExportCmd writes everything that the token's member may see.
type ExportCmd struct {
	Server
	Format string `short:"f" enum:"yaml,json,csv,xlsx,md" default:"yaml" help:"yaml or json carry everything; csv, xlsx and md the plan and the last values."`
	Out    string `short:"o" placeholder:"FILE" help:"Where to write; standard output unless given."`
}

// Help is the command's example.
func (ExportCmd) Help() string {
	return "Examples:\n  headwater export -o okrs.yaml\n  headwater export -f csv > okrs.csv"
}

// Run copies the export.
func (c *ExportCmd) Run(t *Terminal) (err error) {
	answer, err := c.send(t.Context, http.MethodGet, "/export", url.Values{"format": {c.Format}}, nil, "")
	if err != nil {
		return err
	}
	defer answer.Close()
	w := t.Stdout
	if c.Out != "" {
		f, err := os.Create(c.Out)
		if err != nil {
			return err
		}
		defer func() {
			if e := f.Close(); err == nil {
				err = e
			}
		}()
		w = f
	}
	_, err = io.Copy(w, answer)
	return err
}
