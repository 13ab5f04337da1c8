package app

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// eventKinds are the kinds of act that the package writes, by where. What stands in the source between quotes as a noun and a verb is one, but
// for names of fields; what is put together is named here.
func eventKinds(t *testing.T) map[okr.EventKind]string {
	fields := []string{"ambition.team_ids", "origin.url", "override.factor", "override.reason", "preferences.keys", "preferences.theme", "source.of"}
	kinds := map[okr.EventKind]string{}
	for _, stage := range okr.RetrospectiveStages {
		kinds[okr.EventKind("retrospective."+string(stage))] = "retrospective_hold.go"
	}
	shape := regexp.MustCompile(`^[a-z_]+\.[a-z_]+$`)
	pkgs, err := parser.ParseDir(token.NewFileSet(), ".", func(f fs.FileInfo) bool {
		return f.Name() != "deeds.go" && !strings.HasSuffix(f.Name(), "_test.go")
	}, 0)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range pkgs["app"].Files {
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil && shape.MatchString(s) && !slices.Contains(fields, s) {
					kinds[okr.EventKind(s)] = name
				}
			}
			return true
		})
	}
	return kinds
}

// Every kind of act has words, and no words stand for a kind that there is not.
func TestEveryDeedHasWords(t *testing.T) {
	kinds := eventKinds(t)
	if len(kinds) < 150 {
		t.Fatalf("only %d kinds of act were found", len(kinds))
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		switch d, ok := wordsFor(kind); {
		case !ok:
			t.Errorf("%s: an act %s has no words in deeds", kinds[kind], kind)
		case strings.Contains(d.alone, "%s") || strings.Count(d.of, "%s") > 1:
			t.Errorf("%s: %+v", kind, d)
		}
	}
	for kind := range deeds {
		if kinds[kind] == "" {
			t.Errorf("deeds has words for %s, which nothing writes", kind)
		}
	}
}

func TestDeed(t *testing.T) {
	for kind, want := range map[okr.EventKind]string{
		"objective.edited": "edited it", "objective.restored": "restored it", "key_result.moved": "moved a key result", "improvement.removed": "removed an improvement",
		"kpi.recorded": "gave a KPI a value", "key_result.readiness_checked": "looked at the data of a key result", "key_result.checked_in": "checked in",
		"objective.unknown": "changed something about it",
	} {
		if got := Deed(kind); got != want {
			t.Errorf("%s: %q, want %q", kind, got, want)
		}
	}
}

func TestReadinessAndMirrorsAreToldInWords(t *testing.T) {
	for _, tt := range []struct {
		x    Activity
		want string
	}{
		{Activity{Kind: "mirror.hook", Touched: []Touched{{Thing: okr.ThingMirror, Title: "Board"}}}, "made a new secret for what the tool of the mirror “Board” sends"},
		{Activity{Kind: "mirror.read", Touched: []Touched{{Thing: okr.ThingBacklogItem, Title: "A"}, {Thing: okr.ThingBacklogItem, Title: "B"}}}, "found “A” and 1 more gone from the tool it is mirrored from"},
		{Activity{Kind: "objective.felt", Touched: []Touched{{Thing: okr.ThingObjective, Title: "Guests"}}}, "said how “Guests” feels"},
		{Activity{Kind: "pillar.restored", Touched: []Touched{{Thing: okr.ThingPillar, Title: "Few"}}}, "brought back the choice “Few”"},
	} {
		if got := said(tt.x, nil, ""); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.x.Kind, got, tt.want)
		}
	}
}
