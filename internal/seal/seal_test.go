package seal

import (
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

func sealed(t *testing.T, r *Ring, secret, bound string) Sealed {
	t.Helper()
	s, err := r.Seal(secret, bound)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func opens(t *testing.T, r *Ring, s Sealed, bound, want string) {
	t.Helper()
	if got, err := r.Open(s, bound); err != nil || got != want {
		t.Errorf("opened %q, %v; want %q", got, err, want)
	}
}

func TestSealAndOpen(t *testing.T) {
	r, err := Given(NewKey())
	if err != nil {
		t.Fatal(err)
	}
	s := sealed(t, r, "ghp_secret", "org/mirror/token")
	if strings.Contains(s.Box, "ghp_secret") || s == sealed(t, r, "ghp_secret", "org/mirror/token") {
		t.Errorf("sealed as %+v", s)
	}
	opens(t, r, s, "org/mirror/token", "ghp_secret")
	b, _ := base64.StdEncoding.DecodeString(s.Box)
	b[len(b)-1] ^= 1
	for name, c := range map[string]struct {
		s     Sealed
		bound string
	}{
		"in another place":   {s, "org/other/token"},
		"changed":            {Sealed{s.KeyID, base64.StdEncoding.EncodeToString(b)}, "org/mirror/token"},
		"cut":                {Sealed{s.KeyID, "AAAA"}, "org/mirror/token"},
		"no base64":          {Sealed{s.KeyID, "???"}, "org/mirror/token"},
		"with another's key": {Sealed{"00000000", s.Box}, "org/mirror/token"},
	} {
		var e *okr.Error
		if got, err := r.Open(c.s, c.bound); got != "" || !errors.As(err, &e) || e.Field != "token" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestNoKey(t *testing.T) {
	r, err := Given("")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Seal("x", ""); err == nil || !strings.Contains(err.Error(), "HEADWATER_KEY") {
		t.Errorf("without a key: %v", err)
	}
	for _, bad := range []string{"short", "hwk_" + strings.Repeat("A", 42), NewKey() + ",x"} {
		if _, err := Given(bad); err == nil || strings.Contains(err.Error(), bad) {
			t.Errorf("Given(%q) = %v", bad, err)
		}
	}
}

// Keys that are given are changed by giving the new one before the old.
func TestGivenKeysChange(t *testing.T) {
	a, b := NewKey(), NewKey()
	before, _ := Given(a)
	s := sealed(t, before, "x", "")
	both, _ := Given(b + ", " + a)
	opens(t, both, s, "", "x")
	again := sealed(t, both, "x", "")
	after, _ := Given(b)
	opens(t, after, again, "", "x")
	if _, err := after.Open(s, ""); err == nil || !strings.Contains(err.Error(), s.KeyID) {
		t.Errorf("the old key is gone: %v", err)
	}
}

// A file is made when it is needed, for its owner alone; another program that has it open follows when the keys change.
func TestKeyFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "okr.db.key")
	r, other := In(file), In(file)
	if id, err := r.Current(); id != "" || err != nil {
		t.Errorf("before: %q, %v", id, err)
	}
	s := sealed(t, r, "x", "")
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the file: %v, %v", info.Mode(), err)
	}
	opens(t, other, s, "", "x")
	if err := r.Rotate(); err != nil {
		t.Fatal(err)
	}
	opens(t, r, s, "", "x")
	again := sealed(t, r, "x", "")
	if again.KeyID == s.KeyID {
		t.Error("the old key seals still")
	}
	if err := r.Forget(); err != nil {
		t.Fatal(err)
	}
	opens(t, other, again, "", "x")
	if _, err := In(file).Open(s, ""); err == nil {
		t.Error("the old key opens still")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), "*")); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := In(file).Open(again, ""); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a file that others can read: %v", err)
	}
	if err := errors.Join(os.Chmod(file, 0o600), os.WriteFile(file, []byte("nothing\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, err := In(file).Seal("x", ""); err == nil || !strings.Contains(err.Error(), "holds no key") {
		t.Errorf("a file without a key: %v", err)
	}
}

// A mark is of one text and one purpose, by any key of the ring, and stays when the key is changed.
func TestSign(t *testing.T) {
	r := In(filepath.Join(t.TempDir(), "okr.db.key"))
	made, err := r.Sign("stop", "kim")
	if err != nil {
		t.Fatal(err)
	}
	other, err := Given(NewKey())
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Rotate(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		ring                *Ring
		purpose, text, made string
		want                bool
	}{
		{r, "stop", "kim", made, true}, {r, "start", "kim", made, false}, {r, "stop", "lea", made, false}, {r, "stop", "kim", "", false}, {other, "stop", "kim", made, false},
	} {
		if got := c.ring.Signed(c.purpose, c.text, c.made); got != c.want {
			t.Errorf("%s %s %q: %v", c.purpose, c.text, c.made, got)
		}
	}
	none, _ := Given("")
	if _, err := none.Sign("stop", "kim"); err == nil {
		t.Error("no key signs")
	}
}
