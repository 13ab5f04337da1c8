package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A notice is kept with the act that it is about, as ids. What it says is read when it is told, with what its member may see then: so nobody is told of what
// they do not see, and what was taken back is not told.

// notice keeps that a member is told of something, once under this key. Nobody is told of what they did themselves.
func (t *act) notice(memberID string, kind okr.NoticeKind, key, thingID, objectiveID, keyResultID string) error {
	if memberID == "" || memberID == t.Actor.Viewer.MemberID {
		return nil
	}
	return t.AddNotice(store.Notice{MemberID: memberID, Key: key, Kind: kind, ThingID: thingID, ObjectiveID: objectiveID, KeyResultID: keyResultID, ActorID: t.Actor.Viewer.MemberID, Created: t.Now})
}

// noticeChanges tells owners that an active objective or key result of theirs was changed.
func (t *act) noticeChanges(kind okr.EventKind) error {
	if !slices.Contains(explainable, kind) {
		return nil
	}
	seen := map[string]okr.Objective{}
	for _, r := range t.rows {
		if r.ObjectiveID == "" || r.Thing != okr.ThingObjective && r.Thing != okr.ThingKeyResult {
			continue
		}
		o, ok := seen[r.ObjectiveID]
		if !ok {
			f, err := t.FrameOf(store.Everything, r.ObjectiveID)
			if err != nil {
				return err
			}
			o = f.Objective
			seen[r.ObjectiveID] = o
		}
		if o.Activated == 0 {
			continue
		}
		owners, keyResult := []string{o.OwnerID}, ""
		if r.Thing == okr.ThingKeyResult {
			var k okr.KeyResult
			if err := json.Unmarshal(r.After, &k); err != nil {
				return err
			}
			owners, keyResult = append(owners, k.OwnerID), k.ID
		}
		for _, id := range owners {
			if err := t.notice(id, okr.NoticeChanged, "changed/"+t.event+"/"+r.ID, t.event, o.ID, keyResult); err != nil {
				return err
			}
		}
	}
	return nil
}

// A NoticeView is a notice as its member reads it.
type NoticeView struct {
	Kind    okr.NoticeKind `json:"kind"`
	Text    string         `json:"text"`                       // who did what, in a sentence
	Quote   string         `json:"quote,omitempty"`            // what was said
	Number  int            `json:"objective_number,omitempty"` // of the objective that it is about, if any
	Page    string         `json:"page"`                       // where it is, below the organization's address
	Created okr.Instant    `json:"created_at"`
	Told    okr.Instant    `json:"told_at,omitempty"`

	keyResult string
}

// asks answers whether the notice asks for a check-in.
func (n NoticeView) asks() bool { return n.Kind == okr.NoticeNudge && n.keyResult != "" }

// A SentMail is a mail as it was sent, or is to be.
type SentMail struct {
	Subject string      `json:"subject"`
	Text    string      `json:"text"`
	State   string      `json:"state"` // waiting, sent, failed or skipped
	Error   string      `json:"error,omitempty"`
	Made    okr.Instant `json:"created_at"`
}

// A NoticePage is what a member was told of, and what they would be mailed.
type NoticePage struct {
	Choices okr.NoticeChoices `json:"choices"`
	Zone    string            `json:"time_zone"`
	Notices []NoticeView      `json:"notices"`
	Mails   []SentMail        `json:"mails"`
	Slack   bool              `json:"slack,omitempty"`   // their account in Slack is known
	Morning *SentMail         `json:"morning,omitempty"` // the mail of the morning as it would be now; nothing if there would be none
}

const (
	noticesShown = 30
	mailsShown   = 10
)

// Notices are the actor's own: what they were told of, the mails as they were sent, and the next one as it would be.
func (a *App) Notices(ctx context.Context, actor Actor) (NoticePage, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (NoticePage, error) {
		r, err := a.reader(tx, actor)
		if err != nil {
			return NoticePage{}, err
		}
		out := NoticePage{Choices: r.choices, Zone: r.zone.String(), Mails: []SentMail{}}
		if out.Notices, err = r.notices(false, noticesShown, nil); err != nil {
			return out, err
		}
		account, err := tx.SlackAccount(r.actor.Viewer.MemberID)
		if err != nil {
			return out, err
		}
		out.Slack = account != ""
		mails, err := tx.MailsOf(r.actor.Viewer.MemberID, mailsShown)
		if err != nil {
			return out, err
		}
		for _, s := range mails {
			var m Mail
			_ = json.Unmarshal([]byte(s.Body), &m) // it was made by queueMail
			out.Mails = append(out.Mails, SentMail{m.Subject, m.Text, deliveryOf(s).State, s.Error, s.Created})
		}
		due, _, err := r.due()
		if err != nil {
			return out, err
		}
		wait, err := r.notices(true, noticesShown, nil)
		if err == nil && len(due)+len(wait) > 0 {
			m := r.mail("", due, wait)
			out.Morning = &SentMail{Subject: m.Subject, Text: m.Text, State: "waiting", Made: a.Now()}
		}
		return out, err
	})
}

// A noticeReader is a member to whom something is told.
type noticeReader struct {
	a       *App
	tx      *store.Tx
	actor   Actor
	choices okr.NoticeChoices
	zone    *time.Location
	tree    okr.Tree
}

// reader reads who an actor is, as far as mails to them ask.
func (a *App) reader(tx *store.Tx, actor Actor) (*noticeReader, error) {
	m, _, err := tx.ActiveMember("", actor.Viewer.MemberID)
	if err != nil {
		return nil, err
	}
	teams, err := tx.Teams(true)
	if err != nil {
		return nil, err
	}
	r := &noticeReader{a: a, tx: tx, actor: actor, choices: m.Preferences.Notices, tree: okr.NewTree(teams)}
	name := r.choices.Zone
	if name == "" {
		name = actor.Org.Set.TimeZone
		for _, t := range m.Teams {
			name = r.tree.Resolve(t.TeamID, actor.Org.Set).TimeZone
		}
	}
	r.zone = okr.Settings{TimeZone: name}.Location()
	return r, nil
}

// recipient is the reader who is a member, from inside a transaction of their organization.
func (a *App) recipient(tx *store.Tx, memberID string) (*noticeReader, error) {
	actor := Actor{Via: "job"}
	var err error
	if actor.Org, err = tx.Organization(); err != nil {
		return nil, err
	}
	tx.WriteNumbers(actor.Numbers())
	var m okr.Member
	if actor.Viewer, m, err = viewer(tx, "", memberID); err != nil {
		return nil, err
	}
	c, err := tx.Person(m.PersonID)
	if err != nil {
		return nil, err
	}
	actor.Person = c.Person
	return a.reader(tx, actor)
}

// notices are the reader's, of some kinds only if given.
func (r *noticeReader) notices(waiting bool, limit int, kinds []okr.NoticeKind) ([]NoticeView, error) {
	list, err := r.tx.Notices(r.actor.Scope(), r.actor.Viewer.MemberID, waiting, limit)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(n store.Notice) bool { // it was decided anew, or nothing is missing any more
		return n.Kind == okr.NoticeData && n.Key != lapsedKey(n.KeyResultID, n.Decision)
	})
	if kinds != nil {
		list = slices.DeleteFunc(list, func(n store.Notice) bool { return !slices.Contains(kinds, n.Kind) })
	}
	var ids []string
	for _, n := range list {
		ids = append(ids, n.ActorID)
		for _, m := range storedMention.FindAllString(n.Text, -1) {
			ids = append(ids, m[2:len(m)-1])
		}
	}
	found, err := r.tx.Names(ids)
	names := Names(found)
	out := make([]NoticeView, len(list))
	for i, n := range list {
		text := n.Text
		if n.Kind == okr.NoticeProposal {
			text = proposalQuote(n)
		}
		c := CommentView{okr.Comment{Text: text}}
		c.show(names)
		out[i] = NoticeView{Kind: n.Kind, Text: noticeText(n, names.Of(n.ActorID)), Quote: c.Text, Number: n.Number, Page: noticePage(n), Created: n.Created, Told: max(n.Told, 0), keyResult: n.KeyResultID}
	}
	return out, err
}

// noticeText says in a sentence who did what.
func noticeText(n store.Notice, who string) string {
	if who == "" {
		who = "Somebody"
	}
	what := n.KeyResult
	if what == "" {
		what = n.Objective
	}
	switch {
	case n.Kind == okr.NoticeMention:
		return who + " mentioned you in “" + n.Objective + "”"
	case n.Kind == okr.NoticeReview && strings.HasPrefix(n.Key, reviewEnding):
		return "Four hours are left to read “" + n.Objective + "” for your team"
	case n.Kind == okr.NoticeReview:
		return who + " asks your team to read “" + n.Objective + "” within 24 hours"
	case n.Kind == okr.NoticeNudge:
		return who + " asks how “" + what + "” stands"
	case n.Kind == okr.NoticeBlocker && strings.HasPrefix(n.Key, "escalated/"):
		return "A blocker of “" + what + "” has stood for long: it is worth a word with you"
	case n.Kind == okr.NoticeBlocker:
		return who + " asks you to look after a blocker of “" + what + "”"
	}
	if n.Kind == okr.NoticeRetrospective {
		return "The retrospective of “" + n.Objective + "” is open: why did it go as it did?"
	}
	if n.Kind == okr.NoticeData {
		if n.Decision.Choice == okr.DataProxy {
			return "“" + n.Decision.Proxy + "” was to stand in for “" + what + "” until " + mailDate(n.Decision.Until) + ": it is time to decide again"
		}
		return "“" + what + "” was to wait for its data until " + mailDate(n.Decision.Until) + ": it is time to decide again"
	}
	if n.Kind == okr.NoticeProposal {
		return who + proposalWords[proposalNotice(n)] + "“" + n.Objective + "”"
	}
	if n.Kind == okr.NoticeContract {
		switch stage, _, _ := strings.Cut(strings.TrimPrefix(n.Key, "contract/"), "/"); okr.ContractStage(stage) {
		case okr.ContractCountered:
			return who + " would do something else for “" + what + "”"
		case okr.ContractAgreed:
			return who + " agreed to what was asked for “" + what + "”"
		case okr.ContractDeclined:
			return who + " cannot do what was asked for “" + what + "”"
		case okr.ContractAsked:
			return who + " asks your team for support with “" + what + "”"
		}
		switch kept, _, _ := strings.Cut(strings.TrimPrefix(n.Key, "contract/"), "/"); okr.ContractKept(kept) {
		case okr.ContractIsKept:
			return who + " says that what was agreed for “" + what + "” was kept"
		case okr.ContractNotKept:
			return who + " says that what was agreed for “" + what + "” was not kept"
		}
	}
	return who + " changed “" + what + "”, which is yours"
}

// noticePage is where a notice leads.
func noticePage(n store.Notice) string {
	switch n.Kind {
	case okr.NoticeProposal:
		return "proposals/" + n.ThingID
	case okr.NoticeContract:
		return "contracts/" + n.ThingID
	case okr.NoticeData:
		return "key-results/" + n.KeyResultID + "/readiness#decide"
	case okr.NoticeRetrospective:
		return "retrospectives/" + n.ThingID
	}
	return fmt.Sprintf("objectives/O-%d", n.Number)
}

const noticesMailed = 20 // in one mail; the page has all of them

var readersAtOnce = 500 // that are read before they are written to; a test takes fewer
