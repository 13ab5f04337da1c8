package okr

// A TrapCause is one of the four reasons why work begins to write the plan (capability A9), with what a team asks itself about it.
type TrapCause struct {
	ID   string      `json:"id"`
	Name string      `json:"name"`
	Asks []TrapAsked `json:"asks"`
	Says string      `json:"says"` // when it is at work
	Do   string      `json:"do"`   // what to do about it, in one step
}

// A TrapAsked is one sentence that is answered by no, partly or yes. Yes speaks for the cause.
type TrapAsked struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// A TrapReply is an answer to a sentence.
type TrapReply string

// The replies.
const (
	TrapNo     TrapReply = "no"
	TrapPartly TrapReply = "partly"
	TrapYes    TrapReply = "yes"
)

// TrapReplies lists them in order.
var TrapReplies = []TrapReply{TrapNo, TrapPartly, TrapYes}

// TrapCauses are the causes of the trap, each with two sentences: eight answers are two minutes.
var TrapCauses = []TrapCause{
	{"pressure", "Pressure to show progress", []TrapAsked{
		{"pressure-numbers", "A number that moves slowly is hard to explain to those above us."},
		{"pressure-done", "In reviews we are asked what we finished more often than what changed."},
	}, "Whoever has to show something every week plans what can be shown every week: tasks.", "Let the next review begin with one question: what do we know now that we did not know last time? Ask for finished work last."},
	{"concrete", "Comfort in the concrete", []TrapAsked{
		{"concrete-known", "When we write key results, we begin with what we already know how to do."},
		{"concrete-open", "We feel uneasy with a result of which we do not know yet how to reach it."},
	}, "Tasks feel safe, because we know how to do them. Results that we do not know how to reach are where something new comes from.", "Take one key result and strike out how it is reached. Ask who would notice if it were true, and how."},
	{"vision", "An unclear vision", []TrapAsked{
		{"vision-heart", "Most of us could not say the vision in a sentence."},
		{"vision-no", "The strategy has never helped us to say no to something good."},
	}, "Where nobody knows what it is for, the list of what is waiting decides.", "Read the vision and the choices aloud together, and name one piece of work that you stop because of them."},
	{"tool", "OKRs as a list of tasks", []TrapAsked{
		{"tool-tick", "Key results here are things that one can tick off."},
		{"tool-copy", "Much of our plan could have been copied from the backlog."},
	}, "When OKRs are one more place for tasks, they cost time twice and change nothing.", "Move every key result that can be ticked off to the roadmap, and ask what will be different once it is done."},
}

// A TrapCount is how often a sentence was answered in each way.
type TrapCount struct {
	No     int `json:"no"`
	Partly int `json:"partly"`
	Yes    int `json:"yes"`
}

// A TrapReading is how much a cause is at work, 0 to 1: the mean of its answers, where yes counts 1 and partly a half.
type TrapReading struct {
	TrapCause
	Share float64 `json:"share"`
	Says  string  `json:"says"` // in words: at work, a little, or not here
	Acts  bool    `json:"acts"` // worth doing something about
}

// From which mean on a cause is called at work, and a little at work.
const (
	causeAtWork  = 0.5
	causeALittle = 0.25
)

// ReadTrapCauses reads the causes from how often each sentence was answered in which way, by its id. A sentence without answers is left out of the mean.
func ReadTrapCauses(counts map[string]TrapCount) []TrapReading {
	out := make([]TrapReading, len(TrapCauses))
	for i, c := range TrapCauses {
		sum, n := 0.0, 0
		for _, a := range c.Asks {
			x := counts[a.ID]
			sum += float64(x.Yes) + float64(x.Partly)/2
			n += x.No + x.Partly + x.Yes
		}
		r := TrapReading{TrapCause: c, Says: "It is not what drives you."}
		if n > 0 {
			r.Share = sum / float64(n)
		}
		switch {
		case r.Share >= causeAtWork:
			r.Says, r.Acts = c.Says, true
		case r.Share >= causeALittle:
			r.Says = "A little of it is there. Keep an eye on it."
		}
		out[i] = r
	}
	return out
}

// CheckTrapReplies says what is wrong with the answers of one person: each sentence is answered once.
func CheckTrapReplies(replies map[string]TrapReply) error {
	var f Faults
	asked := map[string]bool{}
	for _, c := range TrapCauses {
		for _, a := range c.Asks {
			asked[a.ID] = true
			if _, ok := replies[a.ID]; !ok {
				f.addf("answers."+a.ID, "Answer it too; there is no right or wrong.")
				continue
			}
			oneOf(&f, "answers."+a.ID, replies[a.ID], TrapReplies...)
		}
	}
	for id := range replies {
		if !asked[id] {
			f.addf("answers", "There is a sentence in it that is not asked.")
			break
		}
	}
	return f.err()
}
