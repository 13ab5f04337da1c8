package web

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

// alive answers that the process runs.
func alive(r *request) error {
	_, err := r.w.Write([]byte("ok\n"))
	return err
}

// ready answers that the database can be reached.
func ready(r *request) error {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := r.s.App.Ping(ctx); err != nil {
		r.s.Log.Warn("not ready", "err", err)
		http.Error(r.w, "the database cannot be reached", http.StatusServiceUnavailable)
		return nil
	}
	return alive(r)
}

// home sends people where they belong: set-up in an empty database, sign-in, or their organization.
func home(r *request) error {
	cookie, err := r.Cookie(sessionCookie)
	if err == nil {
		p, err := r.s.App.PersonOf(r.Context(), cookie.Value)
		var known *okr.Error
		switch {
		case err == nil:
			return r.toFirst(p)
		case !errors.As(err, &known):
			return err
		}
	}
	empty, err := r.s.App.Empty(r.Context())
	if err != nil {
		return err
	}
	if empty {
		http.Redirect(r.w, r.Request, "/set-up", http.StatusSeeOther)
		return nil
	}
	return r.signIn()
}

// rulesOfMine leads from the short address of the rules to those of the reader's organization, which may have switched some off.
func rulesOfMine(r *request) error {
	if cookie, err := r.Cookie(sessionCookie); err == nil {
		if p, err := r.s.App.PersonOf(r.Context(), cookie.Value); err == nil {
			list, err := r.s.App.Organizations(r.Context(), p.ID)
			if err != nil {
				return err
			}
			if len(list) > 0 {
				http.Redirect(r.w, r.Request, "/"+list[0].Slug+"/rules", http.StatusSeeOther)
				return nil
			}
		}
	}
	return r.signIn()
}

// toFirst sends a person to their organization, or lets them choose among several.
func (r *request) toFirst(p okr.Person) error {
	list, err := r.s.App.Organizations(r.Context(), p.ID)
	if err != nil {
		return err
	}
	if len(list) == 1 {
		http.Redirect(r.w, r.Request, "/"+list[0].Slug+"/week", http.StatusSeeOther)
		return nil
	}
	return r.bare(http.StatusOK, "Choose an organization", false, chooseBody(p, list))
}

func signInForm(r *request) error { return showSignIn(r, http.StatusOK, nil) }

func showSignIn(r *request, status int, f *form) error {
	return r.bare(status, "Sign in", false, signInBody(f, r.URL.Query().Get("next"), r.s.Demo, r.s.Mail != nil))
}

func signIn(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	s, err := r.s.App.SignIn(r.Context(), app.SignInInput{Email: r.PostFormValue("email"), Password: r.PostFormValue("password"), Agent: r.UserAgent(), Remote: r.remote()})
	if faults := okr.FaultsOf(err); faults != nil {
		return showSignIn(r, statuses[faults[0].Kind], &form{values: r.PostForm, faults: faults})
	}
	if err != nil {
		return err
	}
	r.remember(s)
	if next := r.URL.Query().Get("next"); local(next) {
		http.Redirect(r.w, r.Request, next, http.StatusSeeOther)
		return nil
	}
	return r.toFirst(s.Person)
}

func signOut(r *request) error {
	if cookie, err := r.Cookie(sessionCookie); err == nil {
		if err := r.s.App.SignOut(r.Context(), cookie.Value); err != nil {
			return err
		}
	}
	http.SetCookie(r.w, &http.Cookie{Name: sessionCookie, Path: "/", MaxAge: -1, HttpOnly: true, Secure: r.s.Secure, SameSite: http.SameSiteLaxMode})
	http.Redirect(r.w, r.Request, "/sign-in", http.StatusSeeOther)
	return nil
}

// remember sets the session's cookie.
func (r *request) remember(s app.Session) {
	http.SetCookie(r.w, &http.Cookie{Name: sessionCookie, Value: s.Secret, Path: "/", Expires: s.Expires.Time(), HttpOnly: true,
		Secure: r.s.Secure, SameSite: http.SameSiteLaxMode})
}

// remote is the network address of the reader, without its port: who is connected or, where that is a proxy that is believed, the last one of those
// it says it passes on for that is none. What stands before that anybody may have written.
func (r *request) remote() string {
	from := r.RemoteAddr
	if at, err := netip.ParseAddrPort(from); err == nil {
		from = at.Addr().Unmap().WithZone("").String()
	}
	passed := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, before := range slices.Backward(passed) {
		at, err := netip.ParseAddr(from)
		if err != nil || !slices.ContainsFunc(r.s.Proxies, func(p netip.Prefix) bool { return p.Contains(at) }) {
			break
		}
		next, err := netip.ParseAddr(strings.TrimSpace(before))
		if err != nil {
			break
		}
		from = next.Unmap().WithZone("").String()
	}
	return from
}

func inviteForm(r *request) error { return showInvite(r, http.StatusOK, nil) }

func showInvite(r *request, status int, f *form) error {
	w, err := r.s.App.Invitation(r.Context(), r.PathValue("secret"))
	if err != nil {
		return err
	}
	return r.bare(status, "Join "+w.Organization, false, inviteBody(w, f))
}

func acceptInvite(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	j, err := r.s.App.Accept(r.Context(), app.AcceptInput{Secret: r.PathValue("secret"), Name: r.PostFormValue("name"), Password: r.PostFormValue("password"),
		Agent: r.UserAgent(), Remote: r.remote()})
	if err != nil {
		return r.refused(err, showInvite)
	}
	r.remember(j.Session)
	http.Redirect(r.w, r.Request, "/"+j.Organization.Slug+"/week", http.StatusSeeOther)
	return nil
}

func resetForm(r *request) error { return showReset(r, http.StatusOK, nil) }

func showReset(r *request, status int, f *form) error {
	p, err := r.s.App.ResetPerson(r.Context(), r.PathValue("secret"))
	if err != nil {
		return err
	}
	return r.bare(status, "Choose a new password", false, resetBody(p, f))
}

func reset(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	if err := r.s.App.Reset(r.Context(), r.PathValue("secret"), r.PostFormValue("password")); err != nil {
		return r.refused(err, showReset)
	}
	http.Redirect(r.w, r.Request, "/sign-in", http.StatusSeeOther)
	return nil
}

func setUpForm(r *request) error { return showSetUp(r, http.StatusOK, nil) }

func showSetUp(r *request, status int, f *form) error {
	empty, err := r.s.App.Empty(r.Context())
	if err != nil {
		return err
	}
	if !empty {
		return r.signIn()
	}
	return r.bare(status, "Set up", true, setUpBody(f, okr.QuarterOf(r.s.App.Now().DateIn(time.UTC), 0).Name))
}

// setUp makes the first organization, and goes on to its first objective.
func setUp(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.SetUpInput{Organization: r.PostFormValue("organization"), Name: r.PostFormValue("name"), Email: r.PostFormValue("email"),
		Password: r.PostFormValue("password"), Teams: r.PostFormValue("teams"), TimeZone: r.PostFormValue("time_zone"), FiscalStart: formNumber(r, "fiscal_start"),
		Agent: r.UserAgent(), Remote: r.remote()}
	f, err := r.s.App.SetUp(r.Context(), in)
	if err != nil {
		return r.refused(err, showSetUp)
	}
	r.remember(f.Session)
	http.Redirect(r.w, r.Request, "/"+f.Organization.Slug+"/objectives/new", http.StatusSeeOther)
	return nil
}
