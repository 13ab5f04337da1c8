package app

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A deed is a kind of act in words. Both begin with a verb of which a person is the subject.
type deed struct {
	of    string // what it was done to is %s: "checked in on %s"
	alone string // where that goes without saying, as on an objective's own page: "checked in"; "" is of with "it" or with the name of the kind of thing
}

// deeds are the kinds of acts in words, but for those that end in a verb of plainDeeds and say all with it.
var deeds = map[okr.EventKind]deed{
	"objective.added":          {"wrote %s", "wrote the draft"},
	"objective.activated":      {of: "took %s live"},
	"objective.drafted":        {of: "took %s back to draft"},
	"objective.sent_to_review": {of: "sent %s to review"},
	"objective.closed":         {of: "closed %s"},
	"objective.dropped":        {of: "dropped %s"},
	"objective.carried":        {"carried %s over from an earlier cycle", ""},
	"objective.felt":           {of: "said how %s feels"},
	"objective.learned":        {of: "took a lesson for %s"},
	"objective.onward":         {of: "said what becomes of %s"},

	"key_result.checked_in":        {"checked in on %s", "checked in"},
	"key_result.rolled_up":         {"computed %s from its sources", "computed a key result"},
	"key_result.readiness_checked": {of: "looked at the data of %s"},
	"key_result.readiness_decided": {of: "decided about the data of %s"},

	"check_in.amended":  {"corrected a check-in on %s", "amended a check-in"},
	"check_in.removed":  {"took back a check-in on %s", "took back a check-in"},
	"check_in.restored": {"brought back a check-in on %s", "brought back a check-in"},

	"finding.dismissed":   {"kept a finding on %s as it is", "kept a finding as it is"},
	"finding.asked_again": {"let a finding on %s be asked again", "let a finding be asked again"},

	"blocker.raised":   {of: "raised a blocker on %s"},
	"blocker.edited":   {"edited a blocker on %s", "edited a blocker"},
	"blocker.resolved": {"cleared a blocker on %s", "cleared a blocker"},
	"blocker.reopened": {"reopened a blocker on %s", "reopened a blocker"},

	"comment.added":    {"commented on %s", "commented"},
	"comment.edited":   {"edited a comment on %s", "edited a comment"},
	"comment.removed":  {"removed a comment on %s", "removed a comment"},
	"comment.restored": {"brought back a comment on %s", "brought back a comment"},

	"win.shared":   {"shared a win: %s", "shared a win"},
	"win.edited":   {"edited the win %s", "edited a win"},
	"win.removed":  {"took back the win %s", "took back a win"},
	"win.restored": {"brought back the win %s", "brought back a win"},

	"commitment.added":   {of: "will do %s"},
	"commitment.carried": {of: "carries %s on"},

	"vote.given":           {of: "said how sure they are of %s"},
	"vote.removed":         {of: "took back how sure they are of %s"},
	"nudge.sent":           {of: "asked how %s stands"},
	"status_update.kept":   {of: "wrote the week’s update"},
	"status_update.posted": {of: "posted the week’s update"},
	"meeting.held":         {of: "said how long a meeting took"},
	"meeting.rated":        {of: "said what a meeting was worth"},

	"retrospective.planned":  {of: "planned a retrospective"},
	"retrospective.open":     {of: "opened a retrospective"},
	"retrospective.answered": {of: "said why in a retrospective"},
	"retrospective.revealed": {of: "showed what all said in a retrospective"},
	"retrospective.held":     {of: "ended a retrospective"},
	"retrospective.skipped":  {of: "skipped a retrospective"},
	"retrospective.edited":   {of: "edited a retrospective"},
	"improvement.added":      {"decided to improve: %s", "decided to improve something"},

	"kpi.recorded":       {of: "gave %s a value"},
	"kpi.amended":        {of: "corrected a value of %s"},
	"kpi.value_removed":  {of: "took back a value of %s"},
	"kpi.value_restored": {of: "brought back a value of %s"},

	"team.merged":     {of: "merged %s into another team"},
	"team.membership": {"changed the teams of %s", "changed somebody’s teams"},

	"review.started":  {of: "asked other teams to read %s"},
	"review.answered": {of: "read %s for their team"},
	"review.replied":  {"answered a question about %s", "answered a question"},
	"review.ended":    {of: "took %s live after a day of reading"},

	"contract.asked":     {"asked another team: %s", "asked another team for support"},
	"contract.agreed":    {"agreed to do it: %s", "agreed to a contract"},
	"contract.countered": {"offered instead: %s", "offered something else in a contract"},
	"contract.declined":  {"declined %s", "declined what was asked"},
	"contract.kept":      {"says that it was kept: %s", "says that a contract was kept"},
	"contract.not_kept":  {"says that it was not kept: %s", "says that a contract was not kept"},
	"contract.removed":   {"withdrew what was asked: %s", "withdrew what was asked"},
	"contract.restored":  {"asked again: %s", "asked again"},

	"proposal.added":     {of: "proposed %s"},
	"proposal.edited":    {"edited the proposal %s", "edited a proposal"},
	"proposal.backed":    {"supports the proposal %s", "supports a proposal"},
	"proposal.unbacked":  {"no longer supports the proposal %s", "no longer supports a proposal"},
	"proposal.commented": {"commented on the proposal %s", "commented on a proposal"},
	"proposal.adopted":   {"adopted the proposal %s", "adopted the proposal"},
	"proposal.merged":    {"merged the proposal %s into another", "added a proposal to it"},
	"proposal.declined":  {"declined the proposal %s", "declined a proposal"},
	"proposal.reopened":  {"opened the proposal %s again", "opened a proposal again"},
	"proposal.removed":   {"took back the proposal %s", "took back a proposal"},
	"proposal.restored":  {"brought back the proposal %s", "brought back a proposal"},

	"organization.founded": {of: "set up %s"},
	"organization.slack":   {of: "changed the Slack app of %s"},
	"vision.edited":        {of: "wrote the vision"},
	"strategy.started":     {of: "wrote the first of the strategy"},
	"pillar.added":         {"added the choice %s", "added a choice"},
	"pillar.edited":        {"edited the choice %s", "edited a choice"},
	"pillar.removed":       {"removed the choice %s", "removed a choice"},
	"pillar.restored":      {"brought back the choice %s", "brought back a choice"},
	"insight.added":        {of: "has seen %s"},
	"insight.edited":       {"edited an insight: %s", "edited an insight"},
	"insight.answered":     {of: "answered %s"},
	"insight.removed":      {"took back an insight: %s", "took back an insight"},
	"insight.restored":     {"brought back an insight: %s", "brought back an insight"},
	"decision.added":       {"wrote down a decision: %s", "wrote down a decision"},
	"trap.checked":         {of: "answered the check of the traps"},

	"member.edited":      {of: "changed %s"},
	"member.invited":     {of: "invited %s"},
	"member.joined":      {of: "joined"},
	"member.deactivated": {of: "deactivated %s"},
	"member.reactivated": {of: "let %s in again"},
	"member.erased":      {of: "erased a person’s data"},
	"member.reset_link":  {of: "made a reset link for %s"},
	"token.made":         {"made the token %s", "made a token"},
	"token.revoked":      {"revoked the token %s", "revoked a token"},
	"calendar.linked":    {of: "made a calendar’s address"},
	"calendar.unlinked":  {of: "ended a calendar’s address"},
	"slack.tied":         {of: "said who they are in Slack"},
	"slack.untied":       {of: "is no longer known in Slack"},

	"channel.signed": {of: "made a new secret for the messages to %s"},
	"channel.tested": {of: "sent a test to %s"},

	"roadmap_item.added":       {of: "put %s on the roadmap"},
	"roadmap_item.dropped":     {of: "dropped %s"},
	"roadmap_item.prioritized": {of: "changed the priority of %s"},
	"roadmap_item.reopened":    {of: "took %s up again"},
	"backlog_item.aligned":     {of: "said what %s derives from"},
	"backlog_item.mirrored":    {of: "mirrored %s from another tool"},
	"backlog_item.dropped":     {of: "pruned %s"},
	"backlog_item.reopened":    {of: "took %s up again"},

	"mirror.asked":  {of: "asked to have the mirror %s read now"},
	"mirror.hook":   {of: "made a new secret for what the tool of the mirror %s sends"},
	"mirror.placed": {of: "placed %s by the rules of its mirror"},
	"mirror.read":   {of: "found %s gone from the tool it is mirrored from"},

	"cycle.briefed":       {of: "wrote what is asked of the teams for %s"},
	"cycle.talks_planned": {of: "planned what is talked about when in %s"},
	"cycle.closed":        {of: "closed %s"},
	"cycle.reopened":      {of: "reopened %s"},

	"import.done":   {"imported a file with %s", "brought it in with a file"},
	"import.undone": {"undid an import with %s", "undid an import"},
}

// plainDeeds are the verbs that can be done to whatever a kind of act names, and mean the same everywhere.
var plainDeeds = map[string]string{"added": "added %s", "edited": "edited %s", "moved": "moved %s", "removed": "removed %s", "restored": "restored %s"}

// wordsFor puts a kind of act into words, and answers false where there are none.
func wordsFor(kind okr.EventKind) (deed, bool) {
	noun, verb, _ := strings.Cut(string(kind), ".")
	d, ok := deeds[kind]
	if !ok {
		d.of, ok = plainDeeds[verb]
	}
	if d.alone == "" {
		d.alone = strings.ReplaceAll(d.of, "%s", anyOf(doneTo(noun)))
	}
	return d, ok
}

// doneTo is the kind of thing that acts of a noun are done to: people check in on key results and comment on objectives.
func doneTo(noun string) okr.Thing {
	switch noun {
	case "check_in", "blocker", "vote", "nudge":
		return okr.ThingKeyResult
	case "comment", "finding", "import", "review":
		return okr.ThingObjective
	}
	return okr.Thing(noun)
}

// anyOf names one of a kind of thing where it is not named itself: "a key result", or "it" for the objective whose page it stands on.
func anyOf(thing okr.Thing) string {
	switch thing {
	case okr.ThingObjective:
		return "it"
	case okr.ThingKPI:
		return "a KPI"
	}
	name := strings.ReplaceAll(string(thing), "_", " ")
	if strings.ContainsRune("aeiou", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}

// Deed says what a kind of act was where it goes without saying what it was done to, as on an objective's own page: "checked in".
func Deed(kind okr.EventKind) string {
	if d, ok := wordsFor(kind); ok {
		return d.alone
	}
	return "changed something about it"
}
