// Package seal keeps secrets at rest: the tokens of other tools, which Headwater must be able to use and nobody must be able to read from the
// database or a backup of it.
//
// A secret is encrypted by AES-256-GCM with a key that is never in the database, and bound to where it belongs, so that one cannot be put in another's
// place. What is kept names its key, so that keys can be changed. It imports okr, for errors that can be shown.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Sealed is a secret as it is kept.
type Sealed struct {
	KeyID string
	Box   string // nonce and ciphertext in base64
}

// A key is 32 random bytes.
type key struct {
	id     string
	secret [32]byte
}

// keyPrefix makes a key known for what it is, to people and to programs that look for secrets in the wrong place.
const keyPrefix = "hwk_"

// NewKey makes a key, as text.
func NewKey() string {
	var b [32]byte
	rand.Read(b[:]) //nolint:errcheck // it never fails
	return keyPrefix + base64.RawURLEncoding.EncodeToString(b[:])
}

func parse(text string) ([]key, error) {
	var out []key
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '\n' || r == '\r' || r == ' ' }) {
		b, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(word, keyPrefix))
		if err != nil || len(b) != 32 {
			return nil, errors.New("a key is not one that 'headwater key new' has printed")
		}
		k := key{secret: [32]byte(b)}
		sum := sha256.Sum256(append([]byte("headwater key id"), b...))
		k.id = hex.EncodeToString(sum[:4])
		out = append(out, k)
	}
	return out, nil
}

// A Ring holds the keys: the first seals, all of them open. It is safe for concurrent use.
type Ring struct {
	file string // "" for keys that were given
	mu   sync.Mutex
	keys []key
}

// Given returns the ring of keys in a setting, separated by commas, the one that seals first. No key at all is a ring that says so when it is needed.
func Given(text string) (*Ring, error) {
	keys, err := parse(text)
	return &Ring{keys: keys}, err
}

// In returns the ring of the keys in a file, a line each. The file is made, for its owner alone, when the first secret is sealed.
func In(file string) *Ring { return &Ring{file: file} }

// Seal encrypts a secret; bound says where it belongs, and must be the same to open it.
func (r *Ring) Seal(secret, bound string) (Sealed, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.load(); err != nil {
		return Sealed{}, err
	}
	if len(r.keys) == 0 && r.file != "" {
		if err := r.write(NewKey()); err != nil {
			return Sealed{}, err
		}
	}
	if len(r.keys) == 0 {
		return Sealed{}, okr.Fail(okr.Unavailable, "token", "This server has no key to keep secrets with. Whoever runs it sets HEADWATER_KEY to what 'headwater key new' prints.")
	}
	box := aead(r.keys[0])
	nonce := make([]byte, box.NonceSize())
	rand.Read(nonce) //nolint:errcheck // it never fails
	return Sealed{KeyID: r.keys[0].id, Box: base64.StdEncoding.EncodeToString(box.Seal(nonce, nonce, []byte(secret), []byte(bound)))}, nil
}

// Sign is a mark of text that nobody else can make, for links that are not to be guessed. purpose keeps marks of one use from another.
func (r *Ring) Sign(purpose, text string) (string, error) {
	if _, err := r.Seal("", ""); err != nil { // makes the first key of a file
		return "", err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return mark(r.keys[0], purpose, text), nil
}

// Signed answers whether Sign made a mark of text, by any of the keys.
func (r *Ring) Signed(purpose, text, made string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.load(); err != nil {
		return false
	}
	for _, k := range r.keys {
		if hmac.Equal([]byte(mark(k, purpose, text)), []byte(made)) {
			return true
		}
	}
	return false
}

func mark(k key, purpose, text string) string {
	mac := hmac.New(sha256.New, k.secret[:])
	fmt.Fprintf(mac, "headwater mark\n%s\n%s", purpose, text)
	return hex.EncodeToString(mac.Sum(nil)[:16]) // no sign at its end that a mail program takes for one of the sentence
}

// Open decrypts a secret. An error can be shown, and holds nothing of it.
func (r *Ring) Open(s Sealed, bound string) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	k, ok := r.find(s.KeyID)
	if !ok { // keys may have been changed beside this program
		if err := r.load(); err != nil {
			return "", err
		}
		k, ok = r.find(s.KeyID)
	}
	if !ok {
		return "", okr.Fail(okr.Unavailable, "token", fmt.Sprintf("The token is sealed with the key %s, which this server does not have. Put that key back, or put the token in again.", s.KeyID))
	}
	box, damaged := aead(k), okr.Fail(okr.Unavailable, "token", "The stored token is damaged. Put it in again.")
	b, err := base64.StdEncoding.DecodeString(s.Box)
	if err != nil || len(b) < box.NonceSize() {
		return "", damaged
	}
	plain, err := box.Open(nil, b[:box.NonceSize()], b[box.NonceSize():], []byte(bound))
	if err != nil {
		return "", damaged
	}
	return string(plain), nil
}

// Current is the id of the key that seals, "" if there is none yet.
func (r *Ring) Current() (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.load(); err != nil || len(r.keys) == 0 {
		return "", err
	}
	return r.keys[0].id, nil
}

// Rotate puts a new key before the others of a file. Those stay, so that what they have sealed can be opened, until Forget. Keys that were given are
// changed by whoever gives them: the new one is put before the old.
func (r *Ring) Rotate() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == "" {
		return nil
	}
	if err := r.load(); err != nil {
		return err
	}
	return r.write(append([]string{NewKey()}, texts(r.keys)...)...)
}

// Forget leaves only the key that seals in a file: nothing is sealed with the others any more.
func (r *Ring) Forget() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.load(); err != nil || r.file == "" || len(r.keys) < 2 {
		return err
	}
	return r.write(texts(r.keys[:1])...)
}

func texts(keys []key) (out []string) {
	for _, k := range keys {
		out = append(out, keyPrefix+base64.RawURLEncoding.EncodeToString(k.secret[:]))
	}
	return out
}

func (r *Ring) find(id string) (key, bool) {
	for _, k := range r.keys {
		if k.id == id {
			return k, true
		}
	}
	return key{}, false
}

// load reads the file, if there is one.
func (r *Ring) load() error {
	if r.file == "" {
		return nil
	}
	info, err := os.Stat(r.file)
	if errors.Is(err, fs.ErrNotExist) {
		r.keys = nil
		return nil
	}
	if err != nil {
		return err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return okr.Fail(okr.Unavailable, "token", "The file with the key for secrets can be read by others on the server. Whoever runs it does: chmod 600 "+filepath.Base(r.file))
	}
	b, err := os.ReadFile(r.file)
	if err != nil {
		return err
	}
	keys, err := parse(string(b))
	if err != nil || len(keys) == 0 {
		return okr.Fail(okr.Unavailable, "token", "The file with the key for secrets, "+filepath.Base(r.file)+", holds no key. Whoever runs the server puts it back.")
	}
	r.keys = keys
	return nil
}

// write replaces the file in one step, so that a crash leaves the old or the new.
func (r *Ring) write(keys ...string) error {
	f, err := os.CreateTemp(filepath.Dir(r.file), ".headwater-key-*") // for its owner alone
	if err != nil {
		return err
	}
	_, err = f.WriteString(strings.Join(keys, "\n") + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), r.file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return r.load()
}

func aead(k key) cipher.AEAD {
	block, err := aes.NewCipher(k.secret[:])
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	box, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES is a cipher of 16 bytes
	}
	return box
}
