package store

import (
	"context"
	"database/sql"

	"github.com/pressly/goose/v3"

	"github.com/headwater-okr/headwater/internal/okr"
)

// answeredReady is 00201: it derives what 00200 keeps of the key results of which somebody has answered something, as only okr can. It names the columns of
// its day, and not those that the program reads now.
var answeredReady = goose.NewGoMigration(201, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx, "SELECT org_id, id, kind, source_kind, checks, value, baseline, owner_id, check_in_owner_id, readiness FROM key_result WHERE readiness <> ''")
	if err != nil {
		return err
	}
	defer rows.Close()
	type answered struct{ org, id, ready, until string }
	var list []answered
	for rows.Next() {
		var org string
		var k okr.KeyResult
		if err := rows.Scan(&org, &k.ID, &k.Kind, &k.Source.Kind, &k.Checks, &k.Value, &k.Baseline, &k.OwnerID, &k.CheckInOwnerID, asJSON{&k.Readiness}); err != nil {
			return err
		}
		ready, until := k.ReadyKept()
		list = append(list, answered{org, k.ID, string(ready), string(until)})
	}
	if err := rows.Err(); err != nil {
		return err
	}
	set, err := tx.PrepareContext(ctx, "UPDATE key_result SET ready = $3, ready_until = $4 WHERE org_id = $1 AND id = $2")
	if err != nil {
		return err
	}
	defer set.Close()
	for _, a := range list {
		if _, err := set.ExecContext(ctx, a.org, a.id, a.ready, a.until); err != nil {
			return err
		}
	}
	return nil
}}, nil)
