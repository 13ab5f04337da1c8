package api

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// about is what the document says before its routes, in paragraphs.
const about = `OKRs that keep strategy in charge of the work.

A token belongs to one member of one organization, and sees and does what that member may. You make one in your settings and send it as Authorization: Bearer hw_…. Its scope bounds it: read, write, or admin for people, the organization and tokens.

Send and get JSON. Days are texts such as 2026-11-09, instants RFC 3339, progress and grades numbers from 0 to 1. A field that has no value is left out. What you may not see is answered as if it were not there.

A request that was not done is answered with a problem (RFC 9457) that lists every fault with its place, so that you can mend all at once.

To change a thing only as you have read it, send its ETag back as If-Match; if it has another version by now, the answer is 412. To send a request again safely, give it an Idempotency-Key: it is done once, and answered the same.

Lists that can be long come in pages: send next back as cursor. Every answer says in RateLimit how many requests the token has left; when there are none, the answer is 429, and Retry-After says how many seconds to wait.`

//go:embed reference.html
var referenceHTML string

//go:embed reference.css
var referenceCSS []byte

// A chapter of the reference is the routes with one tag.
type chapter struct {
	Tag    string
	Anchor string
	Routes []described
}

// A described route is an operation as the page shows it.
type described struct {
	ID, Method, Path, Summary, About string
	Params                           []field
	Media                            []string // of the request's body
	Body                             []field
	Request                          string // an example
	Status                           string // of success
	Type                             string // of the answer
	Answers                          []string
	Answer                           string // an example
	Faults                           []string
}

// A shape is a schema as the page shows it.
type shape struct {
	Name   string
	Fields []field
}

type field struct {
	Name, In, Type, About string
	Needed                bool
}

// reference serves the document as a page, rendered once. It needs no script and loads nothing but the style.
func reference(d *huma.OpenAPI, style string) http.HandlerFunc {
	t := template.Must(template.New("reference").Funcs(template.FuncMap{"type": linked}).Parse(referenceHTML))
	var page bytes.Buffer
	err := t.Execute(&page, map[string]any{
		"Style": style, "Title": d.Info.Title, "Version": d.Info.Version,
		"About": strings.Split(d.Info.Description, "\n\n"), "Chapters": chapters(d), "Types": shapes(d.Components.Schemas),
	})
	if err != nil {
		panic(err) // the template is embedded, and the document made of this program's types
	}
	return func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		_, _ = w.Write(page.Bytes()) // the reader may have gone
	}
}

func referenceStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(referenceCSS) // the reader may have gone
}

// chapters are the routes by tag, in the order of the tags' first routes as they were registered.
func chapters(d *huma.OpenAPI) []chapter {
	var out []chapter
	place := map[string]int{}
	for _, tag := range d.Tags {
		place[tag.Name] = len(out)
		out = append(out, chapter{Tag: tag.Name, Anchor: "chapter-" + strings.ReplaceAll(strings.ToLower(tag.Name), " ", "-")})
	}
	for _, path := range slices.Sorted(maps.Keys(d.Paths)) {
		for _, method := range methods {
			if o := operationOf(d, method, path); o != nil {
				c := &out[place[o.Tags[0]]]
				c.Routes = append(c.Routes, describe(o))
			}
		}
	}
	return out
}

func describe(o *huma.Operation) described {
	r := described{ID: o.OperationID, Method: o.Method, Path: o.Path, Summary: o.Summary, About: o.Description, Status: strconv.Itoa(o.DefaultStatus)}
	for _, p := range o.Parameters {
		r.Params = append(r.Params, field{Name: p.Name, In: p.In, Type: typeOf(p.Schema), About: p.Description, Needed: p.Required})
	}
	if o.RequestBody != nil {
		for _, media := range slices.Sorted(maps.Keys(o.RequestBody.Content)) {
			content := o.RequestBody.Content[media]
			r.Media = append(r.Media, media)
			if content.Schema.Ref != "" {
				r.Body = []field{{Type: typeOf(content.Schema)}}
			} else {
				r.Body = fields(content.Schema)
			}
			r.Request = pretty(content.Example)
		}
	}
	success := o.Responses[r.Status]
	r.Answers = slices.Sorted(maps.Keys(success.Content))
	if content := success.Content["application/json"]; content != nil {
		r.Type, r.Answer = typeOf(content.Schema), pretty(content.Example)
	}
	for _, status := range slices.Sorted(maps.Keys(o.Responses)) {
		if status != r.Status {
			n, _ := strconv.Atoi(status) // the document's own keys
			r.Faults = append(r.Faults, status+" "+http.StatusText(n))
		}
	}
	return r
}

// shapes are all types by name, with their fields.
func shapes(r huma.Registry) []shape {
	var out []shape
	for _, name := range slices.Sorted(maps.Keys(r.Map())) {
		out = append(out, shape{Name: name, Fields: fields(r.Map()[name])})
	}
	return out
}

func fields(s *huma.Schema) []field {
	var out []field
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[name]
		out = append(out, field{Name: name, Type: typeOf(p), About: p.Description, Needed: slices.Contains(s.Required, name)})
	}
	return out
}

const schemaPath = "#/components/schemas/"

// typeOf is a schema in a few words; a type of the document stands in it as its name after a "#".
func typeOf(s *huma.Schema) string {
	switch {
	case s == nil:
		return "any"
	case s.Ref != "":
		return "#" + strings.TrimPrefix(s.Ref, schemaPath)
	case s.Enum != nil:
		var choices []string
		for _, v := range s.Enum {
			if v != "" {
				choices = append(choices, v.(string))
			}
		}
		return strings.Join(choices, " | ")
	case s.Type == huma.TypeArray:
		return "list of " + typeOf(s.Items)
	case s.Type == huma.TypeObject:
		if values, ok := s.AdditionalProperties.(*huma.Schema); ok {
			return "object of " + typeOf(values)
		}
		return "object"
	case s.Pattern == datePattern:
		return "date"
	case s.Format == "date-time":
		return "instant"
	case s.Type == "":
		return "any"
	}
	return s.Type
}

// linked is typeOf with the name of a type as a link to it.
func linked(text string) template.HTML {
	before, name, found := strings.Cut(text, "#")
	out := template.HTMLEscapeString(before)
	if found {
		name = template.HTMLEscapeString(name)
		out += `<a href="#type-` + name + `">` + name + `</a>`
	}
	return template.HTML(out) // escaped above
}

// pretty is an example as people read it; "" for none.
func pretty(v any) string {
	raw, ok := v.(json.RawMessage)
	if !ok {
		return ""
	}
	var text string
	if json.Unmarshal(raw, &text) == nil { // a form
		return text
	}
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		return string(raw)
	}
	return b.String()
}
