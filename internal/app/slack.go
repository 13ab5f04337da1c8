package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A message in Slack that asks for check-ins has a line and a button for each. What is pressed comes back signed with the secret of the organization's Slack
// app. Who pressed is known by a link that they open once while they are signed in here: what Slack says of names and addresses is not believed.

const (
	slackSign    = "slack" // the name of the secret
	slackPurpose = "this is me in Slack"
	slackLife    = time.Hour // of the link
	slackShown   = 8         // key results that one message asks for
)

// A SlackApp is how an organization's Slack app is set up. The secret is never shown.
type SlackApp struct {
	URL  string `json:"request_url"`           // what is put into the app's page for interactivity; "" where the server does not know its address
	Hint string `json:"secret_hint,omitempty"` // the last characters of the signing secret
	On   bool   `json:"on"`                    // there is a signing secret, and messages have buttons
	May  bool   `json:"may_edit"`
}

// SlackApp is the organization's.
func (a *App) SlackApp(ctx context.Context, actor Actor) (SlackApp, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (SlackApp, error) { return a.slackApp(tx, actor) })
}

func (a *App) slackApp(tx *store.Tx, actor Actor) (SlackApp, error) {
	out := SlackApp{May: okr.CanAdmin(actor.Viewer) == nil}
	if a.address != "" {
		out.URL = a.address + "/api/v1/hooks/slack/" + actor.Org.ID
	}
	list, err := tx.Secrets(actor.Org.ID)
	for _, s := range list {
		if s.Name == slackSign {
			out.On, out.Hint = true, s.Hint
		}
	}
	return out, err
}

// A SlackSecretInput is the signing secret of the Slack app; "" takes the buttons away.
type SlackSecretInput struct {
	Secret string `json:"signing_secret"`
}

// SetSlackApp keeps the signing secret of the organization's Slack app, sealed. It is for owners and ambassadors.
func (a *App) SetSlackApp(ctx context.Context, actor Actor, in SlackSecretInput) (SlackApp, error) {
	actor.Key = "" // what is stored for a repeated request would tell the secret by its hash
	in.Secret = strings.TrimSpace(in.Secret)
	return do(ctx, a, actor, "organization.slack", nil, func(t *act) (SlackApp, error) {
		if err := okr.CanAdmin(actor.Viewer); err != nil {
			return SlackApp{}, err
		}
		if n := len(in.Secret); n > 0 && (n < 16 || n > 200) {
			return SlackApp{}, okr.Fail(okr.Invalid, "signing_secret", "Copy the signing secret from the page “Basic Information” of your Slack app.")
		}
		org, err := t.Organization()
		if err != nil {
			return SlackApp{}, err
		}
		if err := a.keepSecret(t, org.ID, slackSign, in.Secret); err != nil {
			return SlackApp{}, err
		}
		if err := logThing(t, "", org); err != nil {
			return SlackApp{}, err
		}
		return a.slackApp(t.Tx, actor)
	})
}

// slackAsks are a team's key results whose check-in is due, of what everybody sees; none where buttons lead nowhere.
func (a *App) slackAsks(tx *store.Tx, actor Actor, teamID string) (out []okr.MessageAsk, err error) {
	if s, err := a.slackApp(tx, actor); err != nil || !s.On || s.URL == "" {
		return nil, err
	}
	cycles, err := tx.Cycles()
	if err != nil {
		return nil, err
	}
	teams, err := tx.Teams(true)
	if err != nil {
		return nil, err
	}
	current, _ := okr.CurrentCycle(cycles, a.Today(actor.Org))
	rows, err := a.teamRows(tx, actor, okr.NewTree(teams), current, teamID)
	for _, o := range rows {
		for _, k := range o.KeyResults {
			if k.Due && !o.Private && k.Source.Kind == okr.Manual && len(out) < slackShown {
				out = append(out, okr.MessageAsk{KeyResultID: k.ID, Title: k.Title, Text: lastKnown(CheckInCard{KeyResultView: k})})
			}
		}
	}
	return out, err
}

// A SlackAnswer is what is said to who pressed a button, and where.
type SlackAnswer struct{ URL, Text string }

// SlackPress takes what Slack sends when somebody presses a button, and makes a check-in of it as they. It says what they are to be told. A message with a wrong signature is Unauthenticated.
func (a *App) SlackPress(ctx context.Context, orgID string, header map[string][]string, body []byte) (SlackAnswer, error) {
	unknown := okr.Fail(okr.NotFound, "", "There is nothing at this address.")
	if a.sender == nil {
		return SlackAnswer{}, unknown
	}
	secret := ""
	err := a.db.View(ctx, orgID, func(tx *store.Tx) error {
		list, err := tx.Secrets(orgID)
		if err == nil {
			secret, err = a.openSecret(tx, list, orgID, slackSign)
		}
		return err
	})
	if err == nil && secret == "" {
		err = unknown
	}
	if err != nil {
		return SlackAnswer{}, err
	}
	p, err := a.sender.Pressed(header, body, secret)
	if err != nil || p.Account == "" {
		return SlackAnswer{}, err
	}
	out := SlackAnswer{URL: p.URL}
	actor, link, err := a.slackActor(ctx, orgID, p)
	if err != nil {
		return out, err
	}
	if actor.Viewer.MemberID == "" {
		if link == "" {
			return out, unknown
		}
		out.Text = "Who are you in Headwater? Open this once, within the hour, and press again: " + link
		return out, nil
	}
	r, err := do(ctx, a, actor, "key_result.checked_in", p, func(t *act) (CheckInResult, error) {
		in, err := t.readAnswer(p.KeyResultID, p.Text)
		if err != nil {
			return CheckInResult{}, err
		}
		return t.checkIn(in)
	})
	if list := okr.FaultsOf(err); list != nil && list[0].Kind != okr.Unavailable && list[0].Kind != okr.TooMany {
		out.Text = "Nothing was noted. " + list[0].Message
		return out, nil
	}
	out.Text = noted(r)
	return out, err
}

// slackActor is who has pressed, or the link by which they say who they are.
func (a *App) slackActor(ctx context.Context, orgID string, p okr.Press) (actor Actor, link string, err error) {
	err = a.db.View(ctx, orgID, func(tx *store.Tx) error {
		org, err := tx.Organization()
		if err != nil {
			return err
		}
		id, err := tx.SlackMember(p.Account)
		if err == nil && id != "" {
			var r *noticeReader
			if r, err = a.recipient(tx, id); err == nil {
				actor = r.actor
				return nil
			}
		}
		if err != nil && !isMissing(err) {
			return err
		}
		link = a.link(org, "slack/"+a.slackToken(org.ID, p))
		return nil
	})
	sum := sha256.Sum256([]byte(strings.Join([]string{p.Account, p.Message, p.KeyResultID, p.Text}, "\n")))
	actor.Via, actor.Key = "slack", "slack/"+hex.EncodeToString(sum[:16]) // the same line pressed twice is one check-in
	return actor, link, err
}

// AnswerSlack says to who pressed a button what became of it.
func (a *App) AnswerSlack(ctx context.Context, s SlackAnswer) error {
	if s.URL == "" || s.Text == "" {
		return nil
	}
	return a.sender.Answer(ctx, s.URL, s.Text)
}

// slackToken is what stands in the link by which a member says who they are in Slack.
func (a *App) slackToken(orgID string, p okr.Press) string {
	text := p.Account + "." + strconv.FormatInt(int64(after(a.Now(), slackLife)), 36) + "." + hex.EncodeToString([]byte(okr.Cut(p.Name, 80)))
	mark, err := a.keys.Sign(slackPurpose, orgID+"."+text)
	if err != nil {
		return ""
	}
	return strings.Replace(text, "/", ".", 1) + "." + mark
}

// A SlackTie is who a link says that somebody is in Slack.
type SlackTie struct {
	Account string `json:"account"`
	Name    string `json:"name"`
	Mine    bool   `json:"mine"` // it is tied to the actor already
}

// SlackTie reads a link by which the actor says who they are in Slack. One that is not whole, too old or of an account that is somebody else's is NotFound.
func (a *App) SlackTie(ctx context.Context, actor Actor, token string) (SlackTie, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (SlackTie, error) { return a.slackTie(tx, actor, token) })
}

func (a *App) slackTie(tx *store.Tx, actor Actor, token string) (out SlackTie, err error) {
	broken := okr.Fail(okr.NotFound, "", "This link is too old or not whole. Press the button in Slack once more.")
	part := strings.Split(token, ".")
	if len(part) != 5 || !a.keys.Signed(slackPurpose, fmt.Sprintf("%s.%s/%s.%s.%s", actor.Org.ID, part[0], part[1], part[2], part[3]), part[4]) {
		return out, broken
	}
	until, err := strconv.ParseInt(part[2], 36, 64)
	name, fault := hex.DecodeString(part[3])
	if err != nil || fault != nil || okr.Instant(until) < a.Now() {
		return out, broken
	}
	out = SlackTie{Account: part[0] + "/" + part[1], Name: string(name)}
	id, err := tx.SlackMember(out.Account)
	if out.Mine = id == actor.Viewer.MemberID; err == nil && id != "" && !out.Mine {
		err = broken // once, and for one
	}
	return out, err
}

// TieSlack keeps who the actor is in Slack, by a link that was opened there. What they press from then on is theirs.
func (a *App) TieSlack(ctx context.Context, actor Actor, token string) (SlackTie, error) {
	if err := inPerson(actor); err != nil {
		return SlackTie{}, err
	}
	return do(ctx, a, actor, "slack.tied", token, func(t *act) (SlackTie, error) {
		out, err := a.slackTie(t.Tx, actor, token)
		if err != nil || out.Mine {
			return out, err
		}
		out.Mine = true
		return out, t.SetSlackAccount(actor.Viewer.MemberID, out.Account, t.Now)
	})
}

// UntieSlack forgets who the actor is in Slack.
func (a *App) UntieSlack(ctx context.Context, actor Actor) error {
	if err := inPerson(actor); err != nil {
		return err
	}
	_, err := do(ctx, a, actor, "slack.untied", nil, func(t *act) (struct{}, error) {
		return struct{}{}, t.ForgetSlackAccount(actor.Viewer.MemberID)
	})
	return err
}
