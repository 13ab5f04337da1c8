package store

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// A Read is a SELECT that has not been run yet, with where its rows go: what a page shows of several kinds is read together, because each statement is
// a way to the database and back. The zero Read reads nothing.
type Read struct {
	columns string    // what is selected
	to      []any     // a pointer for each column
	from    string    // FROM and what follows, up to the order
	order   string    // what follows ORDER BY, with a LIMIT; "" is any order
	args    []any     // the organization first
	row     func(*Tx) // takes the row that was scanned
}

// into reads rows of a table into a list; tail follows its name and alias.
func (t table[T]) into(list *[]T, tail, order string, args ...any) Read {
	return readInto(list, t.columns(t.alias+"."), func(v *T) []any { return pointers(t.fields(v)) }, "FROM "+t.name+" "+t.alias+" "+tail, order, args...)
}

// readInto reads rows into a list: to is where the columns go.
func readInto[T any](list *[]T, columns string, to func(*T) []any, from, order string, args ...any) Read {
	*list = nil
	v := new(T)
	return Read{columns, to(v), from, order, args, func(tx *Tx) {
		tx.written(v)
		*list = append(*list, *v)
		*v = *new(T)
	}}
}

// Read runs reads as one statement, each in its order. There is none where there is nothing to read.
func (tx *Tx) Read(reads ...Read) error {
	reads = slices.DeleteFunc(reads, func(r Read) bool { return r.columns == "" })
	if len(reads) == 0 {
		return nil
	}
	if r := reads[0]; len(reads) == 1 {
		q := "SELECT " + r.columns + " " + r.from
		if r.order != "" {
			q += " ORDER BY " + r.order
		}
		return tx.each(func(scan func(...any) error) error {
			err := scan(r.to...)
			r.row(tx)
			return err
		}, q, r.args...)
	}
	q, to, args := together(reads)
	part, n := 0, 0
	which := []any{&part, &n}
	for range to[0][2:] {
		which = append(which, nothing{})
	}
	return tx.each(func(scan func(...any) error) error {
		if err := scan(which...); err != nil {
			return err
		}
		err := scan(to[part]...)
		reads[part].row(tx)
		return err
	}, q, args...)
}

// together is the union of several reads, and where a row of each goes. In a union a column has one type: each column of a read is laid on one of the union
// that has its type, and the rest of its row is NULL. The first two columns say which read a row is of, and its place in the order of that read.
func together(reads []Read) (query string, to [][]any, args []any) {
	var types []string
	at := make([][]int, len(reads)) // the column of the union that each column of a read is laid on
	for i, r := range reads {
		next := map[string]int{} // where to go on looking for a column of a type
		for _, p := range r.to {
			want := sqlType(reflect.TypeOf(p))
			n := next[want]
			for n < len(types) && types[n] != want {
				n++
			}
			if n == len(types) {
				types = append(types, want)
			}
			at[i], next[want] = append(at[i], n), n+1
		}
	}
	var with, union strings.Builder
	args = []any{reads[0].args[0]}
	for i, r := range reads {
		row, to1 := make([]string, len(types)), make([]any, len(types)+2)
		for n := range to1 {
			to1[n] = nothing{}
		}
		for n, t := range types {
			row[n] = "CAST(NULL AS " + t + ")"
		}
		fmt.Fprintf(&with, ", r%d (n", i)
		for c, n := range at[i] {
			row[n], to1[n+2] = fmt.Sprintf("c%d", c), r.to[c]
			fmt.Fprintf(&with, ", c%d", c)
		}
		order, bounded := "", ""
		if r.order != "" {
			order, bounded, _ = strings.Cut(" ORDER BY "+r.order, " LIMIT ")
		}
		if bounded != "" {
			bounded = order + " LIMIT " + bounded
		}
		fmt.Fprintf(&with, ") AS (%s)", shift("SELECT ROW_NUMBER() OVER ("+order+"), "+r.columns+" "+r.from+bounded, len(args)-1))
		fmt.Fprintf(&union, " UNION ALL SELECT %d, n, %s FROM r%d", i, strings.Join(row, ", "), i)
		args = append(args, r.args[1:]...)
		to = append(to, to1)
	}
	return "WITH" + with.String()[1:] + union.String()[len(" UNION ALL"):] + " ORDER BY 1, 2", to, args
}

// shift adds n to the number of every placeholder but the organization's.
func shift(query string, n int) string {
	var b strings.Builder
	for {
		before, after, more := strings.Cut(query, "$")
		b.WriteString(before)
		if !more {
			return b.String()
		}
		digits := len(after) - len(strings.TrimLeft(after, "0123456789"))
		number, _ := strconv.Atoi(after[:digits])
		if number > 1 {
			number += n
		}
		b.WriteString("$" + strconv.Itoa(number))
		query = after[digits:]
	}
}

// sqlType is the type of a column that is scanned to a pointer of this type. What scans itself is written as text.
func sqlType(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Int, reflect.Int64:
		return "BIGINT"
	case reflect.Float64:
		return "DOUBLE PRECISION"
	case reflect.Bool:
		return "BOOLEAN"
	default:
		return "TEXT"
	}
}

// nothing is where a column goes that a read does not have.
type nothing struct{}

// Scan forgets it.
func (nothing) Scan(any) error { return nil }
