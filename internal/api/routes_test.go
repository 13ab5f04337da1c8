package api

// A row is a request that is right, for one route. {names} are ids of things in the caller's organization.
type row struct {
	id    string // the operation
	path  string // below /api/v1, with a query
	body  string // JSON
	file  string // a document to upload, instead of a body
	scope string // the smallest that may; "" is read
	each  bool   // faults of items stand in the answer, which is a success
	wrong string // a body, or with a ? a query, that is wrong in every place that at names
	at    string
}

// rows has every route, in an order in which each can be done after the ones before it.
var rows = []row{
	{id: "get-week", path: "/week"},
	{id: "get-surroundings", path: "/surroundings"},

	{id: "find-objectives", path: "/objectives?cycle={cycle}&team={product}&group=team&sort=-progress&limit=2", wrong: "?limit=0&stage=gone", at: "query.limit query.stage"},
	{id: "add-objective", path: "/objectives", scope: "write",
		body: `{"cycle_id":"{cycle}","team_ids":["{apps}"],"title":"Customers choose us for the second repair","owner_id":"{owner}","supports":[{"kind":"pillar","id":"{pillar}","weight":1}],
			"key_results":[{"title":"Repeat customers from 22 % to 35 %","unit":"%","baseline":22,"target":35,"owner_id":"{ada}"}]}`,
		wrong: `{"cycle_id":"{cycle}","team_ids":["{apps}"],"title":"","kind":"committed","key_results":[{"title":"","baseline":1,"target":2},{"title":"Of 5","weight":101,"baseline":1,"target":2}]}`, at: "body.title body.key_results[0].title body.key_results[1].weight"},
	{id: "get-objective", path: "/objectives/{objective}"},
	{id: "edit-objective", path: "/objectives/{objective}", scope: "write", body: `{"title":"Workshops book every repair online","reason":"The pilot showed that all can.","base":{"title":"Workshops book their repairs online with fjord"}}`,
		wrong: `{"title":7,"kind":"wish","private":"yes"}`, at: "body.title body.kind body.private"},
	{id: "move-objective", path: "/objectives/{second}/move", scope: "write", body: `{"after":"{draft}"}`},
	{id: "get-revisions", path: "/objectives/{objective}/revisions"},
	{id: "get-objective-past", path: "/objectives/{objective}/past?date=2026-11-09", wrong: "?date=yesterday", at: "query.date"},
	{id: "say-comfort", path: "/objectives/{second}/comfort", scope: "write", body: `{"answer":"uncomfortable"}`, wrong: `{"answer":"fine"}`, at: "body.answer"},
	{id: "dismiss-finding", path: "/findings/dismiss", scope: "write", body: `{"id":"{objective}","rule":"objective/no-why","reason":"Everybody here knows which repairs are meant."}`,
		wrong: `{"id":"{objective}"}`, at: "body.rule body.reason"},
	{id: "judge", path: "/judgement?cycle={cycle}&team={apps}"},

	{id: "add-key-result", path: "/key-results", scope: "write", body: `{"objective_id":"{draft}","title":"Refunds stay under 2 %","unit":"%","direction":"keep_below","target":2,"owner_id":"{bo}"}`,
		wrong: `{"objective_id":"{draft}","title":"Refunds","direction":"sideways","weight":"much"}`, at: "body.direction body.weight"},
	{id: "edit-key-result", path: "/key-results/{objective_kr}", scope: "write", body: `{"target":65,"reason":"Two more workshops joined.","base":{"target":60}}`,
		wrong: `{"target":"all","confidence":3}`, at: "body.target body.confidence"},
	{id: "move-key-result", path: "/key-results/{objective_kr}/move", scope: "write", body: `{"after":"{objective_kr2}"}`},
	{id: "get-course", path: "/key-results/{objective_kr}/course"},
	{id: "set-readiness", path: "/key-results/{objective_kr2}/readiness", scope: "write", body: `{"source":"The telephone system","answers":{"access":"no","reliability":"yes","frequency":"yes"}}`,
		wrong: `{"answers":{"access":"maybe"}}`, at: "body.answers.access"},
	{id: "decide-readiness", path: "/key-results/{objective_kr2}/readiness/decision", scope: "write", body: `{"choice":"proxy","until":"2026-11-30","proxy":"Calls that we count by hand on Mondays"}`,
		wrong: `{"choice":"wait","until":"soon"}`, at: "body.choice body.until"},
	{id: "get-readiness", path: "/readiness?cycle={cycle}&team={apps}"},
	{id: "remove-key-result", path: "/key-results/{draft_kr3}?reason=It+is+work", scope: "write"},
	{id: "restore-key-result", path: "/key-results/{draft_kr3}/restore", scope: "write"},

	{id: "raise-blocker", path: "/blockers", scope: "write", body: `{"key_result_id":"{objective_kr2}","text":"The telephone system counts nothing at night","owner_id":"{bo}"}`,
		wrong: `{"key_result_id":7}`, at: "body.key_result_id body.text"},
	{id: "edit-blocker", path: "/blockers/{blocker}", scope: "write", body: `{"text":"The calendar is closed to us until the contract is signed"}`, wrong: `{"text":""}`, at: "body.text"},
	{id: "resolve-blocker", path: "/blockers/{blocker}/resolve", scope: "write"},
	{id: "reopen-blocker", path: "/blockers/{blocker}/reopen", scope: "write"},

	{id: "check-in-queue", path: "/check-ins/queue"},
	{id: "check-in-card", path: "/key-results/{objective_kr}/check-in"},
	{id: "check-in", path: "/check-ins", scope: "write", body: `{"key_result_id":"{objective_kr}","as_of":"2026-11-09","value":27.5,"confidence":7,"note":"The two largest workshops have moved."}`,
		wrong: `{"key_result_id":"{objective_kr}","as_of":"Monday","value":"many","confidence":1.5}`, at: "body.as_of body.value body.confidence"},
	{id: "check-in-bulk", each: true, path: "/check-ins/bulk", scope: "write", body: `{"items":[{"key_result_id":"{objective_kr2}","value":78,"confidence":5},{"key_result_id":"{second_kr2}","value":90,"confidence":99}]}`,
		wrong: `{"together":true,"items":[{"key_result_id":"{objective_kr2}","value":true},{"value":1}]}`, at: "body.items[0].value body.items[1].key_result_id"},
	{id: "amend-check-in", path: "/check-ins/{check_in}", scope: "write", body: `{"value":24,"note":"The first week, without the test bookings"}`, wrong: `{"as_of":"09.11.2026","value":[]}`, at: "body.as_of body.value"},
	{id: "remove-check-in", path: "/check-ins/{check_in}", scope: "write"},
	{id: "restore-check-in", path: "/check-ins/{check_in}/restore", scope: "write"},

	{id: "add-comment", path: "/objectives/{objective}/comments", scope: "write", body: `{"text":"@Ada which workshop is next?"}`, wrong: `{"text":" "}`, at: "body.text"},
	{id: "edit-comment", path: "/comments/{comment}", scope: "write", body: `{"text":"Shall we ask the workshop in Bergen first?"}`, wrong: `{}`, at: "body.text"},
	{id: "remove-comment", path: "/comments/{comment}", scope: "write"},
	{id: "restore-comment", path: "/comments/{comment}/restore", scope: "write"},
	{id: "list-mentions", path: "/mentions?limit=10", wrong: "?limit=many", at: "query.limit"},

	{id: "vote", path: "/key-results/{second_kr}/vote", scope: "write", body: `{"confidence":4}`, wrong: `{"confidence":"sure"}`, at: "body.confidence"},
	{id: "nudge", path: "/key-results/{second_kr}/nudge", scope: "write"},
	{id: "list-wins", path: "/wins?team={apps}&from=2026-11-01", wrong: "?from=Friday", at: "query.from"},
	{id: "share-win", path: "/wins", scope: "write", body: `{"text":"A workshop in Bergen booked eleven repairs without a call.","team_id":"{apps}","thanks":["{bo}","{platform}"]}`, wrong: `{"text":5,"thanks":"bo"}`, at: "body.text body.thanks"},
	{id: "edit-win", path: "/wins/{win}", scope: "write", body: `{"thanks":["{ada}","{bo}"]}`, wrong: `{"text":7}`, at: "body.text"},
	{id: "remove-win", path: "/wins/{win}", scope: "write"},
	{id: "restore-win", path: "/wins/{win}/restore", scope: "write"},
	{id: "list-commitments", path: "/teams/{apps}/commitments", wrong: "?week=Monday", at: "query.week"},
	{id: "get-four-squares", path: "/teams/{apps}/four-squares", wrong: "?week=Monday", at: "query.week"},
	{id: "add-commitment", path: "/commitments", scope: "write", body: `{"team_id":"{apps}","text":"Watch two workshops book on their own","key_result_id":"{objective_kr}","owner_id":"{ada}"}`, wrong: `{"team_id":5,"text":true}`, at: "body.team_id body.text"},
	{id: "edit-commitment", path: "/commitments/{commitment}", scope: "write", body: `{"state":"done"}`, wrong: `{"state":"nearly"}`, at: "body.state"},
	{id: "carry-commitment", path: "/commitments/{left_open}/carry", scope: "write"},
	{id: "remove-commitment", path: "/commitments/{commitment}", scope: "write"},
	{id: "restore-commitment", path: "/commitments/{commitment}/restore", scope: "write"},
	{id: "list-kpis", path: "/kpis?team={apps}"},
	{id: "add-kpi", path: "/kpis", scope: "write", body: `{"team_id":"{apps}","name":"Hours to the first answer","unit":"h","high":4,"owner_id":"{ada}"}`, wrong: `{"name":5,"low":"0"}`, at: "body.team_id body.name body.low"},
	{id: "record-kpi", path: "/kpis/{kpi}/values", scope: "write", body: `{"date":"2026-11-06","value":31,"note":"A wet week"}`, wrong: `{"date":"6 November","value":null}`, at: "body.date body.value"},
	{id: "get-kpi", path: "/kpis/{kpi}"},
	{id: "edit-kpi", path: "/kpis/{kpi}", scope: "write", body: `{"high":80,"clear":["low"]}`, wrong: `{"high":"80"}`, at: "body.high"},
	{id: "remove-kpi", path: "/kpis/{kpi}?reason=Nobody+looks", scope: "write"},
	{id: "restore-kpi", path: "/kpis/{kpi}/restore", scope: "write"},

	{id: "get-strategy", path: "/strategy"},
	{id: "edit-vision", path: "/strategy/vision", scope: "write", body: `{"text":"Nothing that can be mended is thrown away"}`, wrong: `{"text":1}`, at: "body.text"},
	{id: "start-strategy", path: "/strategy/start", scope: "write", body: `{"pillars":["Workshops before households","Parts that last"]}`, wrong: `{"pillars":"Parts that last"}`, at: "body.pillars"},
	{id: "add-pillar", path: "/pillars", scope: "write", body: `{"title":"Workshops before households","choice":"We build for the people who repair.","not_doing":"We run no shop of our own.","horizon":"2028"}`, wrong: `{"title":""}`, at: "body.title"},
	{id: "edit-pillar", path: "/pillars/{pillar}", scope: "write", body: `{"signal":"Two of three repairs are second ones"}`, wrong: `{"position":"first"}`, at: "body.position"},
	{id: "remove-pillar", path: "/pillars/{pillar}", scope: "write"},
	{id: "restore-pillar", path: "/pillars/{pillar}/restore", scope: "write"},

	{id: "get-map", path: "/map?cycle={cycle}&team={apps}", wrong: "?marked=perhaps", at: "query.marked"},

	{id: "list-cycles", path: "/cycles"},
	{id: "add-cycle", path: "/cycles", scope: "write", body: `{"name":"Spring 2027","start":"2027-02-01","end":"2027-04-30"}`, wrong: `{"start":"soon","end":"later"}`, at: "body.start body.end"},
	{id: "get-cycle", path: "/cycles/{cycle}"},
	{id: "edit-cycle", path: "/cycles/{spare_cycle}", scope: "write", body: `{"name":"The long winter"}`, wrong: `{"start":"soon"}`, at: "body.start"},
	{id: "close-cycle", path: "/cycles/{spare_cycle}/close", scope: "write"},
	{id: "reopen-cycle", path: "/cycles/{spare_cycle}/reopen", scope: "write"},
	{id: "remove-cycle", path: "/cycles/{spare_cycle}", scope: "write"},
	{id: "restore-cycle", path: "/cycles/{spare_cycle}/restore", scope: "write"},
	{id: "get-tree", path: "/cycles/{cycle}/tree"},
	{id: "get-cycle-past", path: "/cycles/{cycle}/past?date=2026-11-09", wrong: "?date=", at: "query.date"},

	{id: "list-teams", path: "/teams"},
	{id: "add-team", path: "/teams", scope: "write", body: `{"parent_id":"{product}","name":"Design","rhythm":"biweekly","weekday":2,"time_zone":"Europe/Oslo"}`, wrong: `{"parent_id":"{product}","name":"","weekday":"Monday"}`, at: "body.weekday"},
	{id: "add-teams", path: "/teams/outline", scope: "write", body: `{"text":"Service\n  Hotline\n  Field"}`, wrong: `{"text":5}`, at: "body.text"},
	{id: "edit-team", path: "/teams/{studio}", scope: "write", body: `{"name":"Studio North","parent_id":"{product}"}`, wrong: `{"weekday":"Monday"}`, at: "body.weekday"},
	{id: "team-holdings", path: "/teams/{apps}/holdings"},
	{id: "set-membership", path: "/teams/{studio}/members/{ada}", scope: "write", body: `{"role":"lead"}`, wrong: `{"role":"king"}`, at: "body.role"},
	{id: "end-membership", path: "/teams/{studio}/members/{ada}", scope: "write"},
	{id: "merge-team", path: "/teams/{platform}/merge", scope: "write", body: `{"into":"{apps}"}`, wrong: `{"into":1}`, at: "body.into"},
	{id: "remove-team", path: "/teams/{studio}", scope: "write"},
	{id: "restore-team", path: "/teams/{studio}/restore", scope: "write"},

	{id: "list-members", path: "/members?all=true", wrong: "?all=perhaps", at: "query.all"},
	{id: "get-me", path: "/me"},
	{id: "get-member", path: "/members/{ada}"},
	{id: "invite", path: "/invitations", scope: "admin", body: `{"emails":["emil@fjord.example"],"role":"member","teams":[{"team_id":"{apps}","role":"lead"}]}`,
		wrong: `{"emails":"emil@fjord.example","role":"boss"}`, at: "body.emails body.role"},
	{id: "list-invitations", path: "/invitations", scope: "admin"},
	{id: "edit-member", path: "/members/{bo}", scope: "admin", body: `{"role":"ambassador"}`, wrong: `{"role":"boss"}`, at: "body.role"},
	{id: "member-holdings", path: "/members/{ada}/holdings"},
	{id: "make-reset-link", path: "/members/{cleo}/reset-link", scope: "admin"},
	{id: "deactivate-member", path: "/members/{ada}/deactivate", scope: "admin", body: `{"hand_over_to":"{bo}"}`, wrong: `{"hand_over_to":5}`, at: "body.hand_over_to"},
	{id: "reactivate-member", path: "/members/{ada}/reactivate", scope: "admin"},
	{id: "erase-member", path: "/members/{dina}/erase", scope: "admin"},

	{id: "get-organization", path: "/organization"},
	{id: "edit-organization", path: "/organization", scope: "admin", body: `{"name":"Fjord Tools North","time_zone":"Europe/Oslo","limits":{"max_objectives":4}}`,
		wrong: `{"fiscal_start":"May","name":7}`, at: "body.fiscal_start body.name"},
	{id: "list-removed", path: "/removed"},
	{id: "list-tokens", path: "/tokens"},
	{id: "make-token", path: "/tokens", scope: "admin", body: `{"name":"Nightly report","scope":"read","days":30}`, wrong: `{"days":"all"}`, at: "body.name body.days"},
	{id: "revoke-token", path: "/tokens/{token}", scope: "write"},

	{id: "preview-import", path: "/imports/preview", file: "# Objective: The stock is right\n\n- KR: Wrong counts from 40 to 10\n- KR: All shelves have a label\n\nSee you on Monday.\n"},
	{id: "import", path: "/imports", scope: "write", file: "# Objective: The stock is right\n\n- KR: Wrong counts from 40 to 10\n- KR: All shelves have a label\n"},
	{id: "list-imports", path: "/imports"},
	{id: "undo-import", path: "/imports/{import}/undo", scope: "write"},
	{id: "export", path: "/export?format=json", wrong: "?format=pdf", at: "query.format"},

	{id: "activity", path: "/activity?objective={objective}&kind=check_in&limit=2", wrong: "?limit=0&since=today", at: "query.limit query.since"},
	{id: "audit", path: "/audit?limit=2", scope: "admin", wrong: "?limit=0", at: "query.limit"},
	{id: "changes", path: "/changes?since=2026-11-09T08:00:30Z", wrong: "?since=", at: "query.since"},
	{id: "search", path: "/search?q=repair&limit=3", wrong: "?limit=1000", at: "query.limit"},

	{id: "move-objective-stage", path: "/objectives/{draft}/stage", scope: "write", body: `{"to":"in_review"}`, wrong: `{"to":"finished","reason":5}`, at: "body.to body.reason"},
	{id: "close-objective", path: "/objectives/{objective}/close", scope: "write",
		body:  `{"closing_note":{"what":"Half of all repairs are booked online.","why":"The form is short, and the hotline sends people there.","learned":"Ask for the bicycle first, for the name last."},"grade":0.7,"grades":{"{objective_kr}":0.6,"{objective_kr2}":0.8}}`,
		wrong: `{"closing_note":{"what":1},"grade":"good"}`, at: "body.closing_note.what body.grade"},
	{id: "remove-objective", path: "/objectives/{draft}?reason=Not+this+quarter", scope: "write"},
	{id: "restore-objective", path: "/objectives/{draft}/restore", scope: "write"},
}
