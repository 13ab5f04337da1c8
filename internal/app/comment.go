package app

import (
	"cmp"
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A CommentInput is something said under an objective or one of its key results. "@" and a name, "@" and an e-mail address, and
// "@[Name](member id)" mention members.
type CommentInput struct {
	ObjectiveID string `json:"objective_id,omitempty"`
	KeyResultID string `json:"key_result_id,omitempty"` // when it is about one
	Text        string `json:"text"`
}

// A CommentView is a comment as people read it: mentioned members by name, and nothing of what was said in a removed one.
type CommentView struct {
	okr.Comment
}

// AddComment says something. Everybody who sees the objective may, viewers too.
func (a *App) AddComment(ctx context.Context, actor Actor, in CommentInput) (CommentView, error) {
	return do(ctx, a, actor, "comment.added", in, func(t *act) (CommentView, error) {
		c := okr.Comment{ID: t.newID(), ObjectiveID: in.ObjectiveID, KeyResultID: in.KeyResultID, AuthorID: actor.Viewer.MemberID,
			Text: strings.TrimSpace(in.Text), Version: 1, Created: t.Now}
		if err := okr.Join(okr.CanComment(actor.Viewer), c.Check()); err != nil {
			return CommentView{c}, err
		}
		if c.KeyResultID != "" {
			k, err := t.KeyResult(actor.Scope(), c.KeyResultID)
			if err != nil {
				return CommentView{c}, err
			}
			if c.ObjectiveID != "" && c.ObjectiveID != k.ObjectiveID {
				return CommentView{c}, okr.Fail(okr.Invalid, "key_result_id", "This key result is not the objective's.")
			}
			c.ObjectiveID = k.ObjectiveID
		}
		if err := t.commentable(c.ObjectiveID); err != nil {
			return CommentView{c}, err
		}
		return t.saveComment(c)
	})
}

// A CommentPatch is the new text of a comment.
type CommentPatch struct {
	ID      string `json:"id,omitempty"`
	Version int    `json:"version,omitempty"`
	Text    string `json:"text"`
}

// EditComment changes what one has said oneself.
func (a *App) EditComment(ctx context.Context, actor Actor, in CommentPatch) (CommentView, error) {
	return do(ctx, a, actor, "comment.edited", in, func(t *act) (CommentView, error) {
		c, err := t.comment(in.ID, in.Version)
		if err != nil {
			return CommentView{c}, err
		}
		if c.AuthorID != actor.Viewer.MemberID {
			return CommentView{c}, okr.Refuse("the author of the comment")
		}
		if c.Removed != 0 {
			return CommentView{c}, okr.Fail(okr.NotFound, "", "This comment is removed. Restore it to change it.")
		}
		c.Text, c.Edited = strings.TrimSpace(in.Text), t.Now
		if err := c.Check(); err != nil {
			return CommentView{c}, err
		}
		return t.saveComment(c)
	})
}

// RemoveComment takes a comment away: one's own, or as an admin anybody's.
func (a *App) RemoveComment(ctx context.Context, actor Actor, in RemovalInput) (okr.Comment, error) {
	return a.setCommentRemoved(ctx, actor, "comment.removed", in, true)
}

// RestoreComment brings a removed comment back.
func (a *App) RestoreComment(ctx context.Context, actor Actor, in RemovalInput) (okr.Comment, error) {
	return a.setCommentRemoved(ctx, actor, "comment.restored", in, false)
}

func (a *App) setCommentRemoved(ctx context.Context, actor Actor, kind okr.EventKind, in RemovalInput, removed bool) (okr.Comment, error) {
	return do(ctx, a, actor, kind, in, func(t *act) (okr.Comment, error) {
		c, err := t.comment(in.ID, in.Version)
		if err != nil {
			return c, err
		}
		if c.AuthorID != actor.Viewer.MemberID && !actor.Viewer.IsAdmin() {
			return c, okr.Refuse("the author of the comment, owners and ambassadors")
		}
		if removed == (c.Removed != 0) {
			return c, nil
		}
		if c.Removed = 0; removed {
			c.Removed = t.Now
		}
		t.Reason = strings.TrimSpace(in.Reason)
		return c, save(t, c.ObjectiveID, &c)
	})
}

// comment reads a comment that the actor may see.
func (t *act) comment(id string, version int) (okr.Comment, error) {
	c, err := t.Comment(t.Actor.Scope(), id)
	if err != nil {
		return c, err
	}
	return c, errors.Join(okr.CanComment(t.Actor.Viewer), stale(version, c.Version, c))
}

// commentable refuses objectives that the actor may not see or that are removed.
func (t *act) commentable(objectiveID string) error {
	f, err := t.FrameOf(t.Actor.Scope(), objectiveID)
	if err == nil && f.Objective.Removed != 0 {
		err = okr.Fail(okr.NotFound, "", "This objective is removed. Restore it to comment.")
	}
	return err
}

// saveComment stores a comment with its mentions as ids: names are never kept in it, so that erasing a person erases the name.
func (t *act) saveComment(c okr.Comment) (CommentView, error) {
	var people []store.Mentionable
	var err error
	if strings.Contains(c.Text, "@") {
		if people, err = t.Mentionables(); err != nil {
			return CommentView{c}, err
		}
	}
	c.Text, c.Mentions = readMentions(c.Text, people)
	if c.Edited == 0 {
		err = add(t, c.ObjectiveID, c)
	} else {
		err = save(t, c.ObjectiveID, &c)
	}
	if err != nil {
		return CommentView{c}, err
	}
	for _, id := range c.Mentions {
		if err := t.notice(id, okr.NoticeMention, "mention/"+c.ID, c.ID, c.ObjectiveID, c.KeyResultID); err != nil {
			return CommentView{c}, err
		}
	}
	names := Names{}
	for _, p := range people {
		names[p.ID] = Name{Name: p.Name}
	}
	out := CommentView{c}
	out.show(names)
	return out, nil
}

// show puts names in the place of ids, and takes the text of a removed comment away.
func (c *CommentView) show(names Names) {
	if c.Removed != 0 {
		c.Text = ""
		return
	}
	c.Text = storedMention.ReplaceAllStringFunc(c.Text, func(s string) string {
		return "@" + cmp.Or(names.Of(s[2:len(s)-1]), "somebody")
	})
}

var (
	storedMention  = regexp.MustCompile(`@\{[0-9a-f-]{36}\}`)
	writtenMention = regexp.MustCompile(`@\[[^\]\n]{0,200}\]\(([0-9a-f-]{36})\)`)
)

// withoutMentions is a stored text without the ids in it, which nobody searches.
func withoutMentions(text string) string { return storedMention.ReplaceAllString(text, "") }

// readMentions finds the members that a text mentions, and puts "@{id}" in the place of each: of "@[Name](id)", "@" with an e-mail
// address, and "@" with a name, the longest that fits; a name that several have mentions nobody. What is no mention stays as it is.
func readMentions(text string, people []store.Mentionable) (stored string, ids []string) {
	known := map[string]bool{}
	for _, p := range people {
		known[p.ID] = true
	}
	text = writtenMention.ReplaceAllStringFunc(text, func(s string) string {
		if id := writtenMention.FindStringSubmatch(s)[1]; known[id] {
			return "@{" + id + "}"
		}
		return s
	})
	var b strings.Builder
	for {
		at := strings.IndexByte(text, '@')
		if at < 0 {
			break
		}
		b.WriteString(text[:at])
		inWord := at > 0 && isWord(text[:at])
		text = text[at:]
		id, length := "", 0
		if !inWord {
			id, length = mentionAt(text[1:], people)
		}
		if id == "" {
			b.WriteByte('@')
			text = text[1:]
			continue
		}
		b.WriteString("@{" + id + "}")
		text = text[1+length:]
	}
	b.WriteString(text)
	stored = b.String()
	for _, s := range storedMention.FindAllString(stored, -1) {
		if id := s[2 : len(s)-1]; known[id] && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return stored, ids
}

// isWord is whether before ends in a letter or digit, as in an e-mail address.
func isWord(before string) bool {
	c := before[len(before)-1]
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}

// mentionAt finds whose e-mail or name the text begins with, and how long it is there.
func mentionAt(text string, people []store.Mentionable) (id string, length int) {
	for _, p := range people {
		for _, word := range []string{p.Email, p.Name, strings.ReplaceAll(p.Name, " ", ".")} {
			switch {
			case word == "" || len(word) > len(text) || !strings.EqualFold(text[:len(word)], word) || continues(text[len(word):]):
			case len(word) > length:
				id, length = p.ID, len(word)
			case len(word) == length && p.ID != id:
				id = "" // two members have this name
			}
		}
	}
	if id == "" {
		return "", 0
	}
	return id, length
}

// continues is whether rest goes on with the same word, so that "@Ana" is not found in "@Anatol".
func continues(rest string) bool { return rest != "" && isWord(rest[:1]) }

// A Mention is a comment that mentions the actor.
type Mention struct {
	CommentView
	Number int    `json:"objective_number"`
	Title  string `json:"objective_title"`
	Author string `json:"author"`
}

// Mentions are the latest comments that mention the actor, the newest first.
func (a *App) Mentions(ctx context.Context, actor Actor, limit int) ([]Mention, error) {
	return view(ctx, a, actor, func(tx *store.Tx) ([]Mention, error) {
		list, err := tx.MentionsOf(actor.Scope(), actor.Viewer.MemberID, min(max(limit, 1), 100))
		if err != nil {
			return nil, err
		}
		var ids []string
		for _, m := range list {
			ids = append(append(ids, m.AuthorID), m.Mentions...)
		}
		names, err := tx.Names(ids)
		out := make([]Mention, len(list))
		for i, m := range list {
			out[i] = Mention{CommentView{m.Comment}, m.Number, m.Title, names[m.AuthorID].Name}
			out[i].show(names)
		}
		return out, err
	})
}
