package letter

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

const head = "From: Inès Vogt <Ines@Acme.example>\nTo: checkin+abc@replies.example\nMessage-ID: <1@acme.example>\nSubject: =?UTF-8?Q?Re:_F=C3=A4llig?=\nDate: Mon, 9 Nov 2026 09:00:00 +0100\nMIME-Version: 1.0\n"

func read(t *testing.T, mail string) Letter {
	t.Helper()
	l, err := Read(strings.NewReader(strings.ReplaceAll(mail, "\n", "\r\n")))
	if err != nil {
		t.Fatalf("%v\n%s", err, mail)
	}
	return l
}

func TestRead(t *testing.T) {
	got := read(t, "Delivered-To: other+xyz@replies.example\n"+head+"Cc: Kim <kim@acme.example>\n\n14\n")
	want := Letter{ID: "1@acme.example", From: "ines@acme.example", To: []string{"other+xyz@replies.example", "checkin+abc@replies.example", "kim@acme.example"}, Subject: "Re: Fällig", Text: "14"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, bad := range []string{"", "14, confidence 7", "\x00\x01", "Content-Type: text/plain\n\n14"} {
		if l, err := Read(strings.NewReader(bad)); err == nil {
			t.Errorf("%q is read as %+v", bad, l)
		}
	}
}

func TestText(t *testing.T) {
	for _, c := range []struct{ what, mail, want string }{
		{"as it is", "\n14, confidence 7\n\nThe second stand is open.\n", "14, confidence 7\n\nThe second stand is open."},
		{"quoted-printable in Latin-1", "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n14, f=FCr K=F6ln =\nund Kiel\n", "14, für Köln und Kiel"},
		{"base64", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nMTQsIGbDvHIgS8O2bG4K\n", "14, für Köln"},
		{"windows-1252", "Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable\n\n14 =80 =96 yes\n", "14 € – yes"},
		{"a charset that nobody knows", "Content-Type: text/plain; charset=klingon\n\n14\n", "14"},
		{"damaged base64", "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nMTQs!!!\n", "14,"},
		{"flowed", "Content-Type: text/plain; format=flowed\n\n14, confidence 7. The second \nstand is open.\n-- \nInès\n", "14, confidence 7. The second stand is open."},
		{"alternative", "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n14\n--b\nContent-Type: text/html\n\n<p>15</p>\n--b--\n", "14"},
		{"an empty plain part", "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n\n--b\nContent-Type: text/html\n\n<p>15</p>\n--b--\n", "15"},
		{"with a picture and an attachment", "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/plain\nContent-Disposition: attachment; filename=x.txt\n\n99\n--a\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>14</p>\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--\n--a--\n", "14"},
		{"HTML alone", "Content-Type: text/html; charset=utf-8\n\n<html><head><style>p{x:1}</style><title>T</title></head><body><p>14,\n <b>confidence</b>&nbsp;7</p><p>The second&#8203; stand.</p><script>1</script></body></html>\n", "14, confidence 7\n\nThe second stand."},
		{"Gmail", "Content-Type: text/html\n\n<div dir=\"ltr\">14<br>open</div><div class=\"gmail_quote gmail_quote_container\"><div class=\"gmail_attr\">On Mon Kim wrote:</div><blockquote>99</blockquote></div>\n", "14\nopen"},
		{"Outlook in HTML", "Content-Type: text/html\n\n<div>14</div><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\"><b>From:</b> Headwater</div><div>99</div>\n", "14"},
		{"Thunderbird, below what is quoted", "\nAm 09.11.26 um 08:00 schrieb Headwater:\n> One check-in is due.\n> at 12\n\n14, confidence 7\n", "14, confidence 7"},
		{"an attribution of two lines", "\n14\n\nOn Mon, Nov 9, 2026 at 8:00 AM Headwater <headwater@okr.example>\nwrote:\n\n> 99\n", "14"},
		{"an attribution with nothing marked", "\n14\n\nLe lun. 9 nov. 2026 à 08:00, Headwater a écrit :\n99 check-ins are due\n", "14"},
		{"Outlook", "\n14\n\n-----Original Message-----\nFrom: Headwater\n99\n", "14"},
		{"Outlook in German", "\n14\n\nVon: Headwater <headwater@okr.example>\nGesendet: Montag, 9. November 2026 08:00\nAn: Inès\n\n99\n", "14"},
		{"Outlook's line", "\n14\n________________________________\nFrom: Headwater\n99\n", "14"},
		{"greeting, farewell, signature", "\nHello Headwater,\n\n14, 7/10\n\nKind regards\nInès Vogt\nFjord Tools\n-- \n99 Harbour Street\n", "14, 7/10"},
		{"from a telephone", "\n14\n\nSent from my iPhone\n\n> 99\n", "14"},
		{"from is a word", "\n14\nFrom: Monday on we are two.\n", "14\nFrom: Monday on we are two."},
		{"thanks is a word", "\nThanks to Sales we are at 14\n", "Thanks to Sales we are at 14"},
		{"nothing but a farewell", "\nThanks!\n", "Thanks!"},
		{"nothing", "\n> 99\n", ""},
	} {
		if diff := cmp.Diff(c.want, read(t, head+c.mail).Text); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
}

func TestAutomatic(t *testing.T) {
	for _, c := range []struct {
		header string
		want   bool
	}{
		{"", false}, {"Auto-Submitted: no\n", false}, {"Return-Path: <ines@acme.example>\n", false}, {"Precedence: normal\n", false}, {"X-Auto-Response-Suppress: All\n", false},
		{"Auto-Submitted: auto-replied (vacation)\n", true}, {"Auto-Submitted: auto-generated\n", true}, {"Precedence: bulk\n", true}, {"Precedence: auto_reply\n", true}, {"X-Autoreply: yes\n", true},
		{"Return-Path: <>\n", true}, {"List-Id: <all.acme.example>\n", true}, {"X-Failed-Recipients: kim@acme.example\n", true},
		{"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n", true},
	} {
		if got := read(t, c.header+head+"\n14\n").Automatic; got != c.want {
			t.Errorf("%q: %v", c.header, got)
		}
	}
	for _, from := range []string{"MAILER-DAEMON@acme.example", "Postmaster <postmaster@acme.example>", "nobody in particular"} {
		if l := read(t, "From: "+from+"\nTo: x@y.example\n\n14\n"); !l.Automatic {
			t.Errorf("of %s: %+v", from, l)
		}
	}
}

// What is endless, deep or much is read within bounds.
func TestBounds(t *testing.T) {
	deep := "Content-Type: multipart/mixed; boundary=b0\n\n"
	for i := range 300 {
		deep += fmt.Sprintf("--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n", i, i+1)
	}
	for what, mail := range map[string]string{
		"one long line": "\n" + strings.Repeat("14 ", 1<<20),
		"many lines":    "\n" + strings.Repeat("On\n", 1<<18),
		"deep HTML":     "Content-Type: text/html\n\n" + strings.Repeat("<div>", 1<<15) + "14",
		"deep parts":    deep,
		"many parts":    "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: text/plain\n\n\n", 1<<14),
	} {
		if l := read(t, head+mail); len(l.Text) > maxText {
			t.Errorf("%s: %d bytes", what, len(l.Text))
		}
	}
}

// Any bytes are a mail or none; what is read is text that can be kept, and nothing that was quoted.
func FuzzRead(f *testing.F) {
	f.Add([]byte(head + "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; format=flowed\n\n14 \n> 99\n--b\nContent-Type: text/html\n\n<p>15<blockquote>99</blockquote>\n--b--\n"))
	f.Add([]byte(head + "Content-Type: text/html; charset=utf-16\nContent-Transfer-Encoding: base64\n\nMTQ=\n"))
	f.Add([]byte(head + "\nOn Monday\nKim wrote:\n\n> 99\n14\n-- \nx"))
	f.Add([]byte("From nobody\nFrom: a@b\n\n14"))
	f.Fuzz(func(t *testing.T, mail []byte) {
		l, err := Read(strings.NewReader(string(mail)))
		if err != nil {
			return
		}
		if !utf8.ValidString(l.Text) || len(l.Text) > maxText || strings.ContainsAny(l.Text, "\x00\r") {
			t.Errorf("the text is %q", l.Text)
		}
		for line := range strings.SplitSeq(l.Text, "\n") {
			if strings.HasPrefix(line, ">") {
				t.Errorf("it is quoted: %q", line)
			}
		}
		if len(l.To) > maxTo {
			t.Errorf("%d addresses", len(l.To))
		}
	})
}
