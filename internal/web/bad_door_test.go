package web_test

import (
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/store/storetest"
	"github.com/headwater-okr/headwater/internal/web"
)

// Whoever stands before the door may type anything too: nothing breaks, nothing is set up by it, and each answer says what is wrong.
func TestBadInputAtTheDoor(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		handler := web.Handler(web.Options{App: app.New(db, time.Now), Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
		good := url.Values{"organization": {"Acme"}, "name": {"Kim"}, "email": {"kim@acme.example"}, "password": {"a long enough one"}, "teams": {"Care\n  Phone"}, "time_zone": {"Europe/Berlin"}, "fiscal_start": {"4"}}
		post := func(path string, in url.Values) *httptest.ResponseRecorder {
			r := httptest.NewRequestWithContext(t.Context(), "POST", path, strings.NewReader(in.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			answer := httptest.NewRecorder()
			handler.ServeHTTP(answer, r)
			return answer
		}
		try := func(path, what string, in url.Values) {
			answer := post(path, in)
			body := answer.Body.String()
			if answer.Code < 400 || answer.Code >= 500 {
				t.Errorf("%s with %s is answered by %d", path, what, answer.Code)
			}
			if answer.Code == http.StatusUnprocessableEntity && !strings.Contains(body, `class="error"`) && !strings.Contains(body, `class="faults`) {
				t.Errorf("%s with %s does not say what is wrong", path, what)
			}
			if strings.Contains(body, "<script>alert") {
				t.Errorf("%s with %s gives the tag back as one", path, what)
			}
		}
		for _, what := range slices.Sorted(maps.Keys(badValues)) {
			for field := range good {
				in := maps.Clone(good)
				in[field] = []string{badValues[what]}
				if field == "email" { // so that it is refused, whatever the field thinks of the value
					in["password"] = []string{"short"}
				} else {
					in["email"] = []string{"nobody"}
				}
				try("/set-up", what+" in "+field, in)
			}
			try("/link/invite/"+url.PathEscape(badValues[what])+"x", what, url.Values{"name": {badValues[what]}, "password": {badValues[what]}})
			try("/link/reset/"+url.PathEscape(badValues[what])+"x", what, url.Values{"password": {badValues[what]}})
		}
		if made := post("/set-up", good); made.Code != http.StatusSeeOther {
			t.Fatalf("after all that a good one is answered by %d", made.Code)
		}
		for _, what := range slices.Sorted(maps.Keys(badValues)) {
			for _, field := range []string{"email", "password"} {
				in := url.Values{"email": {"kim@acme.example"}, "password": {"a wrong one"}}
				in[field] = []string{badValues[what]}
				try("/sign-in", what+" in "+field, in)
			}
		}
	})
}
