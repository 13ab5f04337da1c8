package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
)

// importRow imports a document of 200 objectives and 800 key results, and the one that is named, if one is.
func importRow(w *world, show func(row)) error {
	var b bytes.Buffer
	for i := range 200 {
		fmt.Fprintf(&b, "## Objective: Region %d is well served\n\n", i)
		for j := range 4 {
			fmt.Fprintf(&b, "- KR: Share of people in district %d of %d served within a day from %d %% to %d %%\n", j, i, 20+j, 60+j)
		}
	}
	if _, _, err := w.cycle("import", "2025-01-01", 1); err != nil { // what is imported needs a cycle
		return err
	}
	one := func(name string, data []byte) error {
		started := time.Now()
		r, err := w.app.Import(w.ctx, w.actor, app.ImportInput{Name: name, Data: data})
		show(row{what: fmt.Sprintf("import of %d objectives and %d key results", r.Objectives, r.KeyResults), ours: ms(time.Since(started))})
		return err
	}
	if err := one("bench.md", b.Bytes()); err != nil {
		return err
	}
	if *document == "" {
		show(row{what: "import of a document of yours", ours: "skipped: name one by -document"})
		return nil
	}
	data, err := os.ReadFile(*document)
	if err != nil {
		return err
	}
	return one(filepath.Base(*document), data)
}
