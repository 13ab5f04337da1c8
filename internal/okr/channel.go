package okr

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// A ChannelKind is the tool that a channel is in.
type ChannelKind string

// The kinds of channel.
const (
	ChannelSlack   ChannelKind = "slack"
	ChannelTeams   ChannelKind = "teams"
	ChannelWebhook ChannelKind = "webhook"
	ChannelMail    ChannelKind = "mail"
)

// A ChannelInfo says how a kind of channel is set up.
type ChannelInfo struct {
	Kind ChannelKind
	Name string
	How  string // to come by its address
}

// ChannelKinds lists the kinds, in the order in which they are offered.
var ChannelKinds = []ChannelInfo{
	{ChannelSlack, "Slack", "In Slack, an app with an incoming webhook for the channel. Its address begins with https://hooks.slack.com/."},
	{ChannelTeams, "Microsoft Teams", "In Teams, the workflow “Post to a channel when a webhook request is received”. It shows its address once it is made."},
	{ChannelWebhook, "Signed webhook", "The address of a program of yours. Each message is signed with a secret that you get here."},
	{ChannelMail, "E-mail list", "Addresses, one a line."},
}

// Info says how channels of this kind are set up; the zero ChannelInfo for a word that is no kind.
func (k ChannelKind) Info() ChannelInfo {
	i := slices.IndexFunc(ChannelKinds, func(c ChannelInfo) bool { return c.Kind == k })
	if i < 0 {
		return ChannelInfo{}
	}
	return ChannelKinds[i]
}

// A Channel is where a team, or the whole organization, posts to. Its address is not in it: who has that may post there, so that it is a secret of its own.
type Channel struct {
	ID      string       `json:"id"`
	Kind    ChannelKind  `json:"kind"`
	Name    string       `json:"name"`
	TeamID  string       `json:"team_id,omitempty"` // "" is the whole organization's
	Host    string       `json:"host,omitempty"`    // of its address, which is no secret
	To      []string     `json:"to,omitempty"`      // of an e-mail list
	Weekly  bool         `json:"weekly,omitempty"`  // the week's update goes there by itself when it is first kept
	Paused  Instant      `json:"paused_at,omitempty"`
	State   ChannelState `json:"state,omitzero"`
	Removed Instant      `json:"removed_at,omitempty"`
	Version int          `json:"version"`
	Created Instant      `json:"created_at"`
}

// A ChannelState is how the sending goes. Sending changes it, people do not.
type ChannelState struct {
	Sent  Instant `json:"sent_at,omitempty"`       // when something last arrived
	Since Instant `json:"failing_since,omitempty"` // nothing has arrived since then
	Error string  `json:"error,omitempty"`         // why, safe to show
}

// Check says what is wrong with the channel as a person wrote it.
func (c Channel) Check() error {
	var f Faults
	f.text("name", c.Name, 1, 120)
	if c.Kind.Info().Kind == "" {
		f.addf("kind", "Choose one of the tools in the list.")
	}
	f.id("team_id", c.TeamID)
	f.count("to", "addresses", len(c.To), maxList)
	if c.Kind == ChannelMail && len(c.To) == 0 {
		f.addf("to", "Write at least one e-mail address.")
	}
	if c.Kind != ChannelMail && len(c.To) > 0 {
		f.addf("to", "Only an e-mail list has addresses of people.")
	}
	for i, to := range c.To {
		_, err := Email(fmt.Sprintf("to[%d]", i), to)
		f.add(err)
	}
	return f.err()
}

// ChannelHost checks the address of a channel, and is the host that may be shown of it. Chat tools are reached by https alone.
func ChannelHost(kind ChannelKind, address string) (string, error) {
	if err := checkURL("url", address); err != nil {
		return "", err
	}
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Scheme != "https" && kind != ChannelWebhook {
		return "", Fail(Invalid, "url", "Write the address as the tool shows it, beginning with https://.")
	}
	return u.Host, nil
}

// CanEditChannel answers nil when v may set up a channel of a team, or with "" of the organization.
func CanEditChannel(v Viewer, teamID string) error {
	if teamID == "" {
		return CanAdmin(v)
	}
	return CanEditTeam(v, teamID)
}

// Broken answers whether what was sent last did not arrive.
func (c Channel) Broken() bool { return c.State.Error != "" && c.Removed == 0 }

// Takes answers whether a channel takes updates of a team.
func (c Channel) Takes(teamID string) bool {
	return c.Removed == 0 && (c.TeamID == "" || c.TeamID == teamID)
}

// The kinds of message, for programs.
const (
	MessageUpdate = "status_update"
	MessageDue    = "due" // asks for check-ins
	MessageTest   = "test"
)

// MessageKinds are all of them.
var MessageKinds = []string{MessageUpdate, MessageDue, MessageTest}

// A Message is what a channel is sent: lines under titles, and the page that has more of it.
type Message struct {
	Kind  string        `json:"kind"` // one of MessageKinds
	Title string        `json:"title"`
	Parts []MessagePart `json:"parts,omitempty"`
	URL   string        `json:"url,omitempty"`
	Asks  []MessageAsk  `json:"asks,omitempty"` // where the tool has buttons
}

// A MessageAsk asks for a check-in on a key result.
type MessageAsk struct {
	KeyResultID string `json:"key_result_id"`
	Title       string `json:"title"`
	Text        string `json:"text,omitempty"` // how it stood
}

// A Press is what somebody did with a message that asks: they wrote a line, or pressed a button. The zero Press is about nothing that concerns us.
type Press struct {
	Account     string // who, as the tool calls them: workspace/user
	Name        string // as people there call them
	Message     string // that was pressed
	KeyResultID string
	Text        string // what they wrote
	URL         string // where they can be answered
}

// A MessagePart is some lines with what they are about.
type MessagePart struct {
	Title string   `json:"title,omitempty"`
	Lines []string `json:"lines"`
}

// Text is the message without any marks.
func (m Message) Text() string {
	var b strings.Builder
	b.WriteString(m.Title + "\n")
	for _, p := range m.Parts {
		b.WriteString("\n")
		indent := ""
		if p.Title != "" {
			b.WriteString(p.Title + "\n")
			indent = "  "
		}
		for _, line := range p.Lines {
			b.WriteString(indent + line + "\n")
		}
	}
	if m.URL != "" {
		b.WriteString("\n" + m.URL + "\n")
	}
	return b.String()
}

// Message is the update as a channel takes it.
func (u StatusUpdate) Message(team string) Message {
	m := Message{Kind: MessageUpdate, Title: fmt.Sprintf("%s, week of %s", team, u.week())}
	for _, p := range u.parts() {
		if len(*p.lines) > 0 {
			m.Parts = append(m.Parts, MessagePart{p.title, *p.lines})
		}
	}
	return m
}
