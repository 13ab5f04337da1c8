package web

import (
	"net/http"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// An error of any kind has a page: without a status it would be a panic.
func TestEveryKindOfErrorHasAStatus(t *testing.T) {
	for _, kind := range okr.ErrorKinds {
		if http.StatusText(statuses[kind]) == "" {
			t.Errorf("%s has none", kind)
		}
	}
}
