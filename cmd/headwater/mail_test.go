package main

import (
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/notify/mail/mailtest"
)

// Invitations and new passwords go by mail where there is a mail server; whoever makes a link sees it all the same.

const publicURL = "https://okr.acme.example"

// mailing serves an organization that mails by a server, and signs its owner in.
func mailing(t *testing.T, smtp string) (*served, *http.Client) {
	t.Helper()
	s := serve(t, filepath.Join(t.TempDir(), "acme.db"), "HEADWATER_SMTP_URL=smtp://"+smtp, "HEADWATER_PUBLIC_URL="+publicURL+"/")
	c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	status, _, h := post(t, c, s.url+"/sign-in", url.Values{"email": {ownerEmail}, "password": {ownerPassword}})
	if status != http.StatusSeeOther {
		t.Fatalf("signing in has status %d", status)
	}
	cookie, _, _ := strings.Cut(h.Get("Set-Cookie"), ";")
	c.Transport = signedIn(cookie)
	return s, c
}

// signedIn sends a cookie with every request; the program marks it for TLS, and a jar would keep it back.
type signedIn string

func (cookie signedIn) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Cookie", string(cookie))
	return http.DefaultTransport.RoundTrip(r)
}

func post(t *testing.T, c *http.Client, to string, form url.Values) (status int, body string, h http.Header) {
	t.Helper()
	resp, err := c.PostForm(to, form)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b), resp.Header
}

// arrived waits for the n-th mail, and holds it to its recipient and subject. It returns the link in it.
func arrived(t *testing.T, server *mailtest.Server, n int, to, subject string) (link string) {
	t.Helper()
	eventually(t, "the mail arrives", func() bool { return len(server.Mails()) >= n })
	m := server.Mails()[n-1]
	gotSubject, text, err := m.Text()
	if err != nil || !strings.Contains(m.To, "<"+to+">") || gotSubject != subject || !strings.Contains(m.From, "<headwater@okr.acme.example>") {
		t.Errorf("%v: %s, %s, subject %q", err, m.From, m.To, gotSubject)
	}
	link = regexp.MustCompile(`https?://\S+`).FindString(text)
	if !strings.HasPrefix(link, publicURL+"/link/") {
		t.Errorf("no link to the public address:\n%s", text)
	}
	return link
}

func TestInvitationsByMail(t *testing.T) {
	server := mailtest.Listen(t)
	s, c := mailing(t, server.Address)
	status, page, _ := post(t, c, s.url+"/acme/people", url.Values{"people": {"Ines Vogt <ines@acme.example>\nkim@acme.example"}, "role": {"member"}})
	link := arrived(t, server, 1, "ines@acme.example", "Kim Berg invites you to Acme")
	if status != http.StatusOK || !strings.Contains(page, link) || !strings.Contains(page, "Mails with these links are on their way.") {
		t.Errorf("status %d, and the page does not show %s:\n%s", status, link, page)
	}
	status, _, _ = post(t, http.DefaultClient, s.url+strings.TrimPrefix(link, publicURL), url.Values{"name": {"Ines Vogt"}, "password": {ownerPassword}})
	if status >= 400 {
		t.Errorf("the link in the mail has status %d", status)
	}
	if n := len(server.Mails()); n != 1 {
		t.Errorf("%d mails for one who is new and one who is here", n)
	}
}

func TestAForgottenPasswordByMail(t *testing.T) {
	server := mailtest.Listen(t)
	s, _ := mailing(t, server.Address)
	if _, page, _ := s.ask(http.MethodGet, "/sign-in", nil); !strings.Contains(page, `href="/forgotten"`) {
		t.Error("the sign-in page does not lead there")
	}
	nobody, theirs := url.Values{"email": {"nobody@acme.example"}}, url.Values{"email": {ownerEmail}}
	status, says, _ := post(t, http.DefaultClient, s.url+"/forgotten", nobody)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/forgotten", strings.NewReader(theirs.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Host = "elsewhere.example" // whoever asks must not decide where the link leads
	known, saysKnown, _ := answer(t, req)
	if status != http.StatusOK || known != status || strings.ReplaceAll(says, "nobody@acme.example", ownerEmail) != saysKnown {
		t.Errorf("the answers differ, so that one learns who is here: %d\n%s\n%d\n%s", status, says, known, saysKnown)
	}
	link := arrived(t, server, 1, ownerEmail, "A new password for Headwater")
	path := strings.TrimPrefix(link, publicURL)
	const next = "over the bridge and back"
	if status, page, _ := post(t, http.DefaultClient, s.url+path, url.Values{"password": {next}}); status >= 400 {
		t.Errorf("the link in the mail has status %d: %s", status, page)
	}
	c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if status, _, _ := post(t, c, s.url+"/sign-in", url.Values{"email": {ownerEmail}, "password": {next}}); status != http.StatusSeeOther {
		t.Errorf("signing in with the new password has status %d", status)
	}
	if n := len(server.Mails()); n != 1 {
		t.Errorf("%d mails for one who is here and one who is not", n)
	}
	if status, _, _ := post(t, http.DefaultClient, s.url+"/forgotten", url.Values{"email": {"kim"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("no address has status %d", status)
	}
}

func TestAMailServerThatIsAway(t *testing.T) {
	server := mailtest.Listen(t)
	server.Close()
	s, c := mailing(t, server.Address)
	started := time.Now()
	status, page, _ := post(t, c, s.url+"/acme/people", url.Values{"people": {"ines@acme.example"}, "role": {"member"}})
	if took := time.Since(started); status != http.StatusOK || took > time.Second {
		t.Errorf("status %d after %s", status, took)
	}
	link := regexp.MustCompile(regexp.QuoteMeta(publicURL) + `/link/invite/[\w-]{43}`).FindString(page)
	if link == "" {
		t.Fatalf("the page shows no link:\n%s", page)
	}
	if status, _, _ := s.ask(http.MethodGet, strings.TrimPrefix(link, publicURL), nil); status != http.StatusOK {
		t.Errorf("the link has status %d", status)
	}
	s.stop() // which ends the tries
	if log := s.log.String(); !strings.Contains(log, "mail not sent") || !strings.Contains(log, "ines@acme.example") || strings.Contains(log, "/link/") {
		t.Errorf("the log should say to whom, and never the link:\n%s", log)
	}
}

func TestWithoutAMailServer(t *testing.T) {
	s := serve(t, filepath.Join(t.TempDir(), "acme.db"))
	if _, page, _ := s.ask(http.MethodGet, "/forgotten", nil); !strings.Contains(page, "<h1>Sign in</h1>") {
		t.Errorf("there is a page that promises a mail:\n%s", page)
	}
	if _, page, _ := s.ask(http.MethodGet, "/sign-in", nil); strings.Contains(page, "/forgotten") || !strings.Contains(page, "Ask whoever runs Headwater") {
		t.Error("the sign-in page promises a mail")
	}
}
