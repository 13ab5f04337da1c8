// Package letter reads a mail that somebody wrote: from whom, to which address, and what they said themselves, without what they quote, their
// signature and the wrapping of mail programs. It says of a mail that no person wrote that it is automatic.
//
// It is pure and knows nothing of what a mail is about. Any bytes may come: everything that is read is bounded.
package letter

import (
	"bufio"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // the charsets that mails are in
	"github.com/emersion/go-message/mail"
)

// A Letter is what was read of a mail.
type Letter struct {
	ID        string   // the Message-ID; "" if it has none
	From      string   // the author's address in lower case, "" if it says none
	To        []string // the addresses that it was sent or delivered to, as they were written
	Subject   string
	Automatic bool   // a program wrote it: a holiday, a bounce, a list
	Text      string // what its author wrote
}

// Bounds of what is read.
const (
	MaxSize  = 5 << 20  // bytes of a whole mail, attachments and all
	maxText  = 64 << 10 // bytes of a text
	maxHTML  = 1 << 20
	maxParts = 100
	maxTo    = 100
)

// Read reads a mail as RFC 5322 and MIME have it. A mail that is damaged is read as far as that goes; an error is of one that cannot be read at all.
func Read(r io.Reader) (Letter, error) {
	b := bufio.NewReader(io.LimitReader(r, MaxSize))
	if line, _ := b.Peek(5); string(line) == "From " { // as a mailbox file has it
		if _, err := b.ReadSlice('\n'); err != nil {
			return Letter{}, errors.New("this is no mail")
		}
	}
	e, err := message.Read(b)
	if e == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return Letter{}, errors.New("this is no mail")
	}
	h := mail.Header{Header: e.Header}
	if !h.Has("From") && !h.Has("To") && !h.Has("Received") && !h.Has("Message-Id") {
		return Letter{}, errors.New("this is no mail")
	}
	l := Letter{From: from(h), To: addresses(h), Automatic: automatic(h)}
	l.ID, _ = h.MessageID()
	if l.ID == "" {
		l.ID = strings.Trim(h.Get("Message-Id"), "<> \t")
	}
	l.Subject, _ = h.Subject()
	l.Automatic = l.Automatic || l.From == ""
	l.Text = own(text(e))
	return l, nil
}

func from(h mail.Header) string {
	list, err := h.AddressList("From")
	if err != nil || len(list) == 0 {
		return ""
	}
	return strings.ToLower(list[0].Address)
}

// addresses are those that a mail may have come to us by: what the mail server says of the delivery first.
func addresses(h mail.Header) (out []string) {
	for _, name := range []string{"Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc"} {
		for f := h.FieldsByKey(name); f.Next() && len(out) < maxTo; {
			list, err := mail.ParseAddressList(f.Value())
			if err != nil {
				out = append(out, strings.Trim(f.Value(), "<> \t"))
				continue
			}
			for _, a := range list {
				out = append(out, a.Address)
			}
		}
	}
	return out[:min(len(out), maxTo)]
}

// automatic answers whether a program wrote a mail: RFC 3834, and what programs did before it.
func automatic(h mail.Header) bool {
	said := func(name string) string {
		word, _, _ := strings.Cut(h.Get(name), ";")
		word, _, _ = strings.Cut(word, "(")
		return strings.ToLower(strings.TrimSpace(word))
	}
	if auto := said("Auto-Submitted"); auto != "" && auto != "no" {
		return true
	}
	if slices.Contains([]string{"bulk", "junk", "list", "auto_reply"}, said("Precedence")) {
		return true
	}
	for _, name := range []string{"X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Failed-Recipients", "List-Id", "List-Unsubscribe"} {
		if h.Has(name) {
			return true
		}
	}
	if kind, _, _ := h.ContentType(); kind == "multipart/report" || kind == "message/delivery-status" || kind == "message/disposition-notification" {
		return true
	}
	if h.Has("Return-Path") && strings.Trim(said("Return-Path"), "<> ") == "" {
		return true // so that nothing comes back, as of a bounce
	}
	name, _, _ := strings.Cut(from(h), "@")
	return name == "mailer-daemon" || name == "postmaster"
}

// text is a mail's text: the first plain one, else the first of HTML.
func text(e *message.Entity) string {
	html := ""
	r := mail.NewReader(e)
	for range maxParts {
		p, err := r.NextPart()
		if p == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
			break
		}
		h, inline := p.Header.(*mail.InlineHeader)
		if !inline {
			continue
		}
		kind, params, _ := h.ContentType()
		switch kind {
		case "text/plain", "":
			b, _ := io.ReadAll(io.LimitReader(p.Body, maxText)) // what is damaged is read as far as it goes
			plain := clean(string(b))
			if strings.EqualFold(params["format"], "flowed") {
				plain = flow(plain, strings.EqualFold(params["delsp"], "yes"))
			}
			if strings.TrimSpace(plain) != "" {
				return plain
			}
		case "text/html":
			if html == "" {
				b, _ := io.ReadAll(io.LimitReader(p.Body, maxHTML))
				html = clean(plainOf(string(b)))
			}
		}
	}
	return html
}

// clean is a text with lines as we write them, and nothing in it that cannot be shown.
func clean(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00a0", " ", "\u200b", "", "\ufeff", "").Replace(strings.ToValidUTF8(s, ""))
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "")
	}
	return s
}

// flow joins the lines that a mail program has broken (RFC 3676).
func flow(s string, delete bool) string {
	var b strings.Builder
	for line := range strings.SplitSeq(s, "\n") {
		soft := strings.HasSuffix(line, " ") && line != "-- " && !strings.HasPrefix(line, ">")
		if soft && delete {
			line = line[:len(line)-1]
		}
		b.WriteString(line)
		if !soft {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

var (
	// What mail programs write above the mail that is answered.
	reWrote = regexp.MustCompile(`(?i)(?:^|\s)(wrote|schrieb|écrit|escribió|schreef|ha scritto|napisał|napisała|skrev|kirjoitti|escreveu)\b[^\n]{0,80}:\s*$`)
	reBegin = regexp.MustCompile(`^(On|Am|Le|El|Op|Il|Den|Em|W dniu|Dnia)\s`)
	reBelow = regexp.MustCompile(`(?i)^(-{2,}\s*(original message|ursprüngliche nachricht|original-nachricht|original appointment|message d'origine|message original|mensaje original|oorspronkelijk bericht|messaggio originale|forwarded message|weitergeleitete nachricht)\s*-{2,}|_{10,})\s*$`)
	reHead  = regexp.MustCompile(`(?i)^\*?(from|von|de|van|da)\s?:\*?\s`)
	reHead2 = regexp.MustCompile(`(?i)^\*?(sent|gesendet|envoyé|enviado|verzonden|inviato|date|datum|fecha|data|to|an|à|para|aan|subject|betreff|objet|asunto|onderwerp|oggetto)\s?:\*?\s`)
	// What they add to what was written.
	reDevice = regexp.MustCompile(`(?i)^(sent from (my|outlook|mail|yahoo)|sent with |sent via |get outlook for|von meinem .{1,40} gesendet|gesendet (mit|von) |diese nachricht wurde von|envoyé de(puis)? |enviado desde |verzonden vanaf |inviato da )`)
	reHello  = regexp.MustCompile(`(?i)^(hi|hello|hey|dear|good (morning|day|afternoon)|hallo|liebe[rs]?|guten (tag|morgen)|moin|servus|bonjour|salut|hola|ciao|hoi|beste)\b[^\d\n.]{0,40}[,!:.]?$`)
	reBye    = regexp.MustCompile(`(?i)^((with |many |kind |best |warm )*(regards|wishes|thanks|greetings)|best|cheers|thank you|thx|yours|see you|(viele|liebe|beste|herzliche|schöne|mit freundlichen|mit besten)n? grüße[n]?|grüße|gruß|vg|lg|mfg|danke|cordialement|bien à vous|merci|saludos|gracias|groeten|saluti)[,.!]*$`)
)

// own is what the author of a text wrote, without the mail that they answer and what stands around every mail.
func own(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
		if lines[i] == "--" {
			lines = lines[:i] // a signature
			break
		}
	}
	at := func(i int) string {
		if i < len(lines) {
			return strings.TrimSpace(lines[i])
		}
		return ""
	}
	var out []string
	for i := 0; i < len(lines); i++ {
		line := at(i)
		if strings.HasPrefix(line, ">") || reDevice.MatchString(line) {
			continue
		}
		if reBelow.MatchString(line) || reHead.MatchString(line) && (reHead2.MatchString(at(i+1)) || reHead2.MatchString(at(i+2))) {
			break
		}
		if n := wrote(at, i); n > 0 {
			next := i + n
			for next < len(lines) && at(next) == "" {
				next++
			}
			if !strings.HasPrefix(at(next), ">") {
				break // everything below is the mail that is answered
			}
			i = next // and what is written below the quoted lines is read
			continue
		}
		out = append(out, line)
	}
	return strings.Join(strip(out), "\n")
}

// wrote is how many lines “On Monday Kim wrote:” takes from line i on, 0 for none.
func wrote(at func(int) string, i int) int {
	text := at(i)
	if len(text) > 300 || !reBegin.MatchString(text) && !reWrote.MatchString(text) {
		return 0
	}
	for n := 1; n <= 3; n++ {
		if reWrote.MatchString(text) && (n == 1 || reBegin.MatchString(text)) {
			return n
		}
		if at(i+n) == "" || len(text) > 300 {
			return 0
		}
		text += " " + at(i+n)
	}
	return 0
}

// strip takes the greeting and the farewell from the lines of a letter.
func strip(lines []string) []string {
	blank := func(s string) bool { return s == "" }
	trim := func() {
		for len(lines) > 0 && blank(lines[0]) {
			lines = lines[1:]
		}
		for len(lines) > 0 && blank(lines[len(lines)-1]) {
			lines = lines[:len(lines)-1]
		}
	}
	trim()
	if len(lines) > 1 && reHello.MatchString(lines[0]) {
		lines = lines[1:]
	}
	for i := max(1, len(lines)-5); i < len(lines); i++ { // a farewell has a name and a place below it, and no more
		if reBye.MatchString(lines[i]) {
			lines = lines[:i]
		}
	}
	trim()
	return slices.CompactFunc(lines, func(a, b string) bool { return blank(a) && blank(b) })
}
