package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// The scopes of a token; each holds those before it.
const (
	ScopeRead  = "read"
	ScopeWrite = "write"
	ScopeAdmin = "admin" // people, organization and tokens, where the member's role allows it
)

// The kinds of token.
const (
	PersonalToken = "personal" // acts as the member who made it
	ServiceToken  = "service"  // acts as a member of its own, so that it outlives whoever made it
)

const (
	tokenPrefix    = "hw_"
	tokenDays      = 90
	maxTokenDays   = 730
	tokenUsedStep  = time.Minute // how exactly its last use is known
	maxTokensAlive = 50          // a member
)

// A Token lets a program act for a member. Its secret is shown once, when it is made.
type Token struct {
	ID       string      `json:"id"`
	Kind     string      `json:"kind"`
	Name     string      `json:"name"`
	Hint     string      `json:"hint"` // the last four characters of the secret
	MemberID string      `json:"member_id"`
	Scopes   []string    `json:"scopes"`
	Created  okr.Instant `json:"created_at"`
	Used     okr.Instant `json:"used_at,omitempty"` // to the minute
	Expires  okr.Instant `json:"expires_at"`
	Revoked  okr.Instant `json:"revoked_at,omitempty"`
	Secret   string      `json:"secret,omitempty"` // only from NewToken
}

func tokenOf(t store.Token) Token {
	return Token{ID: t.ID, Kind: t.Kind, Name: t.Name, Hint: t.Hint, MemberID: t.MemberID, Scopes: t.Scopes,
		Created: t.Created, Used: t.Used, Expires: t.Expires, Revoked: t.Revoked}
}

// A NewTokenInput says what a token is for.
type NewTokenInput struct {
	Name  string `json:"name"`
	Kind  string `json:"kind,omitempty"`  // personal unless said
	Scope string `json:"scope,omitempty"` // read unless said
	Days  int    `json:"days,omitempty"`  // until it expires; 90 unless said, 730 at most
}

// NewToken makes a token and returns its secret, this once. A token cannot make one that may more than itself. A service token
// is made by owners and ambassadors, and gets a member of its own: a viewer if it only reads, an ambassador else.
func (a *App) NewToken(ctx context.Context, actor Actor, in NewTokenInput) (Token, error) {
	if in.Kind == "" {
		in.Kind = PersonalToken
	}
	if in.Scope == "" {
		in.Scope = ScopeRead
	}
	scopes := []string{ScopeRead, ScopeWrite, ScopeAdmin}
	rank := slices.Index(scopes, in.Scope)
	name := line(in.Name)
	err := okr.CheckPersonName("name", name)
	switch {
	case err != nil:
		return Token{}, err
	case rank < 0:
		return Token{}, okr.Fail(okr.Invalid, "scope", "Choose read, write or admin.")
	case in.Kind != PersonalToken && in.Kind != ServiceToken:
		return Token{}, okr.Fail(okr.Invalid, "kind", "Choose personal or service.")
	case in.Days < 0 || in.Days > maxTokenDays:
		return Token{}, okr.Fail(okr.Invalid, "days", fmt.Sprintf("Choose 1 to %d days.", maxTokenDays))
	case !actor.May("admin"):
		return Token{}, okr.Fail(okr.Forbidden, "", "This token may not make others. Sign in, or use one with the scope admin.")
	case in.Kind == PersonalToken && actor.Viewer.MemberID == "":
		return Token{}, okr.Fail(okr.Invalid, "kind", "Say whose token this is, or make a service token.")
	}
	if in.Kind == ServiceToken {
		if err := mayAdminister(actor); err != nil {
			return Token{}, err
		}
	}
	if in.Days == 0 {
		in.Days = tokenDays
	}
	secret, hash := newSecret(tokenPrefix)
	// A repeated request makes another token: the answer holds the secret, so that it cannot be stored and given again.
	actor.Key = ""
	out, err := do(ctx, a, actor, "token.made", in, func(t *act) (Token, error) {
		row := store.Token{ID: t.newID(), Hash: hash, Kind: in.Kind, Name: name, Hint: secret[len(secret)-4:], MemberID: actor.Viewer.MemberID,
			Scopes: scopes[:rank+1], Created: t.Now, Expires: after(t.Now, time.Duration(in.Days)*24*time.Hour)}
		if in.Kind == ServiceToken {
			m, err := t.addService(name, in.Scope)
			if err != nil {
				return Token{}, err
			}
			row.MemberID = m.ID
		} else if err := t.boundTokens(); err != nil {
			return Token{}, err
		}
		if err := t.NewToken(row); err != nil {
			return Token{}, err
		}
		out := tokenOf(row)
		return out, t.log(okr.ThingToken, out.ID, "", 1, out)
	})
	out.Secret = secret
	if err != nil {
		return Token{}, err
	}
	return out, nil
}

// addService makes the member that a service token acts as.
func (t *act) addService(name, scope string) (okr.Member, error) {
	p := okr.Person{ID: t.newID(), Name: name, Version: 1, Created: t.Now}
	m := okr.Member{ID: t.newID(), PersonID: p.ID, Role: okr.OrgAmbassador, Service: true, Version: 1, Created: t.Now}
	if scope == ScopeRead {
		m.Role = okr.OrgViewer
	}
	if err := t.NewPersons(p); err != nil {
		return m, err
	}
	return m, add(t, "", m)
}

func (t *act) boundTokens() error {
	list, err := t.Tokens(t.Actor.Viewer.MemberID)
	alive := 0
	for _, k := range list {
		if k.Revoked == 0 && k.Expires > t.Now {
			alive++
		}
	}
	if err == nil && alive >= maxTokensAlive {
		err = okr.Fail(okr.Invalid, "name", fmt.Sprintf("You have %d tokens. Revoke those that nothing uses any more.", alive))
	}
	return err
}

// Tokens lists the actor's own tokens; for owners and ambassadors also those of services. Expired and revoked ones are
// among them.
func (a *App) Tokens(ctx context.Context, actor Actor) ([]Token, error) {
	return view(ctx, a, actor, func(tx *store.Tx) ([]Token, error) {
		list, err := tx.Tokens("")
		out := []Token{}
		for _, t := range list {
			if mayHandle(actor, t) {
				out = append(out, tokenOf(t))
			}
		}
		return out, err
	})
}

// mayHandle holds for one's own tokens, and for services' when one administers.
func mayHandle(actor Actor, t store.Token) bool {
	if t.Kind == ServiceToken {
		return mayAdminister(actor) == nil
	}
	return t.MemberID == actor.Viewer.MemberID
}

// RevokeToken ends a token for good. The member of a service token is deactivated with it.
func (a *App) RevokeToken(ctx context.Context, actor Actor, id string) (Token, error) {
	return do(ctx, a, actor, "token.revoked", id, func(t *act) (Token, error) {
		list, err := t.Tokens("")
		if err != nil {
			return Token{}, err
		}
		i := slices.IndexFunc(list, func(k store.Token) bool { return k.ID == id && mayHandle(actor, k) })
		if i < 0 {
			return Token{}, okr.Fail(okr.NotFound, "", "There is no such token, or it is not yours.")
		}
		out := tokenOf(list[i])
		if out.Revoked != 0 {
			return out, nil
		}
		if out.Kind == ServiceToken {
			m, err := t.Member(out.MemberID)
			if err != nil {
				return Token{}, err
			}
			m.Deactivated = t.Now
			if err := save(t, "", &m); err != nil {
				return Token{}, err
			}
		}
		out.Revoked = t.Now
		if err := t.Tx.RevokeToken(id, t.Now); err != nil {
			return Token{}, err
		}
		return out, t.log(okr.ThingToken, out.ID, "", 2, out)
	})
}

// ActorOfToken is who holds a token: three statements. A token that is unknown, revoked, expired or of a deactivated member is
// Unauthenticated.
func (a *App) ActorOfToken(ctx context.Context, secret string) (Actor, error) {
	actor := Actor{Via: "api"}
	refused := okr.Fail(okr.Unauthenticated, "", "This token is not valid: it may have expired or been revoked. Make a new one in your settings.")
	if !strings.HasPrefix(secret, tokenPrefix) {
		return actor, refused
	}
	now := a.Now()
	var token store.Token
	err := a.db.View(ctx, "", func(tx *store.Tx) error {
		var org string
		var err error
		if token, org, actor.Person, err = tx.TokenByHash(hashOf(secret), now); err != nil {
			return err
		}
		actor.Scopes = token.Scopes
		if actor.Org, err = tx.In(org).Organization(); err != nil {
			return err
		}
		actor.Viewer, _, err = viewer(tx.In(org), "", token.MemberID)
		return err
	})
	if isMissing(err) {
		return Actor{}, refused
	}
	if err == nil && now-token.Used > okr.Instant(tokenUsedStep.Milliseconds()) {
		// Only a courtesy: reading goes on when the disk is full and this fails.
		_ = a.db.Update(ctx, actor.Org.ID, func(tx *store.Tx) error { return tx.TouchToken(token.ID, now) })
	}
	return actor, err
}
