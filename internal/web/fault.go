package web

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/web/ui"
)

// fieldLabels are what fields are called on the pages, where that is not their own name with spaces in it. "" is a name that no page shows, of what
// other fields are in.
var fieldLabels = map[string]string{
	"as_of": "day", "baseline": "from", "target": "to", "low": "healthy from", "high": "healthy up to", "base_url": "address of the tool", "place": "which work there",
	"user": "e-mail of the token’s account", "team_ids": "team", "escalate_after": "a blocker is worth a word with the lead after", "fiscal_start": "fiscal year begins in",
	"locale": "numbers as in", "contact": "ambassador to ask", "min_objectives": "company objectives, at least", "max_objectives": "company objectives, at most",
	"min_key_results": "key results each, at least", "max_key_results": "key results each, at most", "why_important": "why does it matter", "why_urgent": "why now",
	"owner_id": "owner", "decider_id": "who decides", "check_in_owner_id": "who checks in", "hand_over_to": "hand everything to", "parent_id": "inside", "lead_id": "which team leads",
	"start": "first day", "end": "last day", "critical": "is it worth little after a day", "effort": "how many weeks", "commit": "we promise at least", "stretch": "it would surprise us",
	"weight": "weight, of 100", "roadmap_item_id": "what it follows from", "objective_id": "objective", "key_result_id": "key result", "source_status": "status there",
	"lines": "line", "quiet_from": "quiet from", "quiet_to": "quiet until", "meeting_time": "meeting, at", "meeting_day": "weekly meeting", "drop_reason": "why is it dropped",
	"not_doing": "what we therefore do not do", "signal": "how we would know", "choice": "what we choose", "horizon": "when", "expect": "what is expected", "by": "by when",
	"scope": "how far it takes part", "proxy": "what do you look at", "revisit": "look at it again on", "url": "address", "value": "value", "grade": "grade", "new": "the new password",
	"current": "the password you have", "token_name": "what is it for", "known": "what others would know", "format": "kind of file", "text": "text", "until": "by when",

	"email": "e-mail", "member_id": "somebody", "execution_start": "execution begins", "closing_start": "closing begins", "learned": "what we learned", "sure": "",

	"settings": "", "limits": "", "closing_note": "", "preferences": "", "notices": "", "marks": "", "source": "where its value comes from", "of": "computed from", "effect": "effect", "origin": "",
	"mid": "about", "date": "day",
}

// oneOf is what one of a list is called.
var oneOf = map[string]string{
	"key_results": "key result", "links": "link", "milestones": "milestone", "objectives": "objective", "pillars": "choice", "plan": "line of the plan", "rules": "rule", "serves": "key result",
	"supports": "support", "talks": "talk", "teams": "team", "thanks": "thanks", "to": "recipient", "items": "item", "lines": "line", "roadmap": "bet", "grades": "grade", "answers": "answer",
}

var reNth = regexp.MustCompile(`^([a-z_]+)\[([^\]]*)\]$`)

// under says which field a line is about, by what the page calls it: "Key result 2, from: …".
func under(field, line string) string {
	if field == "" || field == "version" {
		return line
	}
	if strings.Contains(field, " ") { // what somebody called it, and not a name of ours
		return ui.Upper(field) + ": " + line
	}
	var said []string
	for _, part := range strings.Split(field, ".") {
		if word := fieldWord(part); word != "" {
			said = append(said, word)
		}
	}
	if said == nil {
		return line
	}
	return ui.Upper(strings.Join(said, ", ")) + ": " + line
}

// fieldWord is one step of a field's name in words. Places in a list are counted from 1; a thing that is found by its id has no number.
func fieldWord(name string) string {
	if m := reNth.FindStringSubmatch(name); m != nil {
		word, ok := oneOf[m[1]]
		if !ok {
			word = strings.TrimSuffix(fieldWord(m[1]), "s")
		}
		if n, err := strconv.Atoi(m[2]); err == nil {
			word += " " + strconv.Itoa(n+1)
		}
		return word
	}
	if word, ok := fieldLabels[name]; ok {
		return word
	}
	return strings.NewReplacer("_ids", "s", "_id", "", "_", " ", "[", " ", "]", "").Replace(name)
}
