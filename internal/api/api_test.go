package api

import (
	"log/slog"
	"net/http"
	"testing"
)

// The document can be made: every type has a name of its own.
func TestDocument(t *testing.T) {
	d := New(Options{Log: slog.New(slog.DiscardHandler)}, http.NewServeMux())
	for path, item := range d.Paths {
		if item == nil {
			t.Errorf("%s has no operation", path)
		}
	}
	if len(d.Paths) < 25 {
		t.Errorf("the document has %d paths", len(d.Paths))
	}
}
