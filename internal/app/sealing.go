package app

import (
	"context"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/seal"
	"github.com/headwater-okr/headwater/internal/store"
)

// WithKeys returns the same use cases with the keys that secrets are sealed with. Without any, a secret cannot be kept, and the error says why.
func (a *App) WithKeys(keys *seal.Ring) *App {
	b := *a
	b.keys = keys
	return &b
}

// boundTo says where a secret belongs: sealed for one place, it does not open in another.
func boundTo(orgID, thingID, name string) string { return orgID + "/" + thingID + "/" + name }

// keepSecret seals a secret of a thing and keeps it; "" forgets it. What is logged and answered never holds it.
func (a *App) keepSecret(t *act, thingID, name, secret string) error {
	if secret == "" {
		return t.ForgetSecret(thingID, name)
	}
	sealed, err := a.keys.Seal(secret, boundTo(t.Org(), thingID, name))
	if err != nil {
		return err
	}
	return t.SetSecret(store.Secret{ThingID: thingID, Name: name, KeyID: sealed.KeyID, Box: sealed.Box, Hint: hint(secret), Created: t.Now})
}

// hint is as much of a secret as people see, to tell it from another one: nothing of a short one.
func hint(secret string) string {
	if r := []rune(secret); len(r) >= 16 {
		return string(r[len(r)-4:])
	}
	return ""
}

// openSecret is a secret in the clear, "" where there is none.
func (a *App) openSecret(tx *store.Tx, list []store.Secret, thingID, name string) (string, error) {
	for _, s := range list {
		if s.ThingID == thingID && s.Name == name {
			return a.keys.Open(seal.Sealed{KeyID: s.KeyID, Box: s.Box}, boundTo(tx.Org(), thingID, name))
		}
	}
	return "", nil
}

// Reseal seals every secret with the key that seals now, and says how many there were. A secret whose key is missing is left as it is, and counted in lost.
func (a *App) Reseal(ctx context.Context) (done, lost int, err error) {
	current, err := a.keys.Current()
	if err != nil {
		return 0, 0, err
	}
	var list []store.SealedBy
	err = a.db.View(ctx, "", func(tx *store.Tx) error {
		list, err = tx.SealedByOthers(current)
		return err
	})
	for _, old := range list {
		bound := boundTo(old.OrgID, old.ThingID, old.Name)
		plain, fault := a.keys.Open(seal.Sealed{KeyID: old.KeyID, Box: old.Box}, bound)
		if fault != nil {
			if okr.FaultsOf(fault) == nil {
				return done, lost, fault
			}
			lost++
			continue
		}
		sealed, err := a.keys.Seal(plain, bound)
		if err != nil {
			return done, lost, err
		}
		next := old.Secret
		next.KeyID, next.Box = sealed.KeyID, sealed.Box
		if err := a.db.Update(ctx, old.OrgID, func(tx *store.Tx) error { return tx.Reseal(old.Secret, next) }); err != nil {
			return done, lost, err
		}
		done++
	}
	return done, lost, err
}
