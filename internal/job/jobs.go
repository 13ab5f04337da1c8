package job

import (
	"context"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
)

// All is everything that happens by the clock.
func All(a *app.App) []Job {
	return []Job{
		{Name: "roll-ups", Every: time.Second, Run: func(ctx context.Context) error { return rollUp(ctx, a) }},
		{Name: "plans", Every: time.Second, Run: a.JudgePlans},
		{Name: "reviews", Every: 30 * time.Second, Run: a.EndReviews},
		{Name: "reviews ending", Every: 5 * time.Minute, Run: a.RemindReviews},
		{Name: "mirrors", Every: 5 * time.Second, Run: a.ReadMirrors},
		{Name: "retrospectives", Every: 10 * time.Minute, Run: a.OpenRetrospectives},
		{Name: "traps", Every: time.Hour, Run: a.KeepTraps},
		{Name: "notices", Every: 20 * time.Second, Run: a.SendNotices},
		{Name: "asks", Every: 10 * time.Minute, Run: a.AskChannels},
		{Name: "outbox", Every: 2 * time.Second, Run: a.SendOutbox},
		{Name: "tidy", Every: time.Hour, Run: a.Tidy},
		{Name: "forecast", Every: 24 * time.Hour, Run: a.Learn, InEach: true},
	}
}

// rollUp computes key results from others, chains of them a link at a time.
func rollUp(ctx context.Context, a *app.App) error {
	for range 20 {
		if n, err := a.RollUp(ctx); err != nil || n == 0 {
			return err
		}
	}
	return nil
}
