package api

import (
	"encoding/json"
	"io"
	"net/http"

	"github.com/headwater-okr/headwater/internal/letter"
	"github.com/headwater-okr/headwater/internal/okr"
)

// receive takes a mail as `headwater receive` hands it over. It needs no token: the address that a mail was written to says whom it is of, and is signed.
func (s *server) receive(w http.ResponseWriter, r *http.Request) {
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, letter.MaxSize))
	if err != nil {
		s.refuseMessage(w, r, okr.Fail(okr.Invalid, "body", "This mail is too large, or was cut off."))
		return
	}
	receipt, err := s.App.Receive(r.Context(), r.URL.Query().Get("to"), b)
	if err != nil {
		s.refuseMessage(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(receipt) // the sender may have gone
}
