package web

import (
	"net/http"

	"github.com/headwater-okr/headwater/internal/web/ui"
)

// design shows every component in each of its states.
func design(r *request) error { return r.render(http.StatusOK, ui.Design()) }
