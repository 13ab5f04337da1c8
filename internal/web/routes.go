package web

import (
	"net/http"
)

// routes is the whole table: what answers which request.
func (s *server) routes(mux *http.ServeMux) {
	open := func(pattern string, h handler) { mux.HandleFunc(pattern, s.open(h)) }
	member := func(pattern string, h handler) { mux.HandleFunc(pattern, s.member(h)) }

	open("GET /healthz", alive)
	open("GET /readyz", ready)

	open("GET /{$}", home)
	open("GET /set-up", setUpForm)
	open("POST /set-up", setUp)
	open("GET /sign-in", signInForm)
	open("POST /sign-in", signIn)
	open("POST /sign-out", signOut)
	if s.Mail != nil {
		open("GET /forgotten", forgottenForm)
		open("POST /forgotten", forgotten)
	}
	open("GET /link/invite/{secret}", inviteForm)
	open("POST /link/invite/{secret}", acceptInvite)
	open("GET /link/reset/{secret}", resetForm)
	open("POST /link/reset/{secret}", reset)
	if s.Demo != "" {
		open("GET /design", design)
	}

	member("GET /{org}", func(r *request) error { return r.to("week") })
	member("GET /{org}/week", week)
	member("GET /{org}/check-in", checkInForm)
	member("POST /{org}/check-in", checkIn)
	member("POST /{org}/check-ins/{id}/remove", removeCheckIn)
	member("POST /{org}/check-ins/{id}/restore", restoreCheckIn)

	member("GET /{org}/objectives", objectives)
	member("GET /{org}/objectives/new", newObjectiveForm)
	member("POST /{org}/objectives", addObjective)
	member("GET /{org}/objectives/{ref}", objective)
	member("GET /{org}/objectives/{ref}/edit", objectiveForm)
	member("POST /{org}/objectives/{ref}/field", editField)
	member("POST /{org}/objectives/{ref}/edit", editObjective)
	member("POST /{org}/objectives/{ref}/stage", moveStage)
	member("GET /{org}/objectives/{ref}/close", closeForm)
	member("POST /{org}/objectives/{ref}/close", closeObjective)
	member("POST /{org}/objectives/{ref}/remove", removeObjective)
	member("POST /{org}/objectives/{ref}/restore", restoreObjective)
	member("POST /{org}/objectives/{ref}/comments", addComment)
	member("POST /{org}/comments/{id}/remove", removeComment)
	member("POST /{org}/comments/{id}/restore", restoreComment)
	member("GET /{org}/objectives/{ref}/key-results/new", newKeyResultForm)
	member("POST /{org}/objectives/{ref}/key-results", addKeyResult)
	member("GET /{org}/key-results/{id}/edit", keyResultForm)
	member("POST /{org}/key-results/{id}/edit", editKeyResult)
	member("POST /{org}/key-results/{id}/remove", removeKeyResult)
	member("POST /{org}/key-results/{id}/restore", restoreKeyResult)
	member("POST /{org}/blockers/{id}/resolve", resolveBlocker)

	member("GET /{org}/teams", teams)
	member("POST /{org}/teams", addTeams)
	member("GET /{org}/teams/{slug}", team)
	member("POST /{org}/teams/{slug}/edit", editTeam)
	member("GET /{org}/people", people)
	member("POST /{org}/people", invite)
	member("POST /{org}/people/{id}/role", setRole)
	member("POST /{org}/people/{id}/reset", resetLink)
	member("GET /{org}/people/{id}/leave", leaveForm)
	member("POST /{org}/people/{id}/leave", leave)
	member("POST /{org}/people/{id}/return", comeBack)

	member("GET /{org}/strategy", strategy)
	member("POST /{org}/strategy/vision", editVision)
	member("POST /{org}/strategy/pillars", addPillar)
	member("POST /{org}/strategy/pillars/{id}", editPillar)
	member("GET /{org}/cycles", cycles)
	member("POST /{org}/cycles", addCycle)
	member("POST /{org}/cycles/{id}/close", closeCycle)
	member("GET /{org}/kpis", kpis)
	member("POST /{org}/kpis", addKPI)
	member("POST /{org}/kpis/{id}/values", recordKPI)

	member("GET /{org}/wins", wins)
	member("POST /{org}/wins", shareWin)
	member("POST /{org}/wins/{id}/remove", removeWin)
	member("POST /{org}/wins/{id}/restore", restoreWin)
	member("GET /{org}/commitments", commitments)
	member("POST /{org}/commitments", addCommitment)
	member("POST /{org}/commitments/{id}/tick", tickCommitment)
	member("POST /{org}/commitments/{id}/remove", removeCommitment)
	member("POST /{org}/commitments/{id}/restore", restoreCommitment)

	member("GET /{org}/settings", settings)
	member("POST /{org}/settings/profile", editProfile)
	member("POST /{org}/settings/organization", editOrganization)
	member("POST /{org}/settings/password", changePassword)
	member("POST /{org}/settings/tokens", newToken)
	member("POST /{org}/settings/tokens/{id}/revoke", revokeToken)
	member("POST /{org}/settings/sessions/end", endSessions)
	member("GET /{org}/words", glossary)
	member("GET /{org}/rules", rules)
	member("GET /{org}/findings", findings)
	member("POST /{org}/findings/dismiss", dismiss)
	member("POST /{org}/judge", readSentence)
	member("GET /{org}/search", search)
	member("GET /{org}/search.json", searchJSON)
	member("GET /{org}/activity", activity)
	member("GET /{org}/live", liveStream)

	member("GET /{org}/import", importForm)
	member("POST /{org}/import", previewImport)
	member("POST /{org}/import/{id}/undo", undoImport)
	member("GET /{org}/export", exportForm)
	member("GET /{org}/export/{file}", exportFile)
}
