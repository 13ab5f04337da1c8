package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

// What one program announces reaches every program on a PostgreSQL; a SQLite file has one program, and nothing is said.
func TestAnnounce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		heard, ended := make(chan string, 100), make(chan struct{})
		go func() {
			db.Announced(ctx, func(text string) { heard <- text })
			close(ended)
		}()
		const text = `{"a":"word, with “quotes” and 'more'"}`
		for deadline := time.Now().Add(10 * time.Second); ; {
			if err := db.Announce(ctx, text); err != nil {
				t.Fatal(err)
			}
			if db.Engine() == "sqlite" {
				break
			}
			select { // whoever begins to listen has missed what was said before
			case got := <-heard:
				if got != text {
					t.Errorf("heard %q", got)
				}
			case <-time.After(100 * time.Millisecond):
				if time.Now().Before(deadline) {
					continue
				}
				t.Error("nothing is heard")
			}
			break
		}
		cancel()
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			t.Error("listening does not end")
		}
		if len(heard) > 0 && db.Engine() == "sqlite" {
			t.Errorf("a file says %q", <-heard)
		}
	})
}
