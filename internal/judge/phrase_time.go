package judge

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// What is asked here: within what time something is done, and how often it comes again.

// inTime answers whether something is done within a time, on time or without trouble, which is a quality of a service and no piece of work: "answered within 2 days", "refunds arrive on time", "without a call".
func inTime(t sentence.Text, words []token) bool {
	for i := 1; i < len(words); i++ {
		switch w := words[i]; {
		case w.Text == "time" && words[i-1].Text == "on", w.Text == "without" && !hasWord(words[:i], "can"), w.Text == "accurately", w.Text == "correctly", w.Text == "automatically":
			return true
		case (w.Text == "within" || w.Text == "under") && i+2 < len(words) && (words[i+1].Text == "a" || words[i+1].Text == "an" || words[i+1].Text == "one") && spans[words[i+2].Text], (w.Text == "same" || w.Text == "next") && i+1 < len(words) && words[i+1].Text == "day":
			return true
		case (w.Text == "within" || w.Text == "in" || w.Text == "inside") && i+1 < len(words) && words[i+1].Role == sentence.Counted:
			for k := i + 1; k < min(len(words), i+5); k++ {
				switch words[k].Unit {
				case "ms", "s", "min", "h", "d", "w":
					return true
				}
				if strings.HasSuffix(words[k].Text, "days") {
					return true
				}
			}
		}
	}
	return false
}

// spans are the times within which something is done: "within an hour".
var spans = map[string]bool{"second": true, "minute": true, "hour": true, "day": true, "week": true, "night": true, "month": true}

// everySoOften answers whether something is done again and again: "every Thursday", "once a month", "twice per term".
func everySoOften(words []token) bool {
	for i := range words {
		w := words[i].Text
		switch {
		case words[i].about&cadences != 0 && w != "twice":
			return true
		case (w == "every" || w == "each") && i+1 < len(words) && (turns[words[i+1].Text] || i+2 < len(words) && turns[words[i+2].Text]):
			return true
		case (w == "a" || w == "per") && i > 0 && i+1 < len(words) && turns[words[i+1].Text] && i > 1:
			return true
		}
	}
	return false
}

// turns are times that come again: "each season".
var turns = map[string]bool{"day": true, "week": true, "fortnight": true, "month": true, "quarter": true, "term": true, "year": true, "sprint": true, "night": true, "morning": true, "monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true, "weekday": true, "evening": true, "semester": true, "season": true, "release": true}
