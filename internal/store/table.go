package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// A field binds a column to where its value lives. One list of fields a type serves reading and writing.
type field struct {
	column string
	ptr    any
}

// A table is a type's table: its columns are the fields, in this order, behind org_id.
type table[T any] struct {
	name   string
	alias  string // in every SELECT
	fields func(*T) []field
}

// columns lists the table's columns, each with prefix: "o.id, o.title".
func (t table[T]) columns(prefix string) string {
	var b strings.Builder
	for i, f := range t.fields(new(T)) {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(prefix + f.column)
	}
	return b.String()
}

// list reads the rows of SELECT columns FROM table alias, followed by tail.
func (t table[T]) list(tx *Tx, tail string, args ...any) ([]T, error) {
	return t.read(tx, "FROM "+t.name+" "+t.alias+" "+tail, args...)
}

// read reads the rows of SELECT columns, followed by from, which has the table under its alias.
func (t table[T]) read(tx *Tx, from string, args ...any) ([]T, error) {
	var out []T
	var v T // every row is scanned into this one, so that the list of pointers is made once
	to := pointers(t.fields(&v))
	err := tx.each(func(scan func(...any) error) error {
		v = *new(T)
		if err := scan(to...); err != nil {
			return err
		}
		tx.written(&v)
		out = append(out, v)
		return nil
	}, "SELECT "+t.columns(t.alias+".")+" "+from, args...)
	return out, err
}

// one reads one row, and calls a missing one missing.
func (t table[T]) one(tx *Tx, tail string, args ...any) (T, error) {
	rows, err := t.list(tx, tail, args...)
	if err != nil || len(rows) == 0 {
		var zero T
		if err == nil {
			err = missing(t.name)
		}
		return zero, err
	}
	return rows[0], nil
}

// Either engine takes many more arguments in one statement. But SQLite finds each $n by going through those before it, so that
// 30,000 cost seconds; these bounds were measured.
const (
	maxArgs = 500  // of an INSERT
	maxIDs  = 1000 // of an IN
)

// insert writes rows in as few statements as the engines allow.
func (t table[T]) insert(tx *Tx, rows ...T) error {
	if len(rows) == 0 {
		return nil
	}
	width := len(t.fields(&rows[0])) + 1
	for len(rows) > 0 {
		n := min(len(rows), maxArgs/width)
		args := make([]any, 0, n*width)
		for i := range rows[:n] {
			args = append(args, tx.org)
			args = append(args, pointers(t.fields(&rows[i]))...)
		}
		_, err := tx.exec("INSERT INTO "+t.name+" (org_id, "+t.columns("")+") VALUES "+tuples(n, width), args...)
		if err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// update writes all of one row, found by its first field, the id.
func (t table[T]) update(tx *Tx, v *T) error {
	f := t.fields(v)
	var b strings.Builder
	b.WriteString("UPDATE " + t.name + " SET ")
	for i, f := range f[1:] {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%s = $%d", f.column, i+3)
	}
	b.WriteString(" WHERE org_id = $1 AND " + f[0].column + " = $2")
	n, err := tx.exec(b.String(), append([]any{tx.org}, pointers(f)...)...)
	if err == nil && n == 0 {
		return missing(t.name)
	}
	return err
}

func pointers(fields []field) []any {
	out := make([]any, len(fields))
	for i, f := range fields {
		out[i] = f.ptr
	}
	return out
}

// tuples is "($1, $2), ($3, $4)" for n rows of width.
func tuples(n, width int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('(')
		for j := range width {
			if j > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "$%d", i*width+j+1)
		}
		b.WriteByte(')')
	}
	return b.String()
}

// asJSON stores a value as JSON text; the zero JSON is "".
type asJSON struct{ ptr any }

// Value writes the JSON. An empty list, object or null is "", so that most rows stay small.
func (j asJSON) Value() (driver.Value, error) {
	b, err := json.Marshal(j.ptr)
	if err != nil {
		return nil, err
	}
	switch s := string(b); s {
	case "null", "[]", "{}":
		return "", nil
	default:
		return s, nil
	}
}

// Scan reads what Value wrote.
func (j asJSON) Scan(src any) error {
	var s string
	switch v := src.(type) {
	case string:
		s = v
	case []byte:
		s = string(v)
	}
	if s == "" {
		return nil
	}
	return json.Unmarshal([]byte(s), j.ptr)
}

// derived stores what follows from the rest of the row, so that the database can count and find by it. Nobody reads it back.
type derived func() string

// Value makes it.
func (d derived) Value() (driver.Value, error) { return d(), nil }

// Scan leaves it.
func (derived) Scan(any) error { return nil }

// insertRows writes rows of width columns, given flat, into "table (columns)".
func (tx *Tx) insertRows(into string, width int, flat []any) error {
	for len(flat) > 0 {
		n := min(len(flat), maxArgs/width*width)
		if _, err := tx.exec("INSERT INTO "+into+" VALUES "+tuples(n/width, width), flat[:n]...); err != nil {
			return err
		}
		flat = flat[n:]
	}
	return nil
}

// chunks cuts a list of ids so that each piece fits into one statement.
func chunks(ids []string) iter.Seq[[]string] { return slices.Chunk(ids, maxIDs) }

// eachOf runs a query for a list of ids of any length, in pieces, and gives each row to scan. The ids stand in it as "IN ?", args as $2 and on.
func (tx *Tx) eachOf(ids []string, scan func(func(...any) error) error, query string, args ...any) error {
	before, after, _ := strings.Cut(query, " IN ?")
	for ids := range chunks(ids) {
		w := &where{args: append([]any{tx.org}, args...)}
		w.sql.WriteString(before + " IN ")
		w.list(ids)
		if err := tx.each(scan, w.sql.String()+after, w.args...); err != nil {
			return err
		}
	}
	return nil
}
