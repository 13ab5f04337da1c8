package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// notices are one's own: what is mailed and when, what one was told of, and the mails as they are.
func notices(r *request) error { return showNotices(r, http.StatusOK, nil) }

func showNotices(r *request, status int, f *form) error {
	v, err := r.around("Notices", "settings")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	page, err := r.s.App.Notices(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.show(status, v, noticesBody(r, v, page, f))
}

// chooseNotices keeps what is mailed and when.
func chooseNotices(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	prefer := r.Prefer
	n := okr.NoticeChoices{QuietFrom: formNumber(r, "quiet_from"), QuietTo: formNumber(r, "quiet_to"), Zone: strings.TrimSpace(r.PostFormValue("time_zone"))}
	for _, k := range okr.NoticeKinds {
		n.Set(k.Kind, okr.NoticeHow(r.PostFormValue(string(k.Kind))))
	}
	prefer.Notices = n
	if _, err := r.s.App.EditMember(r.Context(), r.Actor, app.EditMemberInput{ID: r.Viewer.MemberID, Preferences: &prefer}); err != nil {
		return r.refused(err, showNotices)
	}
	return r.done("notices", "saved", "")
}

// stopNoticesForm asks whether all mails are to end, of whoever follows the link in one.
func stopNoticesForm(r *request) error {
	return r.bare(http.StatusOK, "No more mails", false, stopBody(r.PathValue("token"), ""))
}

// stopNotices ends them: by that page, or by a mail program at one click (RFC 8058), which sends no cookie and follows no page.
func stopNotices(r *request) error {
	org, err := r.s.App.StopNotices(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	return r.bare(http.StatusOK, "No more mails", false, stopBody("", org.Slug))
}

var noticeHowNames = map[okr.NoticeHow]string{okr.NoticeNow: "At once", okr.NoticeDaily: "In the morning", okr.NoticeNever: "Not by mail"}

func noticeOptions(k okr.NoticeInfo, value string) []ui.Option {
	var out []ui.Option
	for _, how := range []okr.NoticeHow{okr.NoticeNow, okr.NoticeDaily, okr.NoticeNever} {
		if how != okr.NoticeNow || k.Kind != okr.NoticeDue {
			out = append(out, ui.Option{Value: string(how), Text: noticeHowNames[how]})
		}
	}
	return chosen(out, value)
}

func hourOptions(value int) []ui.Option {
	var out []ui.Option
	for h := range 24 {
		out = append(out, ui.Option{Value: strconv.Itoa(h), Text: fmt.Sprintf("%02d:00", h)})
	}
	return chosen(out, strconv.Itoa(value))
}

// mailState says what became of a mail.
func mailState(m app.SentMail, r *request, v *view) string {
	return deliveryState(app.Delivery{State: m.State}) + ", " + ui.Day(m.Made.DateIn(r.Org.Set.Location()), v.Today)
}

// noticeState says whether a notice was told.
func noticeState(n app.NoticeView, r *request, v *view) string {
	day := ui.Day(n.Created.DateIn(r.Org.Set.Location()), v.Today)
	if n.Told == 0 {
		return day + ", waits"
	}
	return day
}
