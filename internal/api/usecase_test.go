package api

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/app"
)

// withoutRoute are the use cases that the API has no route for, with the reason.
var withoutRoute = map[string]string{
	"ChangePassword": "a person's account is theirs alone: a token of one organization does not open it",
	"EditProfile":    "likewise",
	"Sessions":       "likewise",
	"EndSession":     "likewise",
	"Restore":        "POST /imports restores when the file holds a whole organization",
	"Tree":           "StreamTree gives the same value",
	"KPIValue":       "for the page on which one is put right: GET /kpis/{id} has it",
	"KeyResultForm":  "for the page on which one is written: its parts have routes of their own",
	"ObjectiveAlone": "for forms that name an objective",
	"FindTeams":      "for the page that opens and finds teams: GET /teams gives them all",
	"Editable":       "for pages that tell who is editing",
	"Sees":           "for the hub of live updates",
	"SlackTie":       "by a link that Slack shows to a person, who is signed in",
	"TieSlack":       "likewise",
	"UntieSlack":     "likewise",
	"Courses":        "for the forecast's own measurements",
	"TeamMembers":    "for a team's page: GET /members names the teams", "ChoosableMembers": "for fields that choose", "SuggestMembers": "for fields that choose", "ResolveMember": "for fields that choose",
	"SuggestTeams": "for fields that choose", "ResolveTeam": "for fields that choose",
	"TypingContext": "for the fields in which a sentence is typed: what it gives is read by GET /objectives and GET /judgement",
}

// Every use case that takes an actor has a route.
func TestUseCases(t *testing.T) {
	called := map[string]bool{}
	call := regexp.MustCompile(`s\.App\.([A-Z]\w*)\(`)
	for _, name := range must(filepath.Glob("*.go"))(t) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, m := range call.FindAllSubmatch(must(os.ReadFile(name))(t), -1) {
			called[string(m[1])] = true
		}
	}
	use := reflect.TypeFor[*app.App]()
	for i := range use.NumMethod() {
		m := use.Method(i)
		if m.Type.NumIn() < 3 || m.Type.In(1) != reflect.TypeFor[context.Context]() || m.Type.In(2) != reflect.TypeFor[app.Actor]() {
			continue
		}
		switch reason, excepted := withoutRoute[m.Name]; {
		case excepted && called[m.Name]:
			t.Errorf("%s has a route, and is on the list of those without: %s", m.Name, reason)
		case !excepted && !called[m.Name]:
			t.Errorf("%s has no route", m.Name)
		}
	}
}
