package live

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// An Editor is a member who is editing something.
type Editor struct {
	ID   string `json:"id"` // of the member
	Name string `json:"name"`
}

// An Edit says that somebody is in a form of an objective or in the planning room of a cycle, or has left it. Nothing of it is kept: who says nothing for
// editingFor has left.
type Edit struct {
	Org     string `json:"org"`
	Thing   string `json:"thing"`             // the id of the objective, or of the cycle
	Private bool   `json:"private,omitempty"` // the objective is not seen by everybody
	Editor  Editor `json:"editor"`
	Page    string `json:"page,omitempty"` // of those that the editor has open: leaving one leaves no other
	Left    bool   `json:"left,omitempty"`
	From    string `json:"from,omitempty"` // the hub that was told first
}

const (
	// Whoever edits says so again before this.
	editingFor = 25 * time.Second
	// What is edited at once in one organization, and in how many pages one thing, beyond which nobody is told.
	maxEdits = 1000
)

// An edited is a thing that somebody edits.
type edited struct {
	private bool
	editors map[string]*editor // by member and page
}

type editor struct {
	Editor
	key  string
	ends *time.Timer
}

// Edits tells all listeners who see the thing, here and beside the other programs, who is editing it.
func (h *Hub) Edits(e Edit) {
	h.edits(e)
	if h.Announce == nil {
		return
	}
	e.From = h.name
	text, err := json.Marshal(e)
	if err == nil {
		err = h.Announce(h.ctx, string(text))
	}
	if err != nil && h.ctx.Err() == nil {
		h.Log.Warn("who is editing is not told to other programs", "error", err)
	}
}

// Heard takes what a hub of another program has announced.
func (h *Hub) Heard(text string) {
	var e Edit
	if err := json.Unmarshal([]byte(text), &e); err == nil && e.From != h.name {
		h.edits(e)
	}
}

// Editors are who is editing a thing now, by name, without one member.
func (h *Hub) Editors(org, thing, without string) []Editor {
	h.mu.Lock()
	defer h.mu.Unlock()
	list, _ := h.editors(org, thing)
	return slices.DeleteFunc(list, func(e Editor) bool { return e.ID == without })
}

func (h *Hub) editors(org, thing string) (list []Editor, private bool) {
	list = []Editor{}
	x := h.edited[org][thing]
	if x == nil {
		return list, false
	}
	for _, e := range x.editors {
		list = append(list, e.Editor)
	}
	slices.SortFunc(list, func(a, b Editor) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return slices.CompactFunc(list, func(a, b Editor) bool { return a.ID == b.ID }), x.private
}

func (h *Hub) edits(e Edit) {
	h.mu.Lock()
	defer h.mu.Unlock()
	x, key := h.edited[e.Org][e.Thing], e.Editor.ID+" "+e.Page
	switch {
	case e.Left && (x == nil || x.editors[key] == nil), x == nil && len(h.edited[e.Org]) >= maxEdits, x != nil && x.editors[key] == nil && len(x.editors) >= maxEdits:
		return
	case e.Left:
		h.leaves(e.Org, e.Thing, x.editors[key])
		return
	case x == nil:
		if h.edited[e.Org] == nil {
			h.edited[e.Org] = map[string]*edited{}
		}
		x = &edited{editors: map[string]*editor{}}
		h.edited[e.Org][e.Thing] = x
	}
	changed := x.private != e.Private
	x.private = e.Private
	if who := x.editors[key]; who != nil {
		who.ends.Reset(editingFor)
	} else {
		changed = changed || !x.has(e.Editor.ID)
		who = &editor{Editor: e.Editor, key: key}
		who.ends = time.AfterFunc(editingFor, func() {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.leaves(e.Org, e.Thing, who)
		})
		x.editors[key] = who
	}
	if !changed { // they are there still: whoever listens knows it, and whoever comes is told
		return
	}
	h.tellEdited(e.Org, e.Thing, x.private)
}

// leaves takes an editor away; one who came back since stays.
func (h *Hub) leaves(org, thing string, who *editor) {
	x := h.edited[org][thing]
	if x == nil || x.editors[who.key] != who {
		return
	}
	who.ends.Stop()
	delete(x.editors, who.key)
	if len(x.editors) == 0 {
		delete(h.edited[org], thing)
	}
	if len(h.edited[org]) == 0 {
		delete(h.edited, org)
	}
	if !x.has(who.ID) { // who has it open in another page is there still
		h.tellEdited(org, thing, x.private)
	}
}

// has is whether a member edits it in any page.
func (x *edited) has(member string) bool {
	for _, e := range x.editors {
		if e.ID == member {
			return true
		}
	}
	return false
}

func (h *Hub) tellEdited(org, thing string, private bool) {
	f := h.orgs[org]
	if f == nil {
		return
	}
	for l := range f.listeners {
		l.mu.Lock()
		if l.edited == nil {
			l.edited = map[string]bool{}
		}
		l.edited[thing] = private
		l.mu.Unlock()
		select {
		case l.wake <- struct{}{}:
		default:
		}
	}
}

// edits sends who is editing each of some things, which are private or not.
func (s *stream) edits(h *Hub, org string, list map[string]bool) error {
	for thing, private := range list {
		h.mu.Lock()
		who, now := h.editors(org, thing)
		h.mu.Unlock()
		if private || now {
			seen, err := s.sees(s.ctx, []string{thing})
			if err != nil {
				return err
			}
			if !seen[thing] {
				continue
			}
		}
		data, err := json.Marshal(map[string]any{"id": thing, "who": who})
		if err != nil {
			return err
		}
		if err := s.write(fmt.Sprintf("event: editing\ndata: %s\n\n", data)); err != nil {
			return err
		}
	}
	return nil
}
