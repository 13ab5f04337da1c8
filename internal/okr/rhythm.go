package okr

// NextDue is the day on which the next check-in is expected: the first check-in day of the team, from the execution of the cycle on, that
// is at least half an interval after the last value; before any value, the first one after the execution began or the objective went live,
// whichever is later. While a key result waits for its data, the first one from the day on until which it waits. "" when none is expected: the
// objective is not active, or the value comes from other key results. One that falls on a holiday is due on the next working day.
func (k KeyResult) NextDue(s Setting) Date { return s.Team.Holidays.workday(k.nextDue(s)) }

// nextDue is NextDue, whatever the holidays.
func (k KeyResult) nextDue(s Setting) Date {
	if s.Stage != Active || k.Source.Kind != Manual {
		return ""
	}
	begin := max(s.Cycle.Start, s.Cycle.Execute)
	from, interval, wait := max(begin, s.Activated), s.Team.Interval(), 1
	if k.CheckedAs != "" {
		from, wait = k.CheckedAs, (interval+1)/2
	}
	if from == "" {
		return ""
	}
	earliest := max(from.Add(wait), begin, k.waitsUntil())
	anchor := s.Cycle.Start.Monday().Add(s.Team.Weekday - 1) // a check-in day; the others are whole intervals away
	if anchor == "" {
		anchor = from.Monday().Add(s.Team.Weekday - 1)
	}
	days := earliest.Since(anchor)
	n := days / interval
	if days > n*interval {
		n++
	}
	return anchor.Add(n * interval)
}

// DueDays are the days up to last on which check-ins will be expected if each is made on its day: NextDue and at most n in all.
func (k KeyResult) DueDays(s Setting, last Date, n int) (out []Date) {
	for day := k.nextDue(s); day != "" && len(out) < n; day = day.Add(s.Team.Interval()) {
		due := s.Team.Holidays.workday(day)
		if due > last {
			break
		}
		out = append(out, due)
	}
	return out
}

// IsDue answers whether a check-in is expected today or was before.
func (k KeyResult) IsDue(s Setting) bool {
	due := k.NextDue(s)
	return due != "" && due <= s.Today
}
