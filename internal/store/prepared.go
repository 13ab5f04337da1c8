package store

import (
	"context"
	"database/sql"
	"strings"
	"sync"
)

// prepared keeps the statements of a SQLite pool that come again and again: to understand one takes longer than to run it. It is filled
// after a transaction, because inside one the only writer is taken. A nil *prepared keeps nothing; pgx does this itself.
type prepared struct {
	pool *sql.DB
	mu   sync.Mutex
	seen map[string]int
	kept map[string]*sql.Stmt
}

const (
	keptStatements = 150  // each takes some 10 kB in every connection
	seenStatements = 2000 // lists of ids make ever new ones
	seenEnough     = 3
	keptLength     = 4 << 10 // a longer text is kept only if it is no list of ids: such a statement takes 150 kB in every connection
	keptValues     = 500
)

func newPrepared(pool *sql.DB) *prepared {
	return &prepared{pool: pool, seen: map[string]int{}, kept: map[string]*sql.Stmt{}}
}

// find returns the kept statement, or nil and whether it is worth keeping.
func (p *prepared) find(query string) (kept *sql.Stmt, keep bool) {
	if p == nil || len(query) > keptLength && strings.Count(query, "$") > keptValues {
		return nil, false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if kept := p.kept[query]; kept != nil || len(p.kept) >= keptStatements {
		return kept, false
	}
	if len(p.seen) >= seenStatements {
		clear(p.seen)
	}
	p.seen[query]++
	return nil, p.seen[query] == seenEnough
}

// keep prepares statements. One that fails is not kept, and its error is seen where it is used.
func (p *prepared) keep(ctx context.Context, queries []string) {
	for _, q := range queries {
		stmt, err := p.pool.PrepareContext(ctx, q)
		if err != nil {
			continue
		}
		p.mu.Lock()
		twice := p.kept[q] != nil
		if !twice {
			p.kept[q] = stmt
			delete(p.seen, q)
		}
		p.mu.Unlock()
		if twice {
			_ = stmt.Close() // another was as fast
		}
	}
}

// prepared is the statement if it is kept; otherwise it may be, from the next transaction on.
func (tx *Tx) prepared(query string) *sql.Stmt {
	stmt, keep := tx.kept.find(query)
	if keep {
		tx.keep = append(tx.keep, query)
	}
	if stmt == nil {
		return nil
	}
	return tx.tx.StmtContext(tx.ctx, stmt)
}
