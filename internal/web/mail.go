package web

import (
	"fmt"
	"net/http"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

// Mails are sent beside what a page shows, and never instead of it: whoever made a link can always hand it over.

// mailInvitations sends everybody their link.
func (r *request) mailInvitations(list []app.Invitation) {
	for _, i := range list {
		if i.Secret == "" || r.s.Mail == nil {
			continue
		}
		r.s.Mail(i.Email, fmt.Sprintf("%s invites you to %s", r.Person.Name, r.Org.Name), fmt.Sprintf(`Hello %s,

%s invites you to %s on Headwater, where its objectives and key results are.

Choose a password here, and you are in. The link works once, until %s:

  %s

If you do not know what this is about, leave it: without the link nothing happens.
`, i.Name, r.Person.Name, r.Org.Name, mailDay(i.Expires, r.Org.Set), r.inviteLink(i)))
	}
}

// mailReset sends somebody a link to choose a new password.
func (r *request) mailReset(l app.PasswordLink) {
	if r.s.Mail == nil {
		return
	}
	r.s.Mail(l.Email, "A new password for Headwater", fmt.Sprintf(`Hello %s,

choose a new password here. The link works once, until %s:

  %s

If you did not ask for it, leave it: your password stays as it is.
`, l.Name, mailDay(l.Expires, r.Org.Set), r.resetLink(l)))
}

// mailDay is a day and time as a mail says it, where the organization is.
func mailDay(at okr.Instant, s okr.Settings) string {
	return at.Time().In(s.Location()).Format("2 January 2006, 15:04 MST")
}

func (r *request) inviteLink(i app.Invitation) string  { return r.origin() + "/link/invite/" + i.Secret }
func (r *request) resetLink(l app.PasswordLink) string { return r.origin() + "/link/reset/" + l.Secret }

func forgottenForm(r *request) error {
	return r.bare(http.StatusOK, "Choose a new password", false, forgottenBody(nil, ""))
}

// forgotten mails a link to whoever signs in with an e-mail, and says the same whether anybody does.
func forgotten(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	email := r.PostFormValue("email")
	link, ok, err := r.s.App.RequestReset(r.Context(), email, r.remote())
	if faults := okr.FaultsOf(err); faults != nil {
		return r.bare(statuses[faults[0].Kind], "Choose a new password", false, forgottenBody(&form{values: r.PostForm, faults: faults}, ""))
	}
	if err != nil {
		return err
	}
	if ok {
		r.mailReset(link)
	}
	return r.bare(http.StatusOK, "Choose a new password", false, forgottenBody(nil, email))
}
