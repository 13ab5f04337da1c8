package app

import (
	"bytes"
	"errors"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
)

// A slowReader takes the first byte of an answer when it is told to.
type slowReader struct{ begun, on chan struct{} }

func (r slowReader) Write(b []byte) (int, error) {
	select {
	case r.begun <- struct{}{}:
	default:
	}
	<-r.on
	return len(b), nil
}

// However many take their answers slowly, others read and write, and the slow ones get what stood when they asked.
func TestSlowReaders(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		on, ended := make(chan struct{}), make(chan error)
		slow := 2*runtime.NumCPU() + 20 // more than there are connections
		for i := range slow {
			r := slowReader{make(chan struct{}, 1), on}
			go func() {
				if i%2 == 0 {
					ended <- w.Export(w.ctx(), w.owner, "json", r)
				} else {
					ended <- w.StreamTree(w.ctx(), w.owner, w.cycle.ID, r)
				}
			}()
			<-r.begun
		}
		must(w.Tree(w.ctx(), w.owner, w.cycle.ID))(t)
		must(w.AddTeam(w.ctx(), w.owner, AddTeamInput{Name: "Beside them"}))(t)
		close(on)
		for range slow {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
	})
}

func TestSpool(t *testing.T) {
	for _, size := range []int{0, 1, spoolInMemory, spoolInMemory + 1, 3*spoolInMemory + 7} {
		dir := t.TempDir()
		t.Setenv("TMPDIR", dir)
		want := strings.Repeat("0123456789abcdef", size/16+1)[:size]
		var got bytes.Buffer
		err := spooled(&got, func(w io.Writer) error {
			for part := want; part != ""; {
				n := min(len(part), 70_001)
				if _, err := io.WriteString(w, part[:n]); err != nil {
					return err
				}
				part = part[n:]
			}
			if got.Len() > 0 {
				t.Error("something is given before all is written")
			}
			return nil
		})
		if err != nil || got.String() != want {
			t.Errorf("%d bytes: %d came, %v", size, got.Len(), err)
		}
		broken := errors.New("broken off")
		err = spooled(&got, func(w io.Writer) error {
			_, err := io.WriteString(w, want)
			return errors.Join(err, broken)
		})
		if !errors.Is(err, broken) || got.Len() != size {
			t.Errorf("%d bytes, broken off: %v, %d bytes given", size, err, got.Len()-size)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%d bytes: left behind: %v %v", size, left, err)
		}
	}
}
