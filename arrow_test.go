// Package headwater_test holds the rules of the house: who may import whom, what pure means, and what no file says.
// ARCHITECTURE.md explains them; these tests fail with the reason.
package headwater_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/headwater-okr/headwater/"

// A place is where a package stands in the house.
type place struct {
	ours    []string // the packages of ours that its code may import, as under internal/
	outside []string // for a pure package: the modules of others that it may import, beside the standard library
	pure    bool     // values in, values out: no I/O, no context, no clock, no chance
	why     string
}

// pure are the packages that everything above store may use.
var pure = []string{"okr", "sentence", "forecast", "judge", "document", "chart", "layout", "calendar", "letter", "roster"}

// with is the pure packages and some more.
func with(more ...string) []string { return append(slices.Clone(pure), more...) }

// places is the arrow rule. A package that is not here has no place yet: say first what it is for and what it may import.
var places = map[string]place{
	"internal/okr":      {pure: true, why: "okr is the words and the arithmetic: the standard library only, so that everything else can stand on it"},
	"internal/sentence": {pure: true, ours: []string{"okr"}, outside: []string{"github.com/kljensen/snowball", "golang.org/x/text"}, why: "sentence reads what a person wrote, and needs only the words"},
	"internal/forecast": {pure: true, ours: []string{"okr"}, outside: []string{"gonum.org/v1/gonum"}, why: "forecast is arithmetic over check-ins"},
	"internal/chart":    {pure: true, ours: []string{"okr"}, why: "chart draws values; whoever calls has them"},
	"internal/calendar": {pure: true, ours: []string{"okr"}, why: "calendar writes what happens when; whoever calls has it"},
	"internal/letter": {
		pure: true, outside: []string{"github.com/emersion/go-message", "golang.org/x/net/html"},
		why: "letter turns the bytes of a mail into what somebody wrote, and knows nothing of what that is about",
	},
	"internal/roster":    {pure: true, ours: []string{"okr"}, why: "roster reads a text that somebody pastes; whoever calls knows who and what there is already"},
	"internal/layout":    {pure: true, why: "layout is the map's geometry; whoever calls has the map"},
	"internal/judge":     {pure: true, ours: []string{"okr", "sentence"}, why: "judge reads a plan as a value"},
	"internal/judge/fit": {ours: []string{"judge"}, why: "fit is a command that writes the judge's weights"},
	"internal/document": {
		pure: true, ours: []string{"okr", "sentence"},
		outside: []string{"github.com/goccy/go-yaml", "github.com/xuri/excelize/v2", "github.com/yuin/goldmark", "golang.org/x/text"},
		why:     "document turns a reader into a plan and a plan into a writer, with no server and no database",
	},

	"internal/store":                {ours: []string{"okr"}, why: "store is the SQL and nothing else: what is right is decided above it"},
	"internal/store/storetest":      {ours: []string{"store"}, why: "storetest gives tests a database"},
	"internal/live":                 {ours: []string{"okr"}, why: "live passes on which thing changed; it is given the events"},
	"internal/seal":                 {ours: []string{"okr"}, why: "seal keeps secrets; what they are for is decided above it"},
	"internal/receiver":             {ours: []string{"okr", "letter"}, why: "receiver takes mail at the door; what it is for is decided above it"},
	"internal/outgoing":             {why: "outgoing connects to what people write, and knows nothing of why"},
	"internal/notify":               {ours: []string{"okr", "outgoing"}, why: "notify sends what it is given"},
	"internal/notify/mail/mailtest": {why: "mailtest gives tests a mail server"},
	"internal/source":               {ours: []string{"okr", "document", "outgoing"}, why: "source fetches work, and reads files of it as document does; app decides what it means"},

	"internal/app": {ours: with("store", "seal"), why: "app is the use cases: it knows nothing of pages, HTTP or terminals"},

	"internal/web":        {ours: with("app", "live", "web/ui", "web/assets"), why: "pages reach state through app, which checks permission, and never beside it"},
	"internal/web/ui":     {ours: with("web/assets"), why: "components show values; the page that composes them fetches"},
	"internal/web/assets": {why: "assets serves files"},
	"internal/api":        {ours: with("app"), why: "the API is a second door to app, not to the pages or the database"},
	"internal/cli":        {ours: with("app"), why: "the command line speaks HTTP, or reads a file; commands that open the database are in cmd/headwater"},
	"internal/job":        {ours: with("app"), why: "jobs are use cases called by the clock"},
	"internal/demo":       {ours: with("app"), why: "the example is made by the same use cases as everything else"},

	"internal/bench": {ours: with("store", "app"), why: "the bench measures the parts beside the bare limit"},
	"cmd/headwater":  {ours: with("store", "app", "web", "api", "cli", "job", "live", "notify/mail", "notify/chat", "source", "outgoing", "receiver", "seal", "demo"), why: "the command wires the parts"},
	"test/cycle":     {outside: []string{"github.com/jackc/pgx/v5", "golang.org/x/net"}, why: "the play starts the program and drives it from outside"},
	"test/browser":   {why: "the tests of the pages start the program and look at it from outside"},
	".":              {why: "the root holds the rules of the house"},
}

// impure are the packages of the standard library, or the folders of them, that a pure package does without.
var impure = []string{
	"context", "crypto/rand", "database/sql", "io/ioutil", "log", "math/rand", "net", "net/http", "net/rpc", "net/smtp", "net/textproto",
	"os", "path/filepath", "plugin", "runtime", "syscall", "testing", "unsafe",
}

// drivers open databases: database/sql, its drivers and the migrations.
var drivers = []string{"database/sql", "modernc.org/sqlite", "github.com/jackc/pgx/v5", "github.com/pressly/goose/v3"}

// mayOpenDatabases: with a bare driver, the bench measures the limit that app is compared with.
var mayOpenDatabases = []string{"internal/store", "internal/store/storetest", "internal/bench", "cmd/headwater"}

func TestArrows(t *testing.T) {
	used := map[string]map[string]bool{} // what is imported, by the row of the table
	for _, f := range goFiles(t) {
		dir := path.Dir(f.path)
		home, known := places[dir]
		row := dir
		if parent := path.Dir(dir); !known && (parent == "internal/notify" || parent == "internal/source") {
			home, known = places[parent]
			row = parent
		}
		if !known {
			t.Errorf("%s: the package %s has no place in the table of arrow_test.go: say there what it may import and why", f.path, dir)
			continue
		}
		if f.isTest {
			continue // a test may look at anything
		}
		if used[row] == nil {
			used[row] = map[string]bool{}
		}
		for _, imported := range f.imports {
			if ours, is := strings.CutPrefix(imported, module); is {
				used[row][strings.TrimPrefix(ours, "internal/")] = true
				if !slices.Contains(home.ours, strings.TrimPrefix(ours, "internal/")) {
					t.Errorf("%s imports %s: %s", f.path, ours, home.why)
				}
				continue
			}
			if under(imported, drivers) && !slices.Contains(mayOpenDatabases, dir) {
				t.Errorf("%s imports %s: all the SQL is in internal/store", f.path, imported)
			}
			if !home.pure {
				continue
			}
			if strings.Contains(strings.Split(imported, "/")[0], ".") {
				if !under(imported, home.outside) {
					t.Errorf("%s imports %s: %s", f.path, imported, home.why)
				}
			} else if slices.Contains(impure, imported) || under(imported, []string{"database/sql", "log", "math/rand", "os", "runtime", "syscall"}) {
				t.Errorf("%s imports %s: a pure package does no I/O, takes no context and throws no dice", f.path, imported)
			}
		}
	}
	for row, home := range places {
		for _, ours := range home.ours {
			all := len(home.ours) >= len(pure) && slices.Contains(pure, ours) // who may import whatever is pure need not
			if !all && !used[row][ours] {
				t.Errorf("%s may import %s, and does not: take it out of the table", row, ours)
			}
		}
	}
}

// One instant holds for a whole transaction, and tests set it; so a use case that asks the clock itself is wrong twice.
func TestClockIsInjected(t *testing.T) {
	for _, f := range goFiles(t) {
		dir := path.Dir(f.path)
		if f.isTest || !(places[dir].pure || dir == "internal/app" || dir == "internal/store") {
			continue
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			call, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if of, ok := call.X.(*ast.Ident); ok && of.Name == "time" && slices.Contains([]string{"Now", "Since", "Until"}, call.Sel.Name) {
				t.Errorf("%s asks the clock by time.%s: take the instant as a parameter", f.at(call), call.Sel.Name)
			}
			return true
		})
	}
}

// sqlClock finds the database's own clock. Its instants would differ between the engines, between statements and from what tests set.
var sqlClock = regexp.MustCompile(`(?i)\b(now|clock_timestamp|statement_timestamp|julianday|unixepoch|strftime)\s*\(|\bcurrent_(timestamp|date|time)\b|\bdate(time)?\s*\(\s*'now'`)

func TestNoClockInSQL(t *testing.T) {
	for _, f := range goFiles(t) {
		if !under(path.Dir(f.path), []string{"internal/store"}) || f.isTest {
			continue
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING && sqlClock.MatchString(text.Value) {
				t.Errorf("%s: this SQL asks the database's clock: pass the transaction's Now", f.at(text))
			}
			return true
		})
	}
	for _, name := range files(t) {
		if path.Ext(name) == ".sql" && sqlClock.MatchString(read(t, name)) {
			t.Errorf("%s asks the database's clock: instants are made in Go", name)
		}
	}
}

// Such a name says nothing of what is inside, and soon everything is.
func TestPackagesAreNamedForWhatTheyDo(t *testing.T) {
	empty := []string{"util", "utils", "common", "helper", "helpers", "model", "models", "pkg", "misc", "shared", "base", "lib", "types", "core"}
	seen := map[string]bool{}
	for _, f := range goFiles(t) {
		dir := path.Dir(f.path)
		if seen[dir] {
			continue
		}
		seen[dir] = true
		for _, word := range append(strings.Split(dir, "/"), f.tree.Name.Name) {
			if slices.Contains(empty, word) {
				t.Errorf("%s: a package is named for what it does, and %q says nothing", dir, word)
			}
		}
	}
}

// The regular expressions and lists above are only worth something if they catch what they are for.
func TestArrowRulesCatch(t *testing.T) {
	for _, sql := range []string{"SELECT now()", "DEFAULT CURRENT_TIMESTAMP", "datetime('now')", "strftime('%s')"} {
		if !sqlClock.MatchString(sql) {
			t.Errorf("sqlClock does not see %q", sql)
		}
	}
	for _, sql := range []string{"SELECT known(x)", "updated_at = $2", "-- what is known now"} {
		if sqlClock.MatchString(sql) {
			t.Errorf("sqlClock sees a clock in %q", sql)
		}
	}
	if !under("database/sql/driver", drivers) || under("database/sqlite", drivers) {
		t.Error("under does not compare by whole path elements")
	}
}

type goFile struct {
	path    string // from the root, with slashes
	isTest  bool
	imports []string
	tree    *ast.File
	set     *token.FileSet
}

func (f goFile) at(n ast.Node) string {
	return f.path + ":" + strconv.Itoa(f.set.Position(n.Pos()).Line)
}

func goFiles(t *testing.T) []goFile {
	t.Helper()
	var all []goFile
	set := token.NewFileSet()
	for _, name := range files(t) {
		if path.Ext(name) != ".go" {
			continue
		}
		tree, err := parser.ParseFile(set, name, read(t, name), parser.SkipObjectResolution|parser.ParseComments)
		if err != nil {
			t.Error(err)
			continue
		}
		f := goFile{path: name, isTest: strings.HasSuffix(name, "_test.go"), tree: tree, set: set}
		for _, spec := range tree.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			f.imports = append(f.imports, imported)
		}
		all = append(all, f)
	}
	return all
}

// files lists the project's own files, from the root, with slashes.
func files(t *testing.T) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if entry.IsDir() {
			if slices.Contains([]string{".git", "bin", "dist", ".cache", "tmp", "node_modules"}, path.Base(name)) {
				return filepath.SkipDir
			}
			return nil
		}
		if name == ".git" { // a work tree's, which names where the repository is
			return nil
		}
		all = append(all, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// under tells whether an import path is one of these, or lies under one.
func under(imported string, these []string) bool {
	return slices.ContainsFunc(these, func(one string) bool { return imported == one || strings.HasPrefix(imported, one+"/") })
}
