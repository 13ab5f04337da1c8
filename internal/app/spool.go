package app

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// spoolInMemory is how much of an answer is kept in memory before it goes to a file.
const spoolInMemory = 1 << 20

// spooled gives w what write writes, once all of it is written: however slowly somebody takes an answer, no transaction waits for them. Nothing is
// given when write fails.
func spooled(w io.Writer, write func(io.Writer) error) error {
	var s spool
	defer s.close()
	if err := write(&s); err != nil {
		return err
	}
	return s.give(w)
}

// A spool holds an answer until it is whole.
type spool struct {
	held bytes.Buffer
	file *os.File // what was held before
}

func (s *spool) Write(b []byte) (int, error) {
	if s.held.Len()+len(b) > spoolInMemory {
		if err := s.spill(); err != nil {
			return 0, err
		}
	}
	return s.held.Write(b)
}

// spill moves what is held to the file, which nobody else can open.
func (s *spool) spill() (err error) {
	if s.file == nil {
		if s.file, err = os.CreateTemp("", "headwater-*"); err != nil {
			return fmt.Errorf("an answer needs a file until it is sent: %w", err)
		}
		_ = os.Remove(s.file.Name()) // it lives as long as it is open; where that cannot be, close removes it
	}
	_, err = s.held.WriteTo(s.file)
	return err
}

func (s *spool) give(w io.Writer) error {
	if s.file != nil {
		if _, err := s.file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if _, err := io.Copy(w, s.file); err != nil {
			return err
		}
	}
	_, err := s.held.WriteTo(w)
	return err
}

func (s *spool) close() {
	if s.file != nil {
		_ = errors.Join(s.file.Close(), os.Remove(s.file.Name())) // nothing of it is needed, and it may be gone
	}
}
