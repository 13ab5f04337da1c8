// Package mailtest gives tests a mail server of their own. Only tests import it.
package mailtest

import (
	"bufio"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"
)

// A Server is a mail server that takes what it is given, or refuses it as the test says. It offers no encryption.
type Server struct {
	Address  string
	listener net.Listener
	mu       sync.Mutex
	answers  []string // to the next RCPTs, instead of "250 ok"
	mails    []Mail
	commands []string
	open     int       // conversations
	closed   time.Time // when the last of them ended
}

// A Mail is as it came: the lines of the envelope, and headers with text.
type Mail struct{ From, To, Data string }

// Listen starts a server that the test ends. answers are for the first recipients, "550 nobody here"; then everybody is there.
func Listen(t testing.TB, answers ...string) *Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Address: l.Addr().String(), listener: l, answers: answers}
	t.Cleanup(s.Close)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.speak(c)
		}
	}()
	return s
}

func (s *Server) speak(c net.Conn) {
	s.mu.Lock()
	s.open++
	s.mu.Unlock()
	defer func() {
		c.Close()
		s.mu.Lock()
		s.open, s.closed = s.open-1, time.Now()
		s.mu.Unlock()
	}()
	in := bufio.NewReader(c)
	say := func(line string) { fmt.Fprintf(c, "%s\r\n", line) }
	say("220 mail.acme.example")
	var m Mail
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
		s.mu.Lock()
		s.commands = append(s.commands, verb)
		s.mu.Unlock()
		switch verb {
		case "EHLO":
			say("250-mail.acme.example")
			say("250-AUTH PLAIN LOGIN")
			say("250 8BITMIME")
		case "MAIL":
			m = Mail{From: line}
			say("250 ok")
		case "RCPT":
			answer := "250 ok"
			s.mu.Lock()
			if len(s.answers) > 0 {
				answer, s.answers = s.answers[0], s.answers[1:]
			}
			s.mu.Unlock()
			m.To = line
			say(answer)
		case "DATA":
			say("354 go on")
			var b strings.Builder
			for {
				l, err := in.ReadString('\n')
				if err != nil {
					return
				}
				if l == ".\r\n" {
					break
				}
				b.WriteString(strings.TrimPrefix(l, "."))
			}
			m.Data = b.String()
			s.mu.Lock()
			s.mails = append(s.mails, m)
			s.mu.Unlock()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

// Quiet answers whether nobody is sending, and has not been for long enough to have noted down what was taken.
func (s *Server) Quiet() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open == 0 && time.Since(s.closed) > 200*time.Millisecond
}

// Mails are those that were taken.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail{}, s.mails...)
}

// Commands are the verbs that clients have said.
func (s *Server) Commands() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, s.commands...)
}

// Close lets nobody in any more.
func (s *Server) Close() { _ = s.listener.Close() }

// Text is the text of a mail as it was written, and its subject.
func (m Mail) Text() (subject, text string, err error) {
	read, err := mail.ReadMessage(strings.NewReader(m.Data))
	if err != nil {
		return "", "", err
	}
	if subject, err = new(mime.WordDecoder).DecodeHeader(read.Header.Get("Subject")); err != nil {
		return "", "", err
	}
	b, err := io.ReadAll(quotedprintable.NewReader(read.Body))
	return subject, strings.ReplaceAll(string(b), "\r\n", "\n"), err
}
