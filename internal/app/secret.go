package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"github.com/headwater-okr/headwater/internal/okr"
)

// newSecret makes 256 random bits as text that is safe in a URL, and the hash to keep of it. A secret with that much
// randomness needs no salt and no slow hash.
func newSecret(prefix string) (secret, hash string) {
	var b [32]byte
	rand.Read(b[:]) //nolint:errcheck // it never fails
	secret = prefix + base64.RawURLEncoding.EncodeToString(b[:])
	return secret, hashOf(secret)
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// The cost of a password, as OWASP advises for argon2id. The bounds of what is read back keep a stored hash from
// asking for all memory.
const (
	hashMemory = 19 << 10 // KiB
	hashTime   = 2
	maxMemory  = 256 << 10
	maxTime    = 10
)

// hashing holds how many passwords are hashed at once: each takes hashMemory.
var hashing = make(chan struct{}, max(1, runtime.NumCPU()))

// slowHash runs argon2id when its turn comes, or gives up with the context.
func slowHash(ctx context.Context, password string, salt []byte, time, memory uint32, length uint32) ([]byte, error) {
	select {
	case hashing <- struct{}{}:
		defer func() { <-hashing }()
		// What looks equal is equal: keyboards compose accents differently.
		return argon2.IDKey(norm.NFC.Bytes([]byte(password)), salt, time, memory, 1, length), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// hashPassword returns the text to keep of a password. It takes tens of milliseconds: never call it in a transaction.
func hashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, 16)
	rand.Read(salt) //nolint:errcheck // it never fails
	key, err := slowHash(ctx, password, salt, hashTime, hashMemory, 32)
	if err != nil {
		return "", err
	}
	enc := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, hashMemory, hashTime, enc.EncodeToString(salt), enc.EncodeToString(key)), nil
}

// checkPassword answers whether password belongs to the kept text.
func checkPassword(ctx context.Context, password, kept string) (bool, error) {
	var version, memory, time uint32
	parts := strings.Split(kept, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, errors.New("a stored password is not an argon2id hash")
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=1", &version, &memory, &time); err != nil || version != argon2.Version ||
		memory == 0 || memory > maxMemory || time == 0 || time > maxTime {
		return false, errors.New("a stored password has parameters that are out of bounds")
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, err
	}
	key, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(key) < 16 || len(key) > 64 {
		return false, errors.New("a stored password has a key that is out of bounds")
	}
	got, err := slowHash(ctx, password, salt, time, memory, uint32(len(key)))
	return err == nil && subtle.ConstantTimeCompare(got, key) == 1, err
}

// nobody is a kept text that belongs to no password that anybody knows. An unknown e-mail is checked against it, so that it
// takes as long as a known one.
var nobody = sync.OnceValue(func() string {
	secret, _ := newSecret("")
	kept, err := hashPassword(context.Background(), secret)
	if err != nil {
		panic(err) // without a deadline there is none
	}
	return kept
})

// A password has at least 10 characters. There is no other rule: length is what helps, and rules make people write it down.
const (
	minPassword = 10
	maxPassword = 1000 // bytes; more would only cost time
)

func checkNewPassword(field, password string) error {
	switch {
	case utf8.RuneCountInString(password) < minPassword:
		return okr.Fail(okr.Invalid, field, fmt.Sprintf("Choose a password of at least %d characters. A short sentence is a good one.", minPassword))
	case len(password) > maxPassword:
		return okr.Fail(okr.Invalid, field, fmt.Sprintf("Choose a password of at most %d characters.", maxPassword))
	}
	return nil
}
