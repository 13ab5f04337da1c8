package app

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/seal"
)

// A mail as somebody writes it in answer to another one.
func answerMail(id, from, to, text string) []byte {
	return fmt.Appendf(nil, "From: Lea Berg <%s>\r\nTo: <%s>\r\nMessage-ID: <%s@fjord.example>\r\nSubject: Re: Due: Orders online\r\n\r\n%s\r\n\r\nOn Monday, Headwater wrote:\r\n> One check-in is due. 99\r\n", from, to, id, text)
}

// A member answers the mail of the morning, and that is a check-in: once for each mail, by them alone, for as long as the address is good.
func TestReceive(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		box, ctx := w.posting(), w.ctx()
		w.App = must(w.WithReplies("checkin@replies.example"))(t)
		lea := w.joins("Lea", "Apps (lead)")
		o := must(w.AddObjective(ctx, lea, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "Shops reorder", OwnerID: lea.Viewer.MemberID, KeyResults: []KeyResultInput{rising("Orders online")}}))(t)
		must(w.Transition(ctx, lea, TransitionInput{ID: o.ID, To: okr.Active}))(t)
		w.tell()
		w.pass(7 * 24 * time.Hour)
		w.tell()
		if len(box.mails) != 1 {
			t.Fatalf("%d mails ask", len(box.mails))
		}
		asked := box.mails[0]
		if !regexp.MustCompile(`^checkin\+[a-z2-7]{53}@replies\.example$`).MatchString(asked.ReplyTo) || !strings.Contains(asked.Text, "Or answer this mail: where it is now") {
			t.Fatalf("an answer goes to %q:\n%s", asked.ReplyTo, asked.Text)
		}
		if local, _, _ := strings.Cut(asked.ReplyTo, "@"); len(local) > 64 {
			t.Errorf("%d characters before the @ are too many for a mail server", len(local))
		}
		const her = "lea@fjord.example"
		receive := func(what string, raw []byte, want, mailed string) string {
			t.Helper()
			before := len(box.mails)
			got, err := w.Receive(ctx, "", raw)
			if err != nil || got.What != want {
				t.Fatalf("%s: %+v, %v", what, got, err)
			}
			w.send()
			if mailed == "" {
				if len(box.mails) != before {
					t.Errorf("%s is answered by\n%s", what, box.mails[before].Text)
				}
				return ""
			}
			if len(box.mails) != before+1 {
				t.Fatalf("%s is answered by %d mails", what, len(box.mails)-before)
			}
			m := box.mails[before]
			if m.To[0] != her || !strings.Contains(m.Text, mailed) || m.Subject != "Re: Due: Orders online" {
				t.Errorf("%s is answered to %s, %s:\n%s", what, m.To, m.Subject, m.Text)
			}
			return m.ReplyTo
		}
		checks := func() []okr.CheckIn { return must(w.Objective(ctx, lea, o.ID))(t).KeyResults[0].CheckIns }

		first := answerMail("1", "Lea@Fjord.example", strings.ToUpper(asked.ReplyTo), "14, confidence 7. The second stand is open.")
		again := receive("an answer", first, "taken", "Noted for “Orders online”: 14, confidence 7 of 10.\n  | The second stand is open.\n")
		if got := checks(); len(got) != 1 || *got[0].Value != 14 || *got[0].Confidence != 7 || got[0].Note != "The second stand is open." || got[0].AuthorID != lea.Viewer.MemberID {
			t.Errorf("it is %+v", got)
		}
		w.pass(3 * 24 * time.Hour)
		receive("the same mail, days later", first, "again", "")
		receive("an answer to the answer", answerMail("2", her, again, "15"), "taken", "15.\n")
		if acts := must(w.Activity(ctx, lea, ActivityQuery{Kind: "key_result"}))(t).Activity; acts[0].Via != "mail" {
			t.Errorf("the log says it came by %s", acts[0].Via)
		}

		receive("somebody else's answer", answerMail("3", "bo@fjord.example", asked.ReplyTo, "99"), "answered", "It came from bo@fjord.example, and this address takes answers from you alone.")
		receive("an endless note", answerMail("4", her, asked.ReplyTo, "thanks"+strings.Repeat("s", 60000)), "answered", "your answer was not noted. ")
		receive("nothing", answerMail("5", her, asked.ReplyTo, "> 99"), "answered", "your answer was not noted. ")
		receive("nothing, again", answerMail("5", her, asked.ReplyTo, "> 99"), "again", "")
		auto := append([]byte("Auto-Submitted: auto-replied\r\n"), answerMail("6", her, asked.ReplyTo, "20")...)
		receive("a holiday", auto, "ignored", "")
		bounce := append([]byte("Return-Path: <>\r\n"), answerMail("6", her, "checkin+zzz@replies.example", "20")...)
		receive("a bounce to nowhere", bounce, "ignored", "")

		// An address that is not genuine: one mail a day to whom it says it is from, if they are here.
		wrong := []byte(asked.ReplyTo)
		wrong[len("checkin+")+40] ^= 1
		receive("a changed address", answerMail("7", her, string(wrong), "20"), "answered", "The address that you wrote to is not whole")
		receive("another one", answerMail("8", her, "checkin@replies.example", "20"), "again", "")
		for what, raw := range map[string][]byte{
			"of a stranger":    answerMail("9", "stranger@elsewhere.example", string(wrong), "20"),
			"to somebody else": answerMail("9", her, "kim@fjord.example", "20"),
		} {
			_, err := w.Receive(ctx, "", raw)
			refused(t, what, err, okr.NotFound, "")
		}
		_, err := w.Receive(ctx, "", []byte("no mail"))
		refused(t, "no mail", err, okr.Invalid, "")
		_, err = w.Receive(ctx, "", append(answerMail("10", her, asked.ReplyTo, "20"), make([]byte, 6<<20)...))
		refused(t, "a large one", err, okr.Invalid, "")
		if err := w.TakesMail(string(wrong)); err == nil {
			t.Error("an address that is not genuine takes mail")
		}
		if err := w.TakesMail(asked.ReplyTo); err != nil {
			t.Errorf("the address takes none: %v", err)
		}

		// The objective ends, the time of the address runs out, the key is taken away, the person leaves.
		w.pass(12 * 24 * time.Hour)
		receive("a late answer", answerMail("11", her, asked.ReplyTo, "20"), "answered", "more than two weeks old")
		must(w.Transition(ctx, lea, TransitionInput{ID: o.ID, To: okr.Dropped, Reason: "No time."}))(t)
		receive("to what has ended", answerMail("12", her, again, "20"), "answered", "your answer was not noted. ")
		if got := checks(); len(got) != 2 {
			t.Errorf("%d check-ins were made of two answers", len(got))
		}
		with := w.App
		w.App = w.WithKeys(must(seal.Given(seal.NewKey()))(t))
		if err := w.TakesMail(asked.ReplyTo); err == nil {
			t.Error("the address is good without its key")
		}
		w.App = with
		must(w.Deactivate(ctx, w.owner, DeactivateInput{MemberID: lea.Viewer.MemberID, HandOverTo: w.owner.Viewer.MemberID}))(t)
		_, err = w.Receive(ctx, again, answerMail("13", her, again, "20"))
		refused(t, "of who has left", err, okr.NotFound, "")
	})
}

// Where several are due each has its own address, and an answer to the whole is told so. A nudge asks for one too.
func TestReceiveOneOfSeveral(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		box, ctx := w.posting(), w.ctx()
		w.App = must(w.WithReplies("okr@fjord.example"))(t)
		lea, sam := w.joins("Lea", "Apps"), w.joins("Sam", "Apps (lead)")
		o := must(w.AddObjective(ctx, sam, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "Shops reorder", OwnerID: lea.Viewer.MemberID, KeyResults: []KeyResultInput{rising("Orders"), {Title: "Signed", Kind: okr.YesNo}}}))(t)
		must(w.Transition(ctx, sam, TransitionInput{ID: o.ID, To: okr.Active}))(t)
		w.tell()
		w.pass(7 * 24 * time.Hour)
		w.tell()
		var asked Mail
		for _, m := range box.mails {
			if m.To[0] == "lea@fjord.example" {
				asked = m
			}
		}
		to := regexp.MustCompile(`to answer: (\S+)`).FindAllStringSubmatch(asked.Text, -1)
		if len(to) != 2 || len(asked.Replies) != 2 || to[0][1] == to[1][1] {
			t.Fatalf("it asks\n%s", asked.Text)
		}
		receive := func(id, to, text string) string {
			t.Helper()
			return must(w.Receive(ctx, "", answerMail(id, "lea@fjord.example", to, text)))(t).What
		}
		if got := receive("1", asked.ReplyTo, "14"); got != "answered" {
			t.Errorf("an answer to both is %s", got)
		}
		for i, at := range asked.Replies {
			text, want := "14", 14.0
			if at == o.KeyResults[1].ID {
				text, want = "Yes, 9/10", 1
			}
			if got := receive(fmt.Sprint("2", i), to[i][1], text); got != "taken" {
				t.Errorf("%s is %s", text, got)
			}
			for _, k := range must(w.Objective(ctx, lea, o.ID))(t).KeyResults {
				if k.ID == at && (k.Value == nil || *k.Value != want) {
					t.Errorf("%s: %v, want %v", k.Title, k.Value, want)
				}
			}
		}
		w.pass(8 * 24 * time.Hour)
		must(w.Nudge(ctx, sam, o.KeyResults[0].ID))(t)
		w.tell()
		last := box.mails[len(box.mails)-1]
		for _, m := range box.mails {
			if strings.Contains(m.Subject, "asks how") {
				last = m
			}
		}
		if got := receive("3", last.ReplyTo, "15"); got != "taken" || len(last.Replies) != 1 {
			t.Errorf("an answer to a nudge is %s: %+v", got, last)
		}
	})
}

func TestWithReplies(t *testing.T) {
	for mailbox, ok := range map[string]bool{"": true, "checkin@replies.example": true, "OKR@acme.example": true, "checkin": false, "@x.example": false, "a+b@x.example": false, "check-in-here@x.example": false, "a b@x.example": false} {
		if _, err := (&App{}).WithReplies(mailbox); (err == nil) != ok {
			t.Errorf("%q: %v", mailbox, err)
		}
	}
}
