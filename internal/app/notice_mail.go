package app

import (
	"fmt"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// mail is the one place where mails to members are written: the check-ins that are due, and what else there is to tell. The text is the mail. With an id, it
// carries the addresses that its answers go to.
func (r *noticeReader) mail(id string, due []CheckInCard, notices []NoticeView) Mail {
	var b strings.Builder
	org := r.actor.Org
	out := Mail{ID: id, Subject: mailSubject(org, due, notices)}
	asks := len(due)
	for _, n := range notices {
		if n.asks() {
			asks++
		}
	}
	answer := func(keyResultID string) { // how a mail is answered, where it asks for one key result; else where to
		to := r.a.replyAddress(id, min(len(out.Replies), replyMany-1))
		if to == "" || len(out.Replies) == replyMany-1 {
			return
		}
		out.Replies = append(out.Replies, keyResultID)
		if out.ReplyTo = to; asks > 1 {
			out.ReplyTo = r.a.replyAddress(id, replyMany)
			b.WriteString("    to answer: " + to + "\n")
		}
	}
	fmt.Fprintf(&b, "Hello %s,\n\n", firstName(r.actor))
	if len(due) > 0 {
		b.WriteString(countOf(len(due), "One check-in is due", "check-ins are due") + ".\n\n")
		for i, c := range due {
			if i == noticesMailed {
				fmt.Fprintf(&b, "  and %d more\n\n", len(due)-i)
				break
			}
			fmt.Fprintf(&b, "  %s\n    %s\n", c.Title, lastKnown(c))
			if d := c.Readiness.Decision; d.Choice == okr.DataProxy && c.Ready(c.Today).State == okr.DataDecided {
				fmt.Fprintf(&b, "    until %s “%s” stands in for it\n", mailDate(d.Until), d.Proxy)
			}
			if c.Overdue > 0 {
				fmt.Fprintf(&b, "    since %s\n", mailDate(c.NextDue))
			}
			answer(c.ID)
			b.WriteString("\n")
		}
		if url := r.a.link(org, "check-in"); url != "" {
			b.WriteString("A minute each, one after the other:\n" + url + "\n\n")
		}
	}
	for _, n := range notices {
		b.WriteString(n.Text + ".\n")
		quote(&b, n.Quote)
		if url := r.a.link(org, n.Page); url != "" {
			b.WriteString("  " + url + "\n")
		}
		if n.asks() {
			answer(n.keyResult)
		}
		b.WriteString("\n")
	}
	if len(out.Replies) > 0 {
		what := "Or answer this mail"
		if asks > 1 {
			what = "Or write to the address under the one you mean"
		}
		b.WriteString(what + ": where it is now, how sure you are, and what changed. For example\n  14, confidence 7. The second stand is open again.\nIt counts when it comes from " + r.actor.Person.Email + ".\n\n")
	}
	b.WriteString("-- \n" + org.Name + " on Headwater. What you are mailed, and when, is yours to choose")
	if url := r.a.link(org, "notices"); url != "" {
		b.WriteString(":\n" + url + "\n")
		if token := r.a.stopToken(org.ID, r.actor.Viewer.MemberID); token != "" {
			out.Stop = r.a.address + "/link/notices/" + token
			b.WriteString("No more mails at all:\n" + out.Stop + "\n")
		}
	} else {
		b.WriteString(", in your settings.\n")
	}
	out.Text = b.String()
	return out
}

func mailSubject(org okr.Organization, due []CheckInCard, notices []NoticeView) string {
	switch {
	case len(due) > 0 && len(notices) > 0:
		return countOf(len(due), "One check-in is due", "check-ins are due") + ", and " + countOf(len(notices), "one thing", "things") + " to know"
	case len(due) == 1:
		return "Due: " + due[0].Title
	case len(due) > 0:
		return countOf(len(due), "", "check-ins are due")
	case len(notices) == 1:
		return notices[0].Text
	}
	return countOf(len(notices), "", "things to know") + " at " + org.Name
}

// countOf is a number of things as a mail says it.
func countOf(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// lastKnown says where a key result stood.
func lastKnown(c CheckInCard) string {
	k := c.KeyResult
	if k.Value == nil {
		return "no value yet"
	}
	out := "at " + k.Format(*k.Value)
	if k.Target != nil {
		out += ", to reach " + k.Format(*k.Target)
	}
	if k.Confidence != nil {
		out += fmt.Sprintf(", confidence %d of 10", *k.Confidence)
	}
	return out + ", as of " + mailDate(k.CheckedAs)
}

func mailDate(d okr.Date) string { return d.Time().Format("2 January") }

// notedMail says what was understood of an answer, so that a mistake is seen while it can be mended.
func (a *App) notedMail(actor Actor, r CheckInResult) Mail {
	var b strings.Builder
	fmt.Fprintf(&b, "Hello %s,\n\n%s\n", firstName(actor), noted(r))
	quote(&b, r.CheckIn.Note)
	b.WriteString("\nNot what you meant? Answer once more")
	if url := a.link(actor.Org, "check-in?kr="+r.KeyResult.ID); url != "" {
		b.WriteString(", or put it right here:\n" + url)
	}
	b.WriteString("\n")
	return Mail{Text: b.String()}
}

// noted says in a sentence what a check-in was understood as.
func noted(r CheckInResult) string {
	k, c := r.KeyResult, r.CheckIn
	var said []string
	if c.Value != nil {
		said = append(said, k.Format(*c.Value))
	}
	if c.Confidence != nil {
		said = append(said, fmt.Sprintf("confidence %d of 10", *c.Confidence))
	}
	text := "Noted for “" + k.Title + "”"
	if len(said) > 0 {
		text += ": " + strings.Join(said, ", ")
	}
	return text + "."
}

// refusedMail says why an answer was not noted, and where to go on.
func (a *App) refusedMail(actor Actor, text, why string) Mail {
	var b strings.Builder
	fmt.Fprintf(&b, "Hello %s,\n\nyour answer was not noted. %s\n", firstName(actor), why)
	if url := a.link(actor.Org, "check-in"); url != "" {
		b.WriteString("\nHere you can check in at any time:\n" + url + "\n")
	}
	if text != "" {
		b.WriteString("\nWhat you wrote:\n")
		quote(&b, okr.Cut(text, 2000))
	}
	return Mail{Text: b.String()}
}

func firstName(actor Actor) string {
	first, _, _ := strings.Cut(actor.Person.Name, " ")
	return first
}

// quote writes a text as a quoted one.
func quote(b *strings.Builder, text string) {
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		if line != "" {
			b.WriteString("  | " + line + "\n")
		}
	}
}
