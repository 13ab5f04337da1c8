package headwater_test

import (
	"encoding/json"
	"flag"
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/modfile"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
)

var update = flag.Bool("update", false, "write the generated files again")

// A path or a host of the machine that something was written on is of no use on any other.
// A file without any of the words is not searched.
var machine = []struct {
	words string
	what  *regexp.Regexp
}{
	{"/home/ /Users/ /work/ /workspace/ /builds/ /srv/", regexp.MustCompile(`(^|[\s"'=(,:])/(home|Users|work|workspace|builds|srv)/[\w.-]+/`)},
	{`/root/ C:\Users\`, regexp.MustCompile(`(^|[\s"'=(,:])(/root/|C:\\Users\\)`)},
	{".internal .intra .local .lan .corp", regexp.MustCompile(`(?i)\b(registry|npm|proxy|mirror|artifactory|nexus)[\w.-]*\.(internal|intra|local|lan|corp)\b`)},
	{`"resolved":`, regexp.MustCompile(`"resolved": "https?://`)},                               // the registry is the reader's own setting
	{"headwater_session", regexp.MustCompile(`#HttpOnly_|headwater_session[\s=]+[A-Z2-7]{20}`)}, // somebody's session
}

// ofMachine is what a text says of one machine only, with the number of its line; "" is nothing.
func ofMachine(text string) (found string, line int) {
	lower := strings.ToLower(text)
	for _, m := range machine {
		if !slices.ContainsFunc(strings.Fields(m.words), func(w string) bool { return strings.Contains(lower, strings.ToLower(w)) }) {
			continue
		}
		for i, line := range strings.Split(text, "\n") {
			if found := m.what.FindString(line); found != "" {
				return strings.TrimSpace(found), i + 1
			}
		}
	}
	return "", 0
}

func TestNoFileKnowsAMachine(t *testing.T) {
	for _, name := range files(t) {
		if name == "house_test.go" || !isText(name) {
			continue
		}
		if found, line := ofMachine(read(t, name)); found != "" {
			t.Errorf("%s:%d mentions %q, which is of one machine only", name, line, found)
		}
	}
	for _, bad := range []string{`open("/home/ann/okr.db")`, "see /root/notes", "registry=https://npm.example.internal/", `C:\Users\ann`, "#HttpOnly_localhost\tFALSE\t/\theadwater_session"} {
		if found, _ := ofMachine(bad); found == "" {
			t.Errorf("the rule does not see %q", bad)
		}
	}
	for _, good := range []string{"/scim/v2/Users/1/", "https://example.org/home/page/", "the work/home balance"} {
		if found, _ := ofMachine(good); found != "" {
			t.Errorf("the rule sees a machine in %q", good)
		}
	}
}

func isText(name string) bool {
	return !slices.Contains([]string{".png", ".woff2", ".xlsx", ".zip", ".gz", ".db", ".ico"}, path.Ext(name))
}

// docs/dependencies.md gives a reason for each dependency that we name ourselves, and for nothing else.
func TestEveryDependencyHasAReason(t *testing.T) {
	mod, err := modfile.Parse("go.mod", []byte(read(t, "go.mod")), nil)
	if err != nil {
		t.Fatal(err)
	}
	required := map[string]bool{}
	needed := map[string]string{} // the dependency: where it is named
	for _, r := range mod.Require {
		required[r.Mod.Path] = true
		if !r.Indirect {
			needed[r.Mod.Path] = "go.mod"
		}
	}
	moduleOf := func(imported string) string {
		for p := imported; p != "."; p = path.Dir(p) {
			if required[p] {
				return p
			}
		}
		return ""
	}
	for _, tool := range mod.Tool {
		needed[moduleOf(tool.Path)] = "go.mod"
	}
	for _, f := range goFiles(t) {
		for _, imported := range f.imports {
			if m := moduleOf(imported); m != "" {
				needed[m] = f.path
			}
		}
	}
	var npm struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal([]byte(read(t, "frontend/package.json")), &npm); err != nil {
		t.Fatal(err)
	}
	for _, group := range []map[string]string{npm.Dependencies, npm.DevDependencies} {
		for name := range group {
			needed[name] = "frontend/package.json"
			required[name] = true
		}
	}

	reasons := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| ([^|]*) \\|").FindAllStringSubmatch(read(t, "docs/dependencies.md"), -1) {
		reasons[row[1]] = strings.TrimSpace(row[2])
	}
	if len(reasons) == 0 {
		t.Fatal("docs/dependencies.md has no rows of the form: | `module` | reason |")
	}
	for _, name := range slices.Sorted(maps.Keys(needed)) {
		if len(reasons[name]) < 20 {
			t.Errorf("%s (%s) has no line in docs/dependencies.md that says why we depend on it", name, needed[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(reasons)) {
		if !required[name] {
			t.Errorf("docs/dependencies.md gives a reason for %s, which is no dependency any more", name)
		}
	}
}

// docs/glossary.md is written from the words that the product itself shows.
func TestGlossary(t *testing.T) {
	const name = "docs/glossary.md"
	var b strings.Builder
	b.WriteString("# Glossary\n\nThe words of the product, as the pages explain them. They are the names of types, tables and addresses too.\n" +
		"This file is written by `make generate` from internal/okr/glossary.go.\n\n| word | meaning |\n|---|---|\n")
	words := slices.SortedFunc(maps.Keys(okr.Glossary), func(a, b string) int {
		return strings.Compare(strings.ToLower(a), strings.ToLower(b))
	})
	for _, word := range words {
		b.WriteString("| **" + word + "** | " + okr.Glossary[word] + " |\n")
	}
	if *update {
		if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(b.String(), read(t, name)); diff != "" {
		t.Errorf("%s is out of date; make generate writes it (-want +got):\n%s", name, diff)
	}
}

// What is said of a declaration begins with its name, so that one that was renamed is not explained under another.
func TestDocCommentsNameWhatTheyExplain(t *testing.T) {
	for _, f := range goFiles(t) {
		if f.isTest || strings.HasSuffix(f.path, "_templ.go") {
			continue
		}
		check := func(name string, doc *ast.CommentGroup) {
			words := strings.Fields(doc.Text())
			if len(words) > 1 && slices.Contains([]string{"A", "An", "The"}, words[0]) {
				words = words[1:]
			}
			if len(words) > 0 && strings.TrimRight(words[0], ",.:;") != name {
				t.Errorf("%s: the comment of %s begins with %q", f.at(doc), name, words[0])
			}
		}
		for _, d := range f.tree.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				check(d.Name.Name, d.Doc)
			case *ast.GenDecl:
				if d.Doc == nil || d.Lparen.IsValid() {
					continue // a group is explained as a whole
				}
				switch s := d.Specs[0].(type) {
				case *ast.TypeSpec:
					check(s.Name.Name, d.Doc)
				case *ast.ValueSpec:
					check(s.Names[0].Name, d.Doc)
				}
			}
		}
	}
}

// Where a rule of the judge is named outside of its own place, there is such a rule.
func TestRulesThatAreNamedExist(t *testing.T) {
	known, families := map[string]bool{}, map[string]bool{}
	for _, r := range judge.Rules {
		family, _, _ := strings.Cut(r.ID, "/")
		known[r.ID], families[family] = true, true
	}
	named := 0
	check := func(id, where string) {
		family, rest, _ := strings.Cut(id, "/")
		if !families[family] || rest == "" || !ruleID.MatchString(id) {
			return
		}
		if named++; !known[id] {
			t.Errorf("%s names the rule %s, which is none", where, id)
		}
	}
	for _, f := range goFiles(t) {
		if dir := path.Dir(f.path); f.isTest || !slices.Contains([]string{"internal/app", "internal/web", "internal/cli", "internal/judge"}, dir) || strings.HasSuffix(f.path, "_templ.go") {
			continue
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				check(strings.Trim(lit.Value, "`\""), f.at(lit))
			}
			return true
		})
	}
	if named < len(judge.Rules) {
		t.Errorf("only %d names of rules were found", named)
	}
}

var ruleID = regexp.MustCompile(`^[a-z]+/[a-z-]+$`)

// What a rule serves, and what a comment calls a capability, is a line of docs/capabilities.md.
func TestCapabilitiesThatAreNamedExist(t *testing.T) {
	text, err := os.ReadFile("docs/capabilities.md")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, line := range regexp.MustCompile(`(?m)^- \*\*([A-K]\d+)\*\* `).FindAllStringSubmatch(string(text), -1) {
		known[line[1]] = true
	}
	check := func(codes, where string) {
		for _, code := range capability.FindAllString(codes, -1) {
			if !known[code] {
				t.Errorf("%s names the capability %s, which is none", where, code)
			}
		}
	}
	for _, r := range judge.Rules {
		if !capability.MatchString(r.Source) {
			t.Errorf("%s serves %q, which is no capability", r.ID, r.Source)
		}
		check(r.Source, r.ID)
	}
	for _, f := range goFiles(t) {
		for _, c := range f.tree.Comments {
			for _, named := range regexp.MustCompile(`capabilit(?:y|ies) ([^)]*)\)`).FindAllStringSubmatch(c.Text(), -1) {
				check(named[1], f.at(c))
			}
		}
	}
}

var capability = regexp.MustCompile(`\b[A-K]\d{1,3}\b`)
