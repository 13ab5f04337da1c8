// Package assets serves what the pages load: one script, one style sheet and the type, built by frontend/ and embedded.
//
// The build is not committed; with the placeholder alone everything compiles and the pages are plain.
package assets

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"strings"
	"sync"
)

//go:embed all:dist
var dist embed.FS

// tags holds the content tag of each file, computed when it is first asked for.
var tags sync.Map

// URL is where a file is served from; it changes with the content, so that browsers may keep it for ever.
func URL(name string) string {
	if t, ok := tags.Load(name); ok {
		return "/static/" + name + "?v=" + t.(string)
	}
	b, err := dist.ReadFile("dist/" + name)
	if err != nil {
		return "/static/" + name
	}
	sum := sha256.Sum256(b)
	tag := hex.EncodeToString(sum[:6])
	tags.Store(name, tag)
	return "/static/" + name + "?v=" + tag
}

var types = map[string]string{".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".woff2": "font/woff2"}

// Serve answers /static/{name}.
func Serve(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	kind, known := types[path.Ext(name)]
	b, err := dist.ReadFile("dist/" + name)
	if err != nil || !known {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	if kind != "font/woff2" {
		h.Set("Vary", "Accept-Encoding")
		if small, err := dist.ReadFile("dist/" + name + ".gz"); err == nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			b = small
		}
	}
	_, _ = w.Write(b) // the reader may have gone
}
