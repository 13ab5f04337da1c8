package ui

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// symbols are the outline icons, 16 px with a stroke of 1.5, and the shapes of the statuses.
const symbols = `<svg width="0" height="0" aria-hidden="true">` +
	`<symbol id="brand" viewBox="0 0 16 16"><path d="M2.5 2.5C5 6 6.9 6.4 8 9.5M13.5 2.5C11 6 9.1 6.4 8 9.5M8 9.5V14"/></symbol>` +
	`<symbol id="week" viewBox="0 0 16 16"><rect x="2.25" y="3.25" width="11.5" height="10.5" rx="2"/><path d="M2.25 6.75h11.5M5.25 1.75v3M10.75 1.75v3"/></symbol>` +
	`<symbol id="checkin" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.75"/><path d="M5.5 8.25l1.75 1.75 3.25-3.75"/></symbol>` +
	`<symbol id="objectives" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.75"/><circle cx="8" cy="8" r="2.25"/></symbol>` +
	`<symbol id="map" viewBox="0 0 16 16"><circle cx="8" cy="3.25" r="1.75"/><circle cx="3.25" cy="12.75" r="1.75"/><circle cx="12.75" cy="12.75" r="1.75"/><path d="M8 5v3M3.25 11V8h9.5v3"/></symbol>` +
	`<symbol id="planning" viewBox="0 0 16 16"><path d="M2.75 13.25l.75-3.1 7.3-7.3a1.6 1.6 0 0 1 2.35 2.35l-7.3 7.3z"/><path d="M9.5 4.25l2.25 2.25"/></symbol>` +
	`<symbol id="kpi" viewBox="0 0 16 16"><path d="M1.75 8.5h2.75l2-5 3 9 2-4h2.75"/></symbol>` +
	`<symbol id="list" viewBox="0 0 16 16"><path d="M2.25 4l1 1 1.75-2M2.25 11l1 1 1.75-2M7.5 4.25h6.25M7.5 11.25h6.25"/></symbol>` +
	`<symbol id="win" viewBox="0 0 16 16"><path d="M8 2.25l1.75 3.6 4 .55-2.9 2.8.7 3.95L8 11.3l-3.55 1.85.7-3.95-2.9-2.8 4-.55z"/></symbol>` +
	`<symbol id="people" viewBox="0 0 16 16"><circle cx="6" cy="5.25" r="2.5"/><path d="M1.75 13.25c.3-2.6 1.9-4 4.25-4s3.95 1.4 4.25 4M10.5 3a2.4 2.4 0 0 1 0 4.5M11.75 9.6c1.4.5 2.3 1.7 2.5 3.65"/></symbol>` +
	`<symbol id="activity" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.75"/><path d="M8 4.75V8l2.25 1.5"/></symbol>` +
	`<symbol id="strategy" viewBox="0 0 16 16"><path d="M3.25 14V2.25M3.25 3h8.5l-1.75 2.75L11.75 8.5h-8.5"/></symbol>` +
	`<symbol id="settings" viewBox="0 0 16 16"><path d="M2.25 4.75h6M11.75 4.75h2M2.25 11.25h2M7.75 11.25h6"/><circle cx="10" cy="4.75" r="1.75"/><circle cx="6" cy="11.25" r="1.75"/></symbol>` +
	`<symbol id="more" viewBox="0 0 16 16"><path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11"/></symbol>` +
	`<symbol id="down" viewBox="0 0 16 16"><path d="M4 6l4 4 4-4"/></symbol>` +
	`<symbol id="search" viewBox="0 0 16 16"><circle cx="7" cy="7" r="4.25"/><path d="M10.25 10.25l3.25 3.25"/></symbol>` +
	`<symbol id="check" viewBox="0 0 16 16"><path d="M3.25 8.5l3 3 6.5-7"/></symbol>` +
	`<symbol id="fault" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.75"/><path d="M8 4.75v4M8 11.2v.05"/></symbol>` +
	`<symbol id="lock" viewBox="0 0 16 16"><rect x="3.25" y="7.25" width="9.5" height="6.5" rx="1.5"/><path d="M5.25 7.25V5a2.75 2.75 0 0 1 5.5 0v2.25"/></symbol>` +
	`<symbol id="link" viewBox="0 0 16 16"><path d="M6.75 9.25l2.5-2.5M7.25 4.75l1.4-1.4a2.8 2.8 0 0 1 4 4l-1.4 1.4M8.75 11.25l-1.4 1.4a2.8 2.8 0 0 1-4-4l1.4-1.4"/></symbol>` +
	`<symbol id="ask" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.75"/><path d="M6.4 6.4a1.65 1.65 0 1 1 2.5 1.5c-.6.35-.9.6-.9 1.2M8 11.1v.05"/></symbol>` +
	`<symbol id="gap" viewBox="0 0 16 16"><rect x="2.75" y="2.75" width="10.5" height="10.5" rx="2" stroke-dasharray="2.2 2.6"/></symbol>` +
	`<symbol id="overlap" viewBox="0 0 16 16"><circle cx="6" cy="8" r="3.75"/><circle cx="10" cy="8" r="3.75"/></symbol>` +
	`<symbol id="conflict" viewBox="0 0 16 16"><path d="M1.75 8h4.5M4 5.75L6.25 8 4 10.25M14.25 8h-4.5M12 5.75L9.75 8 12 10.25"/></symbol>` +
	`<symbol id="opportunity" viewBox="0 0 16 16"><circle cx="3.75" cy="8" r="2"/><circle cx="12.25" cy="8" r="2"/><path d="M6.75 8h2.5" stroke-dasharray="1 1.6"/></symbol>` +
	`<symbol id="orphan" viewBox="0 0 16 16"><circle cx="8" cy="11" r="2.75"/><path d="M8 2v4.5" stroke-dasharray="1.5 2"/></symbol>` +
	`<symbol id="road" viewBox="0 0 16 16"><path d="M2.25 3.25h3v9.5h-3zM6.5 3.25h3v5.5h-3zM10.75 3.25h3v7.5h-3z"/></symbol>` +
	`<symbol id="tray" viewBox="0 0 16 16"><path d="M2.25 9.25l1.75-6h8l1.75 6v3.5H2.25zM2.25 9.25h3.5l.75 1.5h3l.75-1.5h3.5"/></symbol>` +
	`<symbol id="proposal" viewBox="0 0 16 16"><path d="M5.75 11.25c0-1.6-2-2.4-2-4.75a4.25 4.25 0 0 1 8.5 0c0 2.35-2 3.15-2 4.75zM6.25 13.75h3.5"/></symbol>` +
	`<symbol id="trap" viewBox="0 0 16 16"><path d="M8 10V2.75M5 5.5l3-2.75 3 2.75M2.75 9v4.25h10.5V9"/></symbol>` +
	`<symbol id="s-not-started" viewBox="0 0 16 16"><circle cx="8" cy="8" r="1.75" stroke="none"/></symbol>` +
	`<symbol id="s-drifting" viewBox="0 0 16 16"><circle cx="8" cy="8" r="4.5" fill="none"/><path d="M8 3.5a4.5 4.5 0 0 0 0 9z" stroke="none"/></symbol>` +
	`<symbol id="s-on-course" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5" stroke="none"/></symbol>` +
	`<symbol id="s-in-trouble" viewBox="0 0 16 16"><path d="M8 3l5.25 9.25H2.75z"/></symbol>` +
	`<symbol id="s-is-silent" viewBox="0 0 16 16"><circle cx="8" cy="8" r="4.5" fill="none"/></symbol>` +
	`<symbol id="s-closed" viewBox="0 0 16 16"><rect x="4" y="4" width="8" height="8" rx="1" stroke="none"/></symbol>` +
	`</svg>`

// sprite writes the icons once a page; the components use them.
func sprite() templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, symbols)
		return err
	})
}

// goKeys are the places that a letter after g leads to: hw-keys binds what stands here.
var goKeys = []struct{ Key, Place, Text string }{
	{"h", "week", "This week"}, {"o", "objectives", "Objectives"}, {"m", "map", "Map"}, {"p", "planning", "Planning"}, {"t", "teams", "Teams"}, {"k", "kpis", "KPIs"},
}

// goes is goKeys as hw-keys reads it: "h=week o=objectives".
func goes() string {
	var out []string
	for _, k := range goKeys {
		out = append(out, k.Key+"="+k.Place)
	}
	return strings.Join(out, " ")
}

// shortcutKeys are the other single keys that work everywhere.
var shortcutKeys = []Link{
	{Text: "Search or run a command", About: "Ctrl K"}, {Text: "Search", About: "/"}, {Text: "New objective", About: "c"}, {Text: "Check in", About: "u"},
	{Text: "Edit what is on the page", About: "e"}, {Text: "Next and previous row", About: "j k"}, {Text: "Earlier and later cycle", About: "[ ]"}, {Text: "These keys", About: "?"},
}
