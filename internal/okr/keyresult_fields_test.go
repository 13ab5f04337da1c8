package okr

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"testing"
)

// fieldsSet are the names that a function of a file sets in a literal of a key result, or afterwards by a selector.
func fieldsSet(t *testing.T, file, function string) map[string]bool {
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for _, d := range tree.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Name.Name != function {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok {
					out[key.Name] = true
				}
			case *ast.AssignStmt:
				for _, to := range n.Lhs {
					if s, ok := to.(*ast.SelectorExpr); ok {
						out[s.Sel.Name] = true
					}
				}
			}
			return true
		})
	}
	if len(out) == 0 {
		t.Fatalf("%s sets nothing, or is not in %s any more", function, file)
	}
	return out
}

// A field of a key result is taken from who adds it, can be edited, and goes on into the next cycle, or there is a reason why not.
func TestEveryFieldOfAKeyResultIsTakenOn(t *testing.T) {
	const ours, measured, ofCycle, reader = "we give it", "what check-ins leave behind", "of one cycle: the next one has its own", "of who reads it"
	why := map[string]map[string]string{
		"added": {"Locale": reader, "Readiness": "asked when it is there", "Position": "the last one of its objective", "Value": measured, "Confidence": measured, "Progress": measured, "CheckedAs": measured,
			"CheckedAt": measured, "Checks": measured, "Trail": measured, "Blocked": measured, "Grade": "given at the closing", "Removed": "it has just been added", "Origin": "of an import, which says it itself"},
		"edited": {"Locale": reader, "ID": ours, "LineageID": ours, "Readiness": "by SetReadiness", "Dismissed": "by Dismiss", "Value": measured, "Confidence": measured, "Progress": measured, "CheckedAs": measured,
			"CheckedAt": measured, "Checks": measured, "Trail": measured, "Blocked": measured, "Grade": "given at the closing", "Removed": "by RemoveKeyResult", "Origin": ours, "Version": ours, "Created": ours},
		"carried": {"Locale": reader, "ID": ours, "ObjectiveID": ours, "Target": ofCycle, "Plan": ofCycle, "Marks": ofCycle, "Start": ofCycle, "Due": ofCycle, "Position": "given by who carries it on, with its ids",
			"Dismissed": "the next cycle is read anew", "Value": measured, "Confidence": measured, "Progress": measured, "CheckedAs": measured, "CheckedAt": measured, "Checks": measured, "Trail": measured,
			"Blocked": measured, "Grade": "given at the closing", "Removed": ours, "Origin": ours, "Version": ours, "Created": ours},
	}
	edited := map[string]bool{}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[KeyResultPatch]()) {
		edited[f.Name] = true
	}
	delete(edited, "ID")      // which key result it is,
	delete(edited, "Version") // and as it was seen
	for what, sets := range map[string]map[string]bool{
		"added": fieldsSet(t, "../app/keyresult.go", "keyResult"), "edited": edited, "carried": fieldsSet(t, "carry.go", "Carry"),
	} {
		for _, f := range reflect.VisibleFields(reflect.TypeFor[KeyResult]()) {
			switch reason := why[what][f.Name]; {
			case !sets[f.Name] && reason == "":
				t.Errorf("%s is lost where a key result is %s: take it on, or say here why not", f.Name, what)
			case sets[f.Name] && reason != "":
				t.Errorf("%s is taken on where a key result is %s, and here stands why not", f.Name, what)
			}
		}
	}
}
