package api

import (
	"context"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

func (s *server) registerChannels() {
	const tag = "Channels"
	register(s, route(tag, "list-channels", "GET /channels", "Where teams and the organization post to, with how the sending goes."),
		func(ctx context.Context, a app.Actor, _ *none) (*body[app.ChannelList], error) {
			return answer(s.App.Channels(ctx, a))
		})
	register(s, route(tag, "get-channel", "GET /channels/{id}", "One channel, with what was sent there lately."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.ChannelList], error) {
			return answer(s.App.Channel(ctx, a, in.ID))
		})
	register(s, route(tag, "add-channel", "POST /channels", "Set a channel up in Slack, in Microsoft Teams, by mail, or as a signed webhook.").created().
		about("The address is kept sealed and never shown again. A webhook's messages are signed as Standard Webhooks says: the header webhook-signature is \"v1,\" and the base64 of the HMAC-SHA256 of \"{webhook-id}.{webhook-timestamp}.{body}\", under the bytes whose base64 stands behind \"whsec_\" in the secret. That is in this answer and nowhere else. webhook-id is the same for every try of one message."),
		func(ctx context.Context, a app.Actor, in *given[app.NewChannelInput]) (*body[app.SignedChannel], error) {
			return answer(s.App.AddChannel(ctx, a, in.Body))
		})
	register(s, route(tag, "edit-channel", "PATCH /channels/{id}", "Change the fields that you name."),
		func(ctx context.Context, a app.Actor, in *change[app.ChannelPatch]) (*tagged[okr.Channel], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EditChannel(ctx, a, in.Body))
		})
	register(s, route(tag, "remove-channel", "DELETE /channels/{id}", "Remove a channel; it can be restored."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.Channel], error) {
			return versioned(s.App.RemoveChannel(ctx, a, in.input()))
		})
	register(s, route(tag, "restore-channel", "POST /channels/{id}/restore", "Restore a removed channel."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.Channel], error) {
			return versioned(s.App.RestoreChannel(ctx, a, in.input()))
		})
	register(s, route(tag, "test-channel", "POST /channels/{id}/test", "Send a test message, within seconds."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.Delivery], error) {
			return answer(s.App.TestChannel(ctx, a, in.ID))
		})
	register(s, route(tag, "make-channel-secret", "POST /channels/{id}/secret", "Make what a webhook's messages are signed with, in place of what was before. It is shown this once."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.SignedChannel], error) {
			return answer(s.App.NewChannelSecret(ctx, a, app.ThingInput{ID: in.ID}))
		})
	register(s, route(tag, "post-status-update", "POST /teams/{id}/update/post", "Post a team's update, as it was kept, to a channel: once. One that was edited since goes out again.").without("team_id"),
		func(ctx context.Context, a app.Actor, in *to[app.PostUpdateInput]) (*body[app.Delivery], error) {
			in.Body.TeamID = in.ID
			return answer(s.App.PostStatusUpdate(ctx, a, in.Body))
		})
}
