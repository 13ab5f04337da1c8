package web

import (
	"net/http"
	"slices"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// channels is where teams and the organization post to.
func channels(r *request) error { return showChannels(r, http.StatusOK, nil) }

func showChannels(r *request, status int, f *form) error {
	v, err := r.around("Channels", "settings")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	list, err := r.s.App.Channels(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	slack, err := r.s.App.SlackApp(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.show(status, v, channelsBody(r, v, list, slack, f))
}

func addChannel(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	get := r.PostFormValue
	in := app.NewChannelInput{Kind: okr.ChannelKind(get("kind")), Name: get("name"), TeamID: get("team_id"), URL: get("url"), To: lines(get("to")), Weekly: get("weekly") != ""}
	c, err := r.s.App.AddChannel(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showChannels)
	}
	if c.Secret == "" {
		return r.done("channels/"+c.ID, "added", "")
	}
	return showChannelSecret(r, http.StatusOK, nil, c)
}

// channel is one channel: how the sending goes, what was sent lately, and its settings.
func channel(r *request) error { return showChannel(r, http.StatusOK, nil) }

func showChannel(r *request, status int, f *form) error {
	return showChannelSecret(r, status, f, app.SignedChannel{Channel: okr.Channel{ID: r.PathValue("id")}})
}

func showChannelSecret(r *request, status int, f *form, fresh app.SignedChannel) error {
	v, err := r.around("Channel", "settings")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	one, err := r.s.App.Channel(r.Context(), r.Actor, fresh.ID)
	if err != nil {
		return err
	}
	v.Title = one.Channels[0].Name
	return r.show(status, v, channelBody(r, v, one, f, fresh.Secret))
}

func editChannel(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	name, weekly := r.PostFormValue("name"), r.PostFormValue("weekly") != ""
	in := app.ChannelPatch{ID: r.PathValue("id"), Version: formNumber(r, "version"), Name: &name, Weekly: &weekly}
	if url := r.PostFormValue("url"); url != "" {
		in.URL = &url
	}
	if _, has := r.PostForm["to"]; has {
		to := lines(r.PostFormValue("to"))
		in.To = &to
	}
	if _, err := r.s.App.EditChannel(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showChannel)
	}
	return r.done("channels/"+in.ID, "saved", "")
}

func testChannel(r *request) error {
	if _, err := r.s.App.TestChannel(r.Context(), r.Actor, r.PathValue("id")); err != nil {
		return r.refused(err, showChannel)
	}
	return r.done("channels/"+r.PathValue("id"), "posted", "")
}

func pauseChannel(r *request) error {
	paused, what := r.PostFormValue("paused") != "", "on-again"
	if paused {
		what = "paused"
	}
	if _, err := r.s.App.EditChannel(r.Context(), r.Actor, app.ChannelPatch{ID: r.PathValue("id"), Paused: &paused}); err != nil {
		return r.refused(err, showChannel)
	}
	return r.done("channels/"+r.PathValue("id"), what, "")
}

// makeChannelSecret makes what a webhook's messages are signed with, and shows it this once.
func makeChannelSecret(r *request) error {
	c, err := r.s.App.NewChannelSecret(r.Context(), r.Actor, app.ThingInput{ID: r.PathValue("id")})
	if err != nil {
		return r.refused(err, showChannel)
	}
	return showChannelSecret(r, http.StatusOK, nil, c)
}

func removeChannel(r *request) error {
	if _, err := r.s.App.RemoveChannel(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")}); err != nil {
		return err
	}
	return r.done("channels", "removed", "channels/"+r.PathValue("id")+"/restore")
}

func restoreChannel(r *request) error {
	if _, err := r.s.App.RestoreChannel(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")}); err != nil {
		return err
	}
	return r.done("channels", "restored", "")
}

// postStatusUpdate posts a team's update, as it was kept, to a channel.
func postStatusUpdate(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.PostUpdateInput{TeamID: r.PostFormValue("team_id"), Week: okr.Date(r.PostFormValue("week")), ChannelID: r.PostFormValue("channel_id")}
	if _, err := r.s.App.PostStatusUpdate(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showStatusUpdate)
	}
	return r.done("updates?team="+in.TeamID+"&week="+string(in.Week), "posted", "")
}

// channelState says in a sentence how the sending goes.
func channelState(c app.ChannelView, r *request, v *view) string {
	when := func(at okr.Instant) string { return ui.Day(at.DateIn(r.Org.Set.Location()), v.Today) }
	switch {
	case c.Removed != 0:
		return "Removed. Nothing is sent there."
	case c.Paused != 0:
		return "Paused since " + when(c.Paused) + "."
	case c.Broken():
		return "Broken since " + when(c.State.Since) + "."
	case c.State.Sent == 0:
		return "Nothing was sent yet."
	}
	return "Last sent " + when(c.State.Sent) + "."
}

// channelTeams are the teams whose channels one may set up, the organization among them for those who may.
func channelTeams(r *request, v *view, value string) []ui.Option {
	var out []ui.Option
	if okr.CanEditChannel(r.Viewer, "") == nil {
		out = append(out, ui.Option{Text: "The whole organization"})
	}
	return chosen(append(out, mirrorTeams(r, v, "")...), value)
}

func channelKindOptions(value string) []ui.Option {
	var out []ui.Option
	for _, k := range okr.ChannelKinds {
		out = append(out, ui.Option{Value: string(k.Kind), Text: k.Name})
	}
	return chosen(out, value)
}

// channelsFor are the channels that take a team's updates now.
func channelsFor(list []app.ChannelView, team string) []app.ChannelView {
	return slices.DeleteFunc(slices.Clone(list), func(c app.ChannelView) bool { return !c.Takes(team) || c.Paused != 0 })
}

// channelOf says whose channel it is.
func channelOf(c app.ChannelView, names app.Names) string {
	if c.TeamID == "" {
		return "the whole organization"
	}
	return names.Of(c.TeamID)
}

// deliveryState says in a word what became of a message.
func deliveryState(d app.Delivery) string {
	switch d.State {
	case "sent":
		return "sent"
	case "failed":
		return "not sent"
	case "skipped":
		return "left out: the channel was paused"
	}
	if d.Tries > 0 {
		return "tried " + ui.Plural(d.Tries, "time") + ", goes on"
	}
	return "on its way"
}

// channelHint says what is known of the address.
func channelHint(c app.ChannelView) string {
	if c.Hint == "" {
		return "There is none yet. It is kept sealed and never shown again."
	}
	return "One at " + c.Host + " that ends in " + c.Hint + " is kept. Leave this empty to keep it."
}
