package app

import (
	"fmt"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// mail is the one place where mails to members are written: the check-ins that are due, and what else there is to tell. The text is the mail.
func (r *noticeReader) mail(due []CheckInCard, notices []NoticeView) Mail {
	var b strings.Builder
	org := r.actor.Org
	first, _, _ := strings.Cut(r.actor.Person.Name, " ")
	fmt.Fprintf(&b, "Hello %s,\n\n", first)
	if len(due) > 0 {
		b.WriteString(countOf(len(due), "One check-in is due", "check-ins are due") + ".\n\n")
		for i, c := range due {
			if i == noticesMailed {
				fmt.Fprintf(&b, "  and %d more\n\n", len(due)-i)
				break
			}
			fmt.Fprintf(&b, "  %s\n    %s\n", c.Title, lastKnown(c))
			if c.Overdue > 0 {
				fmt.Fprintf(&b, "    since %s\n", mailDate(c.NextDue))
			}
			b.WriteString("\n")
		}
		if url := r.a.link(org, "check-in"); url != "" {
			b.WriteString("A minute each, one after the other:\n" + url + "\n\n")
		}
	}
	for _, n := range notices {
		b.WriteString(n.Text + ".\n")
		for _, line := range strings.Split(strings.TrimSpace(n.Quote), "\n") {
			if line != "" {
				b.WriteString("  | " + line + "\n")
			}
		}
		if url := r.a.link(org, fmt.Sprintf("objectives/O-%d", n.Number)); url != "" {
			b.WriteString("  " + url + "\n")
		}
		b.WriteString("\n")
	}
	out := Mail{Subject: mailSubject(org, due, notices)}
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
