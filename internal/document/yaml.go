package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// maxRepeats is how many nodes the aliases of a YAML document may stand for. A few hundred bytes of aliases in aliases would fill any memory.
const maxRepeats = 100_000

var errRepeats = errors.New("its aliases (*name) repeat too much; write out what they stand for")

// ParseYAML parses a YAML document, and refuses one whose aliases stand for more than anybody writes.
func ParseYAML(b []byte) (*ast.File, error) {
	file, err := parser.ParseBytes(b, 0)
	if err != nil {
		return file, err
	}
	r := repeats{sizes: map[string]int{}}
	for _, doc := range file.Docs {
		r.size(doc.Body)
	}
	if r.repeated > maxRepeats {
		return file, errRepeats
	}
	return file, nil
}

// repeats counts what aliases stand for.
type repeats struct {
	sizes    map[string]int // of anchors, in nodes
	repeated int
}

// size is of how many nodes a node consists when its aliases are written out; beyond the limit it only says so.
func (r *repeats) size(n ast.Node) int {
	total := 1
	switch n := n.(type) {
	case nil:
		return 0
	case *ast.AnchorNode:
		total = r.size(n.Value)
		r.sizes[n.Name.String()] = total
	case *ast.AliasNode:
		total = max(1, r.sizes[n.Value.String()])
		r.repeated = min(r.repeated+total, maxRepeats+1)
	case *ast.TagNode:
		total = r.size(n.Value)
	case *ast.MappingNode:
		for _, v := range n.Values {
			total += r.size(v)
		}
	case *ast.MappingValueNode:
		total = r.size(n.Key) + r.size(n.Value)
	case *ast.SequenceNode:
		for _, v := range n.Values {
			total += r.size(v)
		}
	}
	return min(total, maxRepeats+1)
}

// yamlToJSON is the JSON of a YAML document, in its order. The library's own conversion writes texts as Go does, which JSON does not
// always understand.
func yamlToJSON(b []byte) ([]byte, error) {
	file, err := ParseYAML(b)
	if err != nil {
		return nil, err
	}
	var v any
	if len(file.Docs) > 0 && file.Docs[0].Body != nil {
		if err := yaml.NodeToValue(file.Docs[0].Body, &v, yaml.UseOrderedMap()); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	err = appendJSON(&out, v)
	return out.Bytes(), err
}

func appendJSON(out *bytes.Buffer, v any) error {
	switch v := v.(type) {
	case yaml.MapSlice:
		out.WriteByte('{')
		for i, e := range v {
			if i > 0 {
				out.WriteByte(',')
			}
			if err := appendJSON(out, fmt.Sprint(e.Key)); err != nil {
				return err
			}
			out.WriteByte(':')
			if err := appendJSON(out, e.Value); err != nil {
				return err
			}
		}
		out.WriteByte('}')
		return nil
	case []any:
		out.WriteByte('[')
		for i, e := range v {
			if i > 0 {
				out.WriteByte(',')
			}
			if err := appendJSON(out, e); err != nil {
				return err
			}
		}
		out.WriteByte(']')
		return nil
	}
	b, err := json.Marshal(v)
	out.Write(b)
	return err
}
