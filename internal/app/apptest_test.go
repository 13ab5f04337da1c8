package app

import (
	"errors"

	"github.com/headwater-okr/headwater/internal/okr"
)

// message is what an error says to people; "" for no error and for one that is not safe to show.
func message(err error) string {
	var e *okr.Error
	if errors.As(err, &e) {
		return e.Message
	}
	return ""
}
