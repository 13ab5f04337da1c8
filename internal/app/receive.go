package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/headwater-okr/headwater/internal/letter"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/sentence"
	"github.com/headwater-okr/headwater/internal/store"
)

// A mail that asks for check-ins carries addresses that answers go to, one for each key result: the mailbox of replies with a token behind a plus. The
// token is the mail's id in the outbox, the number of the key result in it, and a mark with the server's key. So it stands for one person and one key
// result, is good for nothing but a check-in, ends by itself, and ends when the key is taken away.

const (
	replyPurpose = "reply to a mail"
	replyLife    = 14 * 24 * time.Hour // shorter than what was sent is kept
	replyMany    = 255                 // the number of an address that asks for no one key result
	replyToken   = 53                  // letters of a token: 33 bytes in base32, which mail servers may write in capitals
	maxMailbox   = 64 - 1 - replyToken // a local part has 64 characters at most (RFC 5321, 4.5.3.1.1)
)

var replyLetters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// WithReplies returns the same use cases with the mailbox that answers go to, checkin@replies.example; "" takes none. Mails to the mailbox, with
// anything behind a plus, must come to Receive.
func (a *App) WithReplies(mailbox string) (*App, error) {
	b := *a
	b.replies = strings.ToLower(mailbox)
	local, host, ok := strings.Cut(b.replies, "@")
	if mailbox != "" && (!ok || local == "" || host == "" || len(local) > maxMailbox || strings.ContainsAny(b.replies, "+ <>\"")) {
		return nil, okr.Fail(okr.Invalid, "HEADWATER_REPLY_TO", fmt.Sprintf("Write the mailbox as checkin@replies.example, with at most %d letters before the @ and no plus.", maxMailbox))
	}
	return &b, nil
}

// replyAddress is where an answer goes to the n-th key result of a mail; "" if none are taken.
func (a *App) replyAddress(mailID string, n int) string {
	id, err := uuid.Parse(mailID)
	if a.replies == "" || err != nil {
		return ""
	}
	mark, err := a.keys.Sign(replyPurpose, fmt.Sprintf("%s/%d", mailID, n))
	b, fault := hex.DecodeString(mark)
	if err != nil || fault != nil {
		return ""
	}
	local, host, _ := strings.Cut(a.replies, "@")
	return local + "+" + replyLetters.EncodeToString(append(append(id[:], byte(n)), b...)) + "@" + host
}

// readReply finds which key result of which mail an address answers. ours answers whether it is of the mailbox of replies at all.
func (a *App) readReply(address string) (mailID string, n int, ours, genuine bool) {
	local, host, _ := strings.Cut(strings.ToLower(address), "@")
	local, token, _ := strings.Cut(local, "+")
	if a.replies == "" || local+"@"+host != a.replies {
		return "", 0, false, false
	}
	b, err := replyLetters.DecodeString(token)
	if err != nil || len(b) != 33 {
		return "", 0, true, false
	}
	mailID, n = uuid.UUID(b[:16]).String(), int(b[16])
	return mailID, n, true, a.keys.Signed(replyPurpose, fmt.Sprintf("%s/%d", mailID, n), hex.EncodeToString(b[17:]))
}

// TakesMail answers nil for an address that Receive takes mail for, as far as can be said without reading that.
func (a *App) TakesMail(address string) error {
	if _, _, _, genuine := a.readReply(address); !genuine {
		return okr.Fail(okr.NotFound, "", "Nobody is at this address. Answer the mail that asked you, or check in on the page.")
	}
	return nil
}

// A Receipt is what became of a mail that came in.
type Receipt struct {
	What string `json:"what"` // taken: it is a check-in; again: it was there before; answered: by a mail that says why not; ignored: nobody wrote it
	Text string `json:"text"` // in a sentence, for a log
}

// Receive reads a mail, and makes a check-in of what its author wrote. to is the address that it was delivered to, "" if only its headers say. Every
// mail is taken once, however often it comes. What a program wrote is ignored. What cannot be taken is answered by a mail that says why, to the person
// whom the address belongs to, never to whoever it claims to be from. NotFound is an address at which nobody is, Invalid no mail; anything else is a
// reason to come again later.
func (a *App) Receive(ctx context.Context, to string, raw []byte) (Receipt, error) {
	nobody := okr.Fail(okr.NotFound, "", "Nobody is at this address. Answer the mail that asked you, or check in on the page.")
	if len(raw) >= letter.MaxSize {
		return Receipt{}, okr.Fail(okr.Invalid, "", fmt.Sprintf("This mail is larger than %d MB.", letter.MaxSize>>20))
	}
	l, err := letter.Read(bytes.NewReader(raw))
	if err != nil {
		return Receipt{}, okr.Fail(okr.Invalid, "", "This is no mail.")
	}
	if l.ID == "" {
		sum := sha256.Sum256(raw)
		l.ID = hex.EncodeToString(sum[:])
	}
	ours := false
	for _, address := range append([]string{to}, l.To...) {
		mailID, n, of, genuine := a.readReply(address)
		ours = ours || of
		if !genuine {
			continue
		}
		if l.Automatic {
			return Receipt{"ignored", "It was written by a program."}, nil
		}
		p, err := a.replyTo(ctx, mailID, n, l)
		if isMissing(err) {
			break // it was sent too long ago, or its person has left
		}
		if err != nil {
			return Receipt{}, err
		}
		return a.takeReply(ctx, p, l)
	}
	switch {
	case !ours:
		return Receipt{}, nobody
	case l.Automatic:
		return Receipt{"ignored", "It was written by a program."}, nil
	}
	return a.unknownReply(ctx, l, nobody)
}

// A reply is an answer with what it answers.
type reply struct {
	actor     Actor
	keyResult string // "" where the mail asks for several, and the answer does not say which
	key       string // of the mail that this one is answered by
	stale     bool
}

func replyKey(memberID, keyResultID, messageID string) string {
	sum := sha256.Sum256([]byte(memberID + "\n" + keyResultID + "\n" + messageID))
	return "answer/" + hex.EncodeToString(sum[:16])
}

// replyTo reads what an answer is to.
func (a *App) replyTo(ctx context.Context, mailID string, n int, l letter.Letter) (p reply, err error) {
	var s store.Sending
	var orgID string
	if err = a.db.View(ctx, "", func(tx *store.Tx) error {
		s, orgID, err = tx.SentMail(mailID)
		return err
	}); err != nil {
		return p, err
	}
	var m Mail
	if err := json.Unmarshal([]byte(s.Body), &m); err != nil {
		return p, err
	}
	if n < len(m.Replies) {
		p.keyResult = m.Replies[n]
	} else if n != replyMany {
		return p, okr.Fail(okr.NotFound, "", "There is no such key result in this mail.")
	}
	p.key, p.stale = replyKey(s.MemberID, p.keyResult, l.ID), after(s.Created, replyLife) < a.Now()
	err = a.db.View(ctx, orgID, func(tx *store.Tx) error {
		r, err := a.recipient(tx, s.MemberID)
		if err == nil {
			p.actor = r.actor
			p.actor.Via = "mail"
		}
		return err
	})
	return p, err
}

// takeReply makes a check-in of an answer, and queues the mail that says so, in one transaction.
func (a *App) takeReply(ctx context.Context, p reply, l letter.Letter) (Receipt, error) {
	why := ""
	author, err := emailOf("from", l.From)
	own, fault := emailOf("from", p.actor.Person.Email)
	switch {
	case err != nil || fault != nil || author != own: // a reminder that was passed on, and answered to all
		why = "It came from " + l.From + ", and this address takes answers from you alone. If you wrote it, write from " + p.actor.Person.Email + "."
	case p.stale:
		why = "The mail that you answered is more than two weeks old."
	case p.keyResult == "":
		why = "That mail asks for several key results. Write to the address that stands under the one you mean."
	}
	if why != "" {
		return a.answerReply(ctx, p, l, why)
	}
	again := false
	out, err := do(ctx, a, p.actor, "key_result.checked_in", l, func(t *act) (CheckInResult, error) {
		var none CheckInResult
		_, err := t.SendingByKey(p.key)
		if again = err == nil; again || !isMissing(err) {
			return none, err
		}
		in, err := t.readAnswer(p.keyResult, l.Text)
		if err != nil {
			return none, err
		}
		r, err := t.checkIn(in)
		if err != nil {
			return none, err
		}
		return r, a.queueAnswer(t.Tx, p, l, a.notedMail(p.actor, r), t.Now)
	})
	if again {
		return Receipt{"again", "It was taken before."}, nil
	}
	if list := okr.FaultsOf(err); list != nil {
		if list[0].Kind == okr.Unavailable || list[0].Kind == okr.TooMany {
			return Receipt{}, err
		}
		var said []string
		for _, e := range list {
			said = append(said, e.Message)
		}
		return a.answerReply(ctx, p, l, strings.Join(said, " "))
	}
	if err != nil {
		return Receipt{}, err
	}
	return Receipt{"taken", "A check-in on " + out.KeyResult.Title + "."}, nil
}

// readAnswer makes a check-in of what somebody wrote.
func (t *act) readAnswer(keyResultID, text string) (CheckInInput, error) {
	list, at, err := t.CheckInSubject(t.Actor.Scope(), keyResultID)
	if err != nil {
		return CheckInInput{}, err
	}
	answer := sentence.ReadAnswer(text, t.Actor.Org.Set.Locale, list[at].ValueWords())
	return CheckInInput{KeyResultID: keyResultID, Value: answer.Value, Confidence: answer.Confidence, Note: answer.Note}, nil
}

// answerReply says by mail why nothing was noted, once for each mail.
func (a *App) answerReply(ctx context.Context, p reply, l letter.Letter, why string) (Receipt, error) {
	out := Receipt{"answered", "Nothing was noted. " + why}
	err := a.db.Update(ctx, p.actor.Org.ID, func(tx *store.Tx) error {
		_, err := tx.SendingByKey(p.key)
		if err == nil {
			out = Receipt{"again", "It was answered before."}
		}
		if !isMissing(err) {
			return err
		}
		return a.queueAnswer(tx, p, l, a.refusedMail(p.actor, l.Text, why), a.Now())
	})
	return out, err
}

// unknownReply answers a mail with a token that is none, or one whose mail is forgotten, if somebody here wrote it: once a day, since whom a mail claims to be
// from is no proof.
func (a *App) unknownReply(ctx context.Context, l letter.Letter, nobody error) (Receipt, error) {
	login, err := emailOf("from", l.From)
	if err != nil {
		return Receipt{}, nobody
	}
	var p reply
	err = a.db.View(ctx, "", func(tx *store.Tx) error {
		c, err := tx.PersonByLogin(login)
		if err != nil {
			return err
		}
		orgs, err := tx.Belongings(c.ID)
		if err != nil || len(orgs) == 0 {
			return errors.Join(err, nobody)
		}
		in := tx.In(orgs[0].Org.ID)
		m, err := in.MemberOf(c.ID)
		if err != nil {
			return err
		}
		r, err := a.recipient(in, m.ID)
		if err == nil {
			p.actor = r.actor
		}
		return err
	})
	if isMissing(err) {
		return Receipt{}, nobody
	}
	if err != nil {
		return Receipt{}, err
	}
	p.key = "answer/unknown/" + p.actor.Viewer.MemberID + "/" + string(a.Today(p.actor.Org))
	return a.answerReply(ctx, p, l, "The address that you wrote to is not whole, or its mail is too old.")
}

// queueAnswer puts a mail that answers another one into the outbox. It can be answered too, where it is about a key result.
func (a *App) queueAnswer(tx *store.Tx, p reply, l letter.Letter, m Mail, now okr.Instant) error {
	m.ID, m.Answers = a.newID(), l.ID
	if m.Subject = l.Subject; !strings.HasPrefix(strings.ToLower(m.Subject), "re:") {
		m.Subject = "Re: " + m.Subject
	}
	m.Subject = okr.Cut(line(m.Subject), 200)
	if p.keyResult != "" && !p.stale {
		m.Replies, m.ReplyTo = []string{p.keyResult}, a.replyAddress(m.ID, 0)
	}
	b, err := json.Marshal(m)
	if err == nil {
		_, err = tx.Queue(store.Sending{ID: m.ID, Key: p.key, MemberID: p.actor.Viewer.MemberID, Body: string(b), Due: now, Created: now})
	}
	return err
}
