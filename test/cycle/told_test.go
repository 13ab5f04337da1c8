package cycle_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/mail"
	"net/smtp"
	"net/url"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// noticed is what a mail says of each kind of notice. A kind that is not here, or that nobody was mailed in the play, fails it.
var noticed = map[okr.NoticeKind][]string{
	okr.NoticeDue:     {"One check-in is due", "Due: "},
	okr.NoticeNudge:   {"asks how “"},
	okr.NoticeMention: {"mentioned you in “"},
	okr.NoticeBlocker: {"asks you to look after a blocker of “", "has stood for long"},
	okr.NoticeReview:  {"asks your team to read “", "Four hours are left"},
	okr.NoticeContract: {"asks your team for support", "would do something else for “", "agreed to what was asked", "cannot do what was asked",
		"was kept", "was not kept"},
	okr.NoticeProposal:      {"said something about your proposal", "opened your proposal again", "adopted your proposal", "made your proposal part of another one", "declined your proposal"},
	okr.NoticeRetrospective: {"The retrospective of “"},
	okr.NoticeData:          {"“The bin, by eye” was to stand in for “", "was to wait for its data until 25 February"},
	okr.NoticeChanged:       {"changed “"},
}

// otherMails are those that are no notices.
var otherMails = []string{"invites you to Lantern", "A new password", "Noted for “", "your answer was not noted", "Delivery, week of "}

// posted is where a message of each kind went, and what it says there.
var posted = map[string][2]string{
	okr.MessageUpdate: {"/webhook", `"status_update"`},
	okr.MessageTest:   {"/webhook", `"test"`},
	okr.MessageDue:    {"/asks", "Delivery: 2 check-ins are due"},
}

// everything holds what the product can tell somebody against what the play has seen of it.
func (p *play) everything() {
	var all strings.Builder
	for _, m := range p.mails.Mails() {
		subject, body, err := m.Text()
		if err != nil {
			p.t.Fatal(err)
		}
		all.WriteString(subject + "\n" + body + "\n")
	}
	told := func(what string, says ...string) {
		for _, want := range says {
			if !strings.Contains(all.String(), want) {
				p.t.Errorf("%s: nobody was mailed %q", what, want)
			}
		}
	}
	for _, k := range okr.NoticeKinds {
		if len(noticed[k.Kind]) == 0 {
			p.t.Errorf("the play knows nothing of the notice %q", k.Kind)
		}
		told(string(k.Kind), noticed[k.Kind]...)
	}
	told("other mails", otherMails...)
	for _, kind := range okr.MessageKinds {
		at, seen := posted[kind], false
		for _, x := range p.posts.to(at[0]) {
			seen = seen || at[0] != "" && strings.Contains(x.Body, at[1])
		}
		if !seen {
			p.t.Errorf("nothing was posted of the kind %q", kind)
		}
	}
}

// A letter is a mail as somebody reads it.
type letter struct{ text, replyTo string }

// mail waits for a mail to somebody that says something, and that they have not read for that before. It may have come just before the clock was moved.
func (p *play) mail(to *person, says string) (found letter) {
	p.t.Helper()
	from := 0
	if n := len(p.mailed); n > 1 {
		from = p.mailed[n-2]
	}
	p.eventually(to.name+" is mailed “"+says+"”", func() bool {
		for i, m := range p.mails.Mails()[from:] {
			subject, body, err := m.Text()
			if err != nil {
				p.t.Fatal(err)
			}
			key := fmt.Sprint(from+i, " ", says)
			body = strings.ReplaceAll(body, "\u00a0", " ") // between a number and its unit
			if strings.Contains(m.To, to.email) && strings.Contains(subject+"\n"+body, says) && !p.read[key] {
				p.read[key] = true
				head, _ := mail.ReadMessage(strings.NewReader(m.Data)) // Text has read it
				found = letter{subject + "\n" + body, head.Header.Get("Reply-To")}
				return true
			}
		}
		return false
	})
	return found
}

// reply is an answer that somebody writes to a mail, from one address or another.
func (p *play) reply(l letter, from, text string) (to, mail string) {
	p.t.Helper()
	address, err := (&url.URL{}).Parse("mailto:" + strings.Trim(l.replyTo, "<>"))
	if err != nil || l.replyTo == "" {
		p.t.Fatalf("nothing says where this is answered: %q", l.text)
	}
	p.wrote++
	return address.Opaque, fmt.Sprintf("From: <%s>\r\nTo: %s\r\nSubject: Re: your mail\r\nMessage-ID: <%d@lantern.example>\r\n\r\n%s\r\n", from, address.Opaque, p.wrote, text)
}

// bySMTP hands an answer to the program that takes mail.
func (p *play) bySMTP(l letter, from, text string) {
	p.t.Helper()
	to, mail := p.reply(l, from, text)
	if err := smtp.SendMail(p.programs[len(p.programs)-1].smtp, nil, from, []string{to}, []byte(mail)); err != nil {
		p.t.Fatal(err)
	}
}

// byCommand hands an answer to the command, as a mail server does.
func (p *play) byCommand(l letter, from, text string) {
	p.t.Helper()
	_, mail := p.reply(l, from, text)
	receive := exec.Command(program, "receive", "--url", p.programs[0].base)
	receive.Env, receive.Stdin = p.env, strings.NewReader(mail)
	if out, err := receive.CombinedOutput(); err != nil {
		p.t.Fatalf("headwater receive: %v\n%s", err, out)
	}
}

// forgotten is somebody who has forgotten their password.
func (p *play) forgotten(x *person) {
	stranger := &person{stage: p.stage, name: x.name, email: x.email}
	stranger.get("/forgotten").send("/forgotten", "", "email", x.email)
	link := regexp.MustCompile(`/link/reset/\S+`).FindString(p.mail(x, "A new password").text)
	stranger.get(link).send(link, "", "password", password)
}

// say is a comment that mentions somebody.
func (p *play) say(x *person, ref, text string) {
	p.t.Helper()
	x.get("objectives/"+ref).send("/comments", "", "text", text)
}

// night is when nobody is mailed: what is said at ten in the evening comes in the morning.
func (p *play) night() {
	p.move("hour", 1)
	p.mail(p.lena, "cannot do what was asked")
	p.move("hour", 7)
	p.say(p.ravi, p.ref["delivery"], "@lena@lantern.example the bread will be there at five.")
	p.move("hour", 1)
	p.eventually("the notices are looked at in the night", func() bool { return p.runs("notices") > p.ran })
	for _, m := range p.mails.Mails() {
		if _, body, _ := m.Text(); strings.Contains(body, "the bread will be there at five") {
			p.t.Errorf("in the night %s was mailed %s", m.To, body)
		}
	}
	p.move("hour", 15)
	p.mail(p.lena, "the bread will be there at five.")
}

// told is what people are mailed in a week beside what falls due, and what they answer.
func (p *play) told(week int) {
	switch week {
	case 2: // the mail of the morning is answered, and Lena need not come
		p.bySMTP(p.mail(p.lena, "14, confidence 7"), p.lena.email, "64, confidence 8. The second van helps.\n\n> One check-in is due.")
		p.mail(p.lena, "Noted for “"+early+"”: 64 %, confidence 8 of 10")
		p.lena.get("objectives/"+p.ref["delivery"]).says("64 %", "The second van helps.")
		p.calendar(p.ravi, "Check-in: "+stale, "Retrospective: Kitchen", "Weekly meeting: Kitchen", "Q1 2027: closing begins")
	case 3:
		p.mara.get("commitments?team="+p.team["Shop"]).says("Waiting for a word").send("/nudge", "")
		p.say(p.ravi, p.ref["kitchen"], "@ada@lantern.example who could ask at the till?")
	case 4:
		p.mail(p.tom, "asks how “"+served+"” stands")
		p.mail(p.ada, "who could ask at the till?")
		page := p.ravi.get("objectives/" + p.ref["kitchen"])
		form := p.ravi.get("blockers/" + page.find(`/blockers/([0-9a-f-]+)"`))
		form.send("blockers/"+strings.TrimPrefix(form.path, p.org+"/blockers/"), "", "owner_id", form.find(`<option value="([^"]+)"[^>]*>`+p.lena.name)).says("Lena Moss")
		p.mara.get("key-results/"+p.kr[early]+"/edit").send("/edit", "", "target", "91", "reason", "The school counts on it.")
	case 5:
		p.mail(p.lena, "asks you to look after a blocker of “"+again)
		p.mail(p.lena, "changed “"+early)
		l := p.mail(p.ada, "14, confidence 7")
		p.byCommand(l, p.ben.email, "99, confidence 10") // it was passed on
		p.mail(p.ada, "your answer was not noted. It came from "+p.ben.email)
		p.byCommand(l, p.ada.email, "40 %, 6/10\nWe ask for the name now.")
		p.mail(p.ada, "Noted for “"+again+"”: 40 %, confidence 6 of 10")
	case 6: // what was said last week is put right; the log keeps both
		id := p.mara.get("objectives/" + p.ref["company"]).find(`/check-ins/([0-9a-f-]+)"`)
		p.mara.get("check-ins/"+id).send("/check-ins/"+id, "", "value", "498", "note", "Two had been counted twice.").says("Two had been counted twice.", "498", "amended a check-in")
	case 7: // Lena would rather have it all in the morning
		p.lena.get("notices").send("/notices", "", "mention", "daily")
		p.say(p.ravi, p.ref["delivery"], "@lena@lantern.example thank you for the ramp.")
		gap := func(x *person, title string, decision ...string) {
			page := x.get("key-results/"+p.kr[title]+"/readiness").send("/readiness", "", "source", "The books", "answers.access", "no")
			page.send("/readiness/decision", "choice="+decision[0], decision[1:]...).says("Decided.")
		}
		gap(p.ravi, stale, "proxy", "proxy", "The bin, by eye", "until-proxy", "2027-02-26")
		gap(p.mara, weekly, "delay", "until-delay", "2027-02-25")
	case 8:
		p.mail(p.lena, "One check-in is due, and one thing to know")
		p.mail(p.ravi, "was to stand in for “"+stale+"” until 26 February")
		p.mail(p.mara, "“"+weekly+"” was to wait for its data")
		link := regexp.MustCompile(`/link/notices/\S+`).FindString(p.mail(p.ben, "No more mails at all").text)
		if end := (&person{stage: p.stage, name: "Ben’s mail program"}).request(http.MethodPost, link, url.Values{"List-Unsubscribe": {"One-Click"}}); end.status != http.StatusOK {
			p.t.Errorf("one click ends nothing: %d", end.status)
		}
		p.ended = len(p.mails.Mails())
	case 10:
		for _, m := range p.mails.Mails()[p.ended:] {
			if strings.Contains(m.To, p.ben.email) {
				p.t.Errorf("Ben has ended his mails, and was mailed %s", m.Data)
			}
		}
	}
}

// calendar is what a calendar program reads by a private link of somebody's.
func (p *play) calendar(x *person, titles ...string) {
	p.t.Helper()
	link := x.get("calendar").send("/calendar", "Make a link", "team_id", "").find(`(/link/calendar/[^<\s]+)`)
	feed := strings.ReplaceAll((&person{stage: p.stage, name: "a calendar program"}).get(link).body, "\r\n ", "")
	for _, want := range titles {
		if !strings.Contains(feed, "SUMMARY:"+want) {
			p.t.Errorf("the calendar has no %q:\n%s", want, feed)
		}
	}
}

const slackSecret = "8f742231b10e8888abcd99yyyzzz85a5"

// buttons are those of Slack: a message that asks, a line that is written there, and who it was.
func (p *play) buttons() {
	page := p.mara.get("channels")
	hook, err := url.Parse(page.find(`>(http[^<]+/api/v1/hooks/slack/[^<]+)<`))
	if err != nil {
		p.t.Fatal(err)
	}
	page.send("/channels/slack", "", "signing_secret", slackSecret)
	p.lena.get("channels").send("/channels", "", "kind", "slack", "name", "Vans", "team_id", p.team["Delivery"], "url", p.posts.URL+"/asks", "weekly", "yes")
	p.slack = hook.Path
}

// press is a line that somebody writes under a message in Slack.
func (p *play) press(kr, text string) {
	p.t.Helper()
	payload, err := json.Marshal(map[string]any{"type": "block_actions", "user": map[string]string{"id": "U1", "username": "lena"}, "team": map[string]string{"id": "T1"},
		"response_url": p.posts.URL + "/pressed", "container": map[string]string{"message_ts": text}, "actions": []map[string]string{{"action_id": "answer", "block_id": kr, "value": text}}})
	if err != nil {
		p.t.Fatal(err)
	}
	body, at := "payload="+url.QueryEscape(string(payload)), strconv.FormatInt(time.Now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(slackSecret))
	fmt.Fprintf(mac, "v0:%s:%s", at, body)
	r, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.programs[0].base+p.slack, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("X-Slack-Request-Timestamp", at)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		p.t.Errorf("a button in Slack: %d", answer.StatusCode)
	}
}

// pressed waits for what is said to who pressed, and finds a pattern in it.
func (p *play) pressed(pattern string) (found string) {
	p.t.Helper()
	p.eventually("Slack is answered “"+pattern+"”", func() bool {
		for _, x := range p.posts.to("/pressed") {
			if m := regexp.MustCompile(pattern).FindStringSubmatch(strings.ReplaceAll(x.Body, "\u00a0", " ")); m != nil {
				found = m[len(m)-1]
				return true
			}
		}
		return false
	})
	return found
}

// chat is a check-in in Slack, on the day on which the channel is asked.
func (p *play) chat() {
	p.eventually("the channel is asked", func() bool {
		for _, x := range p.posts.to("/asks") {
			if strings.Contains(x.Body, early) {
				return true
			}
		}
		return false
	})
	p.press(p.kr[early], "65, confidence 8")
	link := p.pressed(`http://okr\.lantern\.example(/lantern/slack/[^"\\ ]+)`)
	tie := p.lena.get(link)
	tie.send(strings.TrimPrefix(tie.path, p.org), "")
	p.press(p.kr[early], "66, confidence 8")
	p.pressed("Noted for “" + regexp.QuoteMeta(early) + "”: 66 %")
	p.lena.get("objectives/" + p.ref["delivery"]).says("66 %")
}
