package api

import (
	"embed"
	"encoding/json"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// exampleFile is examples.json. It holds, by operation, a request and its answer as a run of the tests against an example organization had
// them, so that an example is never of another shape than what is served: go test ./internal/api -update writes it.
//
//go:embed examples.json
var exampleFile embed.FS

// An example is a request that was made and what came back.
type example struct {
	Request json.RawMessage `json:"request,omitempty"`
	Answer  json.RawMessage `json:"answer,omitempty"`
}

var examples = func() map[string]example {
	b, err := exampleFile.ReadFile("examples.json")
	if err != nil {
		panic(err) // it is embedded
	}
	out := map[string]example{}
	if err := json.Unmarshal(b, &out); err != nil {
		panic(err)
	}
	return out
}()

// illustrate puts the examples of an operation into its description.
func illustrate(o *huma.Operation, of op) {
	x := examples[of.id]
	if o.RequestBody != nil && x.Request != nil {
		for _, media := range o.RequestBody.Content {
			media.Example = x.Request
		}
	}
	if media := o.Responses[strconv.Itoa(of.status)].Content["application/json"]; media != nil && x.Answer != nil {
		media.Example = x.Answer
	}
}
