package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// settings are one's own and, for those who run the programme, the organization's.
func settings(r *request) error { return showSettings(r, http.StatusOK, nil) }

func showSettings(r *request, status int, f *form) error { return showToken(r, status, f, app.Token{}) }

func showToken(r *request, status int, f *form, fresh app.Token) error {
	v, err := r.around("Settings", "settings")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	tokens, err := r.s.App.Tokens(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	sessions, err := r.s.App.Sessions(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	var members app.Choosable
	if r.Viewer.IsAdmin() {
		if members, err = r.choosable(f, "contact", r.Org.Set.Contact); err != nil {
			return err
		}
	}
	return r.show(status, v, settingsBody(r, v, f, fresh, tokens, sessions, members))
}

func editProfile(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	name := r.PostFormValue("name")
	prefer := r.Prefer
	prefer.Theme, prefer.Keys = r.PostFormValue("theme"), ""
	if r.PostFormValue("keys") == "" {
		prefer.Keys = "off"
	}
	in := app.EditMemberInput{ID: r.Viewer.MemberID, Name: &name, Preferences: &prefer}
	if _, err := r.s.App.EditMember(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showSettings)
	}
	return r.done("settings", "saved", "")
}

func editOrganization(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	get := func(name string) *string { v := r.PostFormValue(name); return &v }
	fiscal := formNumber(r, "fiscal_start")
	holidays, err := okr.ParseHolidays("holidays", r.PostFormValue("holidays"))
	number := func(name string) (n int) {
		n, fault := wholeNumber(r, name)
		err = okr.Join(err, fault)
		return n
	}
	escalate := number("escalate_after")
	limits := okr.Limits{MinObjectives: number("min_objectives"), MaxObjectives: number("max_objectives"), MinKeyResults: number("min_key_results"), MaxKeyResults: number("max_key_results")}
	if err != nil {
		return r.refused(err, showSettings)
	}
	ambition := okr.Ambition{Phase: okr.StretchPhase(r.PostFormValue("phase")), Culture: okr.Culture(r.PostFormValue("culture")), TeamIDs: r.PostForm["stretch"]}
	parts := map[okr.Part]okr.PartState{}
	for _, p := range okr.Parts {
		parts[p.Part] = okr.PartState(r.PostFormValue("part-" + string(p.Part)))
	}
	if err := okr.Join(r.means("contact"), r.meansTeams("stretch")); err != nil {
		return r.refused(err, showSettings)
	}
	in := app.EditOrganizationInput{Version: formNumber(r, "version"), Name: get("organization"), TimeZone: get("time_zone"), Locale: get("locale"), Contact: get("contact"),
		FiscalStart: &fiscal, Limits: &limits, Ambition: &ambition, Parts: parts, Holidays: &holidays, EscalateAfter: &escalate}
	if _, err := r.s.App.EditOrganization(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showSettings)
	}
	return r.done("settings", "saved", "")
}

func changeEmail(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.EditProfileInput{Email: r.PostFormValue("email"), Password: r.PostFormValue("password"), Remote: r.remote()}
	if _, err := r.s.App.EditProfile(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showSettings)
	}
	return r.done("settings", "saved", "")
}

func changePassword(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.ChangePasswordInput{Current: r.PostFormValue("current"), New: r.PostFormValue("new"), Remote: r.remote()}
	if err := r.s.App.ChangePassword(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showSettings)
	}
	return r.done("settings", "saved", "")
}

// newToken makes a token, and shows it this once.
func newToken(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	t, err := r.s.App.NewToken(r.Context(), r.Actor, app.NewTokenInput{Name: r.PostFormValue("token_name"), Kind: r.PostFormValue("kind"), Scope: r.PostFormValue("scope")})
	if err != nil {
		return r.refused(err, showSettings)
	}
	return showToken(r, http.StatusOK, nil, t)
}

func revokeToken(r *request) error {
	if _, err := r.s.App.RevokeToken(r.Context(), r.Actor, r.PathValue("id")); err != nil {
		return err
	}
	return r.done("settings", "revoked", "")
}

func endSessions(r *request) error {
	if err := r.s.App.EndSession(r.Context(), r.Actor, ""); err != nil {
		return err
	}
	return r.done("settings", "saved", "")
}

// moveClock puts the example's clock an hour, a day or a week ahead; what is due by then happens within seconds.
func moveClock(r *request) error {
	by, ok := map[string]time.Duration{"hour": time.Hour, "day": 24 * time.Hour, "week": 7 * 24 * time.Hour}[r.PostFormValue("by")]
	if !ok {
		return okr.Fail(okr.Invalid, "by", "Choose an hour, a day or a week.")
	}
	if err := r.s.Move(by); err != nil {
		return err
	}
	return r.done("settings", "later", "")
}

// glossary explains the words.
func glossary(r *request) error {
	v, err := r.around("The words we use", "more")
	if err != nil {
		return err
	}
	words := slices.SortedFunc(maps.Keys(okr.Glossary), func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return r.show(http.StatusOK, v, glossaryBody(words))
}

// more lists the places that have none in the bar of a phone.
func more(r *request) error {
	v, err := r.around("More", "more")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	return r.show(http.StatusOK, v, moreBody(r, v))
}

// origin is how people reach the server, for links to hand out.
func (r *request) origin() string {
	if r.s.URL != "" {
		return r.s.URL
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}
