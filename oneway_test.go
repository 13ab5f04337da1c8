package headwater_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Work flows one way: from objectives to the roadmap to the backlog. These tests read the API's document and the code, and fail where something could turn it round.

// work is what an objective or key result must never know of.
var work = regexp.MustCompile(`(?i)roadmap|backlog|\bserves?\b|mirror`)

// No request that writes an objective or key result has a field of roadmap or backlog, and no route promotes.
func TestOneWayInTheAPI(t *testing.T) {
	b, err := os.ReadFile("internal/api/testdata/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
			RequestBody struct {
				Content map[string]struct {
					Schema json.RawMessage `json:"schema"`
				} `json:"content"`
			} `json:"requestBody"`
		} `json:"paths"`
		Components struct {
			Schemas map[string]json.RawMessage `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	refs := regexp.MustCompile(`#/components/schemas/(\w+)`)
	names := regexp.MustCompile(`"([a-z_]+)":\{`)
	checked := 0
	for path, methods := range doc.Paths {
		for method, op := range methods {
			if regexp.MustCompile(`promote|convert`).MatchString(path + op.OperationID) {
				t.Errorf("%s %s promotes", method, path)
			}
			if !regexp.MustCompile(`/(objectives|key-results|check-ins)\b`).MatchString(path) || method == "get" {
				continue
			}
			for _, c := range op.RequestBody.Content {
				text, seen := string(c.Schema), map[string]bool{}
				for changed := true; changed; {
					changed = false
					for _, m := range refs.FindAllStringSubmatch(text, -1) {
						if !seen[m[1]] {
							seen[m[1]], changed = true, true
							text += string(doc.Components.Schemas[m[1]])
						}
					}
				}
				for _, m := range names.FindAllStringSubmatch(strings.ReplaceAll(text, ": {", ":{"), -1) {
					if work.MatchString(m[1]) {
						t.Errorf("%s %s takes %q: an objective or key result cannot be made from work", method, path, m[1])
					}
				}
				checked++
			}
		}
	}
	if checked < 8 {
		t.Errorf("only %d requests were looked at", checked)
	}
}

// No type of objectives and key results, and of what creates or edits them, has a field of roadmap or backlog.
func TestOneWayInTheTypes(t *testing.T) {
	upstream := []string{"Objective", "KeyResult", "ObjectivePatch", "KeyResultPatch", "Support", "Source", "Origin", "Link", "ObjectiveInput", "KeyResultInput", "ImportInput", "MoveInput", "TransitionInput", "CloseInput", "CheckInInput"}
	found := map[string]bool{}
	eachFile(t, func(path string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || !slices.Contains(upstream, spec.Name.Name) {
				return true
			}
			s, ok := spec.Type.(*ast.StructType)
			if !ok {
				return true
			}
			found[spec.Name.Name] = true
			for _, f := range s.Fields.List {
				text := typeText(f.Type)
				for _, name := range f.Names {
					text += " " + name.Name
				}
				if work.MatchString(text) {
					t.Errorf("%s: %s has %s", path, spec.Name.Name, text)
				}
			}
			return true
		})
	}, "internal/okr", "internal/app")
	for _, name := range upstream {
		if !found[name] {
			t.Errorf("there is no type %s any more: say in this test what took its place", name)
		}
	}
}

var (
	writes = regexp.MustCompile(`(?i)(INSERT INTO|UPDATE) (objective|support|key_result|key_result_input|objective_team)\b`)
	reads  = regexp.MustCompile(`(?i)\b(roadmap_item|roadmap_team|serve|backlog_item)\b|roadmapItems|backlogItems|RoadmapItem|BacklogItem`)
)

// Neither a function of the store that writes an objective or key result nor the line that says how they are kept reads work.
func TestOneWayInTheStore(t *testing.T) {
	looked := 0
	keeps := regexp.MustCompile(`\b(objectives|keyResults) (insert|update)\b|kindOf (objectives|keyResults)\b`)
	look := func(path, name string, n ast.Node) {
		text := ""
		ast.Inspect(n, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				text += " " + n.Value
			case *ast.Ident:
				text += " " + n.Name
			}
			return true
		})
		if writes.MatchString(text) || keeps.MatchString(text) {
			looked++
			if m := reads.FindString(text); m != "" {
				t.Errorf("%s: %s writes objectives or key results and reads %s", path, name, m)
			}
		}
	}
	eachFile(t, func(path string, file *ast.File) {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
				look(path, f.Name.Name, f)
				continue
			}
			ast.Inspect(d, func(n ast.Node) bool {
				if line, ok := n.(*ast.KeyValueExpr); ok {
					look(path, "a line", line)
					return false
				}
				return true
			})
		}
	}, "internal/store")
	if looked < 6 {
		t.Errorf("only %d writing functions and lines were found", looked)
	}
}

// No use case takes work and makes an objective or key result: what handles work never calls what writes them.
func TestOneWayInTheUseCases(t *testing.T) {
	forbidden := []string{"AddObjective", "EditObjective", "AddKeyResult", "EditKeyResult", "addKeyResult", "saveObjective", "SetValue", "SetProgress", "CheckIn"}
	files := 0
	eachFile(t, func(path string, file *ast.File) {
		base := filepath.Base(path)
		if !slices.Contains([]string{"roadmap.go", "roadmap_view.go", "backlog.go", "backlog_view.go", "mirrored.go", "trace.go", "import_work.go"}, base) {
			return
		}
		files++
		ast.Inspect(file, func(n ast.Node) bool {
			if c, ok := n.(*ast.CallExpr); ok {
				name := ""
				switch fn := c.Fun.(type) {
				case *ast.SelectorExpr:
					name = fn.Sel.Name
				case *ast.Ident:
					name = fn.Name
				}
				if slices.Contains(forbidden, name) {
					t.Errorf("%s calls %s: work cannot make or change a result", path, name)
				}
			}
			return true
		})
	}, "internal/app")
	if files < 7 {
		t.Errorf("only %d files of work were found", files)
	}
}

func typeText(e ast.Expr) string {
	out := ""
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			out += id.Name + " "
		}
		return true
	})
	return strings.TrimSpace(out)
}

func eachFile(t *testing.T, look func(path string, file *ast.File), dirs ...string) {
	t.Helper()
	for _, dir := range dirs {
		paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			look(path, file)
		}
	}
}
