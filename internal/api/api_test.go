package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/app"
)

var update = flag.Bool("update", false, "write examples.json and testdata/openapi.json")

// newDocument is the document, made by itself.
func newDocument() *huma.OpenAPI {
	return New(Options{Log: slog.New(slog.DiscardHandler), Version: "1.0.0"}, http.NewServeMux())
}

// operations lists every operation of the document by its id, with its path below /api/v1.
func operations(d *huma.OpenAPI) map[string]*huma.Operation {
	out := map[string]*huma.Operation{}
	for path := range d.Paths {
		for _, method := range methods {
			if o := operationOf(d, method, path); o != nil {
				out[o.OperationID] = o
			}
		}
	}
	return out
}

// Every route answers as the document says: right, wrong, malformed, missing, foreign and oversized, without a token, and with one that may not.
func TestRoutes(t *testing.T) {
	w := newWorld(t, 1_000_000)
	document := newDocument()
	all := operations(document)
	before := w.export(w.theirs)
	recorded := map[string]example{}
	for _, r := range rows {
		o := all[r.id]
		if o == nil {
			t.Errorf("%s: there is no such operation, or it has two rows", r.id)
			continue
		}
		delete(all, r.id)
		t.Run(r.id, func(t *testing.T) {
			w.t = t
			recorded[r.id] = w.try(document, o, r)
		})
	}
	w.t = t
	for id := range all {
		t.Errorf("%s has no row in routes_test.go", id)
	}
	if diff := cmp.Diff(before, w.export(w.theirs)); diff != "" {
		t.Errorf("the other organization was changed:\n%s", diff)
	}
	text := must(json.MarshalIndent(recorded, "", " "))(t)
	golden(t, "examples.json", append(text, '\n'))
}

// The document is what it was; go test ./internal/api -update writes it anew, twice if examples changed with it.
func TestDocument(t *testing.T) {
	if *update {
		b := must(os.ReadFile("examples.json"))(t)
		clear(examples)
		if err := json.Unmarshal(b, &examples); err != nil {
			t.Fatal(err)
		}
	}
	text := must(json.MarshalIndent(newDocument(), "", " "))(t)
	golden(t, "testdata/openapi.json", append(text, '\n'))
	for id, o := range operations(newDocument()) {
		if o.RequestBody != nil {
			for media, content := range o.RequestBody.Content {
				if content.Example == nil {
					t.Errorf("%s has no example of its request as %s", id, media)
				}
			}
		}
		if content := o.Responses[strconv.Itoa(o.DefaultStatus)].Content["application/json"]; content != nil && content.Example == nil {
			t.Errorf("%s has no example of its answer", id)
		}
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want := must(os.ReadFile(name))(t)
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s is another; if it should be, run go test ./internal/api -update:\n%s", name, diff)
	}
}

// export is everything of an organization, as one text.
func (w *world) export(of things) string {
	w.t.Helper()
	answer := w.send("GET", "/export?format=json", of.tokens[app.ScopeAdmin], "", "")
	if answer.Code != 200 {
		w.t.Fatalf("export answers %d: %s", answer.Code, answer.Body)
	}
	return answer.Body.String()
}

// try makes every request of a row, and returns the right one with its answer.
func (w *world) try(document *huma.OpenAPI, o *huma.Operation, r row) example {
	t, mine := w.t, w.mine
	t.Helper()
	path, text := filled(t, r.path, mine.ids), filled(t, r.body, mine.ids)
	media, foreign := "", filled(t, r.body, w.theirs.ids)
	if r.body != "" {
		media = "application/json"
	}
	if r.file != "" {
		media, text = form("stock.md", r.file, "cycle_id", mine.ids["cycle"])
		foreign = strings.ReplaceAll(text, mine.ids["cycle"], w.theirs.ids["cycle"])
	}
	token := mine.tokens[app.ScopeAdmin]
	expect := func(what string, status int, answer *httptest.ResponseRecorder) {
		t.Helper()
		if answer.Code != status {
			t.Errorf("%s answers %d, want %d: %s", what, answer.Code, status, answer.Body)
		}
		asDocumented(t, what, document, o, answer)
		if strings.Contains(strings.ToLower(answer.Body.String()), "xylo") {
			t.Errorf("%s shows the other organization: %s", what, answer.Body)
		}
	}

	expect("no token", 401, w.send(o.Method, path, "", media, text))
	expect("a guessed token", 401, w.send(o.Method, path, "hw_guess", media, text))
	expect("an oversized body", 413, w.send(o.Method, path, token, media, strings.Repeat(" ", int(o.MaxBodyBytes)+1)))
	switch r.scope {
	case app.ScopeAdmin:
		expect("a token that may only write", 403, w.send(o.Method, path, mine.tokens[app.ScopeWrite], media, text))
	case app.ScopeWrite:
		expect("a token that may only read", 403, w.send(o.Method, path, mine.tokens[app.ScopeRead], media, text))
	}
	w.tryWrong(expect, o, r, path, token)
	bare, query, _ := strings.Cut(r.path, "?")
	if strings.Contains(bare, "{") {
		missing := map[string]string{}
		for name := range mine.ids {
			missing[name] = unknown
		}
		expect("a missing thing", 404, w.send(o.Method, filled(t, bare, missing)+"?"+filled(t, query, mine.ids), token, media, text))
		expect("a foreign thing", 404, w.send(o.Method, filled(t, bare, w.theirs.ids)+"?"+filled(t, query, mine.ids), token, media, text))
	}
	if foreign != text {
		answer := w.send(o.Method, path, token, media, foreign)
		switch {
		case r.each && strings.Count(answer.Body.String(), "404") != 2:
			t.Errorf("a body with foreign ids answers %s", answer.Body)
		case !r.each:
			expect("a body with foreign ids", either(answer, 404, 422), answer)
		}
	}
	if strings.Contains(query, "{") {
		answer := w.send(o.Method, filled(t, bare, mine.ids)+"?"+filled(t, query, w.theirs.ids), token, media, text)
		expect("a query with foreign ids", either(answer, 404, 200), answer)
	}
	if r.scope == "" {
		token = mine.tokens[app.ScopeRead]
	} else {
		token = mine.tokens[r.scope]
	}
	answer := w.send(o.Method, path, token, media, text)
	expect("the right request", o.DefaultStatus, answer)
	return recordedAs(t, r, text, answer)
}

// either is the one of two statuses that an answer has, or the first.
func either(answer *httptest.ResponseRecorder, first, second int) int {
	if answer.Code == second {
		return second
	}
	return first
}

// tryWrong sends what the row says is wrong, and looks for every fault; then what is no JSON, has a field too many, or an id too long.
func (w *world) tryWrong(expect func(string, int, *httptest.ResponseRecorder), o *huma.Operation, r row, path, token string) {
	t := w.t
	t.Helper()
	if r.wrong != "" {
		text, media, at := filled(t, r.wrong, w.mine.ids), "application/json", path
		if strings.HasPrefix(text, "?") {
			at, _, _ = strings.Cut(path, "?")
			at, text, media = at+text, "", ""
		}
		answer := w.send(o.Method, at, token, media, text)
		expect("a wrong request", 422, answer)
		var p Problem
		if err := json.Unmarshal(answer.Body.Bytes(), &p); err != nil {
			t.Errorf("a wrong request answers %s", answer.Body)
		}
		var got []string
		for _, f := range p.Errors {
			got = append(got, f.Location)
			if first, _ := utf8.DecodeRuneInString(f.Message); !unicode.IsUpper(first) || !strings.HasSuffix(f.Message, ".") {
				t.Errorf("what is wrong is not said in a sentence: %s", f.Message)
			}
		}
		want := strings.Fields(r.at)
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("a wrong request is at fault elsewhere:\n%s%s", diff, answer.Body)
		}
	}
	switch {
	case r.body != "":
		expect("no JSON", 400, w.send(o.Method, path, token, "application/json", "{"))
		expect("no body", 400, w.send(o.Method, path, token, "application/json", ""))
		expect("a field too many", 422, w.send(o.Method, path, token, "application/json", `{"nonsense":1}`))
		expect("another form", 415, w.send(o.Method, path, token, "text/html", "<p>"))
	case r.file != "":
		media, text := form("stock.md", r.file, "draft", "perhaps")
		expect("a wrong form", 422, w.send(o.Method, path, token, media, text))
	}
	if bare, query, _ := strings.Cut(r.path, "?"); strings.Contains(bare, "{") {
		long := map[string]string{}
		for name := range w.mine.ids {
			long[name] = strings.Repeat("x", 65)
		}
		expect("an id that is none", 422, w.send(o.Method, filled(t, bare, long)+"?"+query, token, "", filled(t, r.body, w.mine.ids)))
	}
}

// form is a document as a form sends it, with one more field.
func form(name, text, field, value string) (media, body string) {
	var b bytes.Buffer
	f := multipart.NewWriter(&b)
	_ = f.SetBoundary("headwater-example") // a buffer takes everything
	part, _ := f.CreateFormFile("file", name)
	_, _ = part.Write([]byte(text))
	_ = f.WriteField(field, value)
	_ = f.Close()
	return f.FormDataContentType(), b.String()
}

// asDocumented fails the test unless the document has the answer's status, media type, headers and shape.
func asDocumented(t *testing.T, what string, document *huma.OpenAPI, o *huma.Operation, answer *httptest.ResponseRecorder) {
	t.Helper()
	response := o.Responses[strconv.Itoa(answer.Code)]
	if response == nil {
		t.Errorf("%s answers %d, which the document does not have: %s", what, answer.Code, answer.Body)
		return
	}
	if name, ok := strings.CutPrefix(response.Ref, "#/components/responses/"); ok {
		response = document.Components.Responses[name]
	}
	for name := range response.Headers {
		if answer.Header().Get(name) == "" {
			t.Errorf("%s answers %d without %s", what, answer.Code, name)
		}
	}
	media := answer.Header().Get("Content-Type")
	content := response.Content[media]
	if content == nil {
		t.Errorf("%s answers %d as %q, which the document does not have", what, answer.Code, media)
		return
	}
	if !strings.Contains(media, "json") {
		return
	}
	var v any
	if err := json.Unmarshal(answer.Body.Bytes(), &v); err != nil {
		t.Errorf("%s answers no JSON: %s", what, answer.Body)
		return
	}
	if content.Schema.Type == "string" { // a file of its own format
		return
	}
	var result huma.ValidateResult
	huma.Validate(document.Components.Schemas, content.Schema, huma.NewPathBuffer([]byte{}, 0), huma.ModeReadFromServer, v, &result)
	for _, err := range result.Errors {
		t.Errorf("%s answers %d with another body than the document says: %v", what, answer.Code, err)
	}
}

// recordedAs is a request and its answer as an example: lists are cut, and what is shown once is not shown.
func recordedAs(t *testing.T, r row, text string, answer *httptest.ResponseRecorder) example {
	t.Helper()
	var out example
	if r.body != "" {
		out.Request = json.RawMessage(text)
	} else if r.file != "" {
		out.Request = must(json.Marshal(text))(t)
	}
	if answer.Header().Get("Content-Type") == "application/json" {
		var v any
		if err := json.Unmarshal(answer.Body.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		out.Answer = must(json.Marshal(shortened(v)))(t)
	}
	return out
}

func shortened(v any) any {
	switch v := v.(type) {
	case []any:
		v = v[:min(len(v), 2)]
		for i := range v {
			v[i] = shortened(v[i])
		}
		return v
	case map[string]any:
		for key := range v {
			switch v[key] = shortened(v[key]); key {
			case "secret":
				v[key] = "shown-once"
			case "hint":
				v[key] = "k3f9"
			}
		}
	}
	return v
}
