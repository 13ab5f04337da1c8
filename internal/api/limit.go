package api

import (
	"crypto/sha256"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/headwater-okr/headwater/internal/okr"
)

// DefaultRate is how many requests a token may make in a minute.
const DefaultRate = 600

// maxBuckets bounds the limiter's memory: about a megabyte.
const maxBuckets = 10_000

// A limiter gives each token a bucket of requests that refills evenly over a minute. A full bucket is worth nothing to
// keep, so that only tokens in use take memory.
type limiter struct {
	rate    int // a minute, and what a bucket holds
	mu      sync.Mutex
	buckets map[[sha256.Size]byte]bucket // by the hash: secrets are not kept
}

type bucket struct {
	left float64
	at   time.Time
}

func newLimiter(rate int) *limiter {
	return &limiter{rate: rate, buckets: map[[sha256.Size]byte]bucket{}}
}

// take takes one request out of a token's bucket and sets the RateLimit fields; an empty bucket is TooMany with the time to wait.
func (l *limiter) take(secret string, now time.Time, set func(name, value string)) error {
	key := sha256.Sum256([]byte(secret))
	perSecond := float64(l.rate) / 60
	l.mu.Lock()
	defer l.mu.Unlock()
	b, ok := l.buckets[key]
	if !ok {
		if len(l.buckets) >= maxBuckets {
			l.sweep(now)
		}
		b = bucket{left: float64(l.rate), at: now}
	}
	b.left = min(float64(l.rate), b.left+perSecond*max(0, now.Sub(b.at).Seconds()))
	b.at = now
	var err error
	if b.left < 1 {
		wait := time.Duration((1 - b.left) / perSecond * float64(time.Second))
		err = &okr.Error{Kind: okr.TooMany, Wait: wait, Message: fmt.Sprintf("This token may make %d requests a minute. Wait as Retry-After says.", l.rate)}
	} else {
		b.left--
	}
	l.buckets[key] = b
	set("RateLimit-Policy", fmt.Sprintf(`"token";q=%d;w=60`, l.rate))
	set("RateLimit", fmt.Sprintf(`"token";r=%d;t=%d`, int(b.left), int(math.Ceil((float64(l.rate)-b.left)/perSecond))))
	return err
}

// forget drops the bucket of what turned out to be no token, so that guesses take no memory.
func (l *limiter) forget(secret string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.buckets, sha256.Sum256([]byte(secret)))
}

// sweep makes room: what is full again goes, and if that is too little, any tenth of the others, so that a flood of new secrets looks through the
// buckets once in a thousand times.
func (l *limiter) sweep(now time.Time) {
	for key, b := range l.buckets {
		if now.Sub(b.at) >= time.Minute {
			delete(l.buckets, key)
		}
	}
	for key := range l.buckets {
		if len(l.buckets) <= maxBuckets-maxBuckets/10 {
			return
		}
		delete(l.buckets, key)
	}
}

// headers are in every answer to a token, Retry-After only where it helps; the first two as the IETF's draft of RateLimit header fields has them.
var headers = map[string]*huma.Header{
	"RateLimit-Policy": {Description: `How many requests a token may make in how many seconds: "token";q=600;w=60.`, Schema: &huma.Schema{Type: "string"}},
	"RateLimit":        {Description: `How many are left, and in how many seconds all are there again: "token";r=599;t=1.`, Schema: &huma.Schema{Type: "string"}},
	"Retry-After":      {Description: "Seconds until it is worth trying again.", Schema: &huma.Schema{Type: "integer"}},
}
