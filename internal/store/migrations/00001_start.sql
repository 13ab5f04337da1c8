-- One text for SQLite and PostgreSQL. The organization's id leads every key; times are UTC milliseconds (0 is never),
-- days are ISO text ('' is none), JSON is text. Only organization, person, session, token, link and lease are ever
-- read without an organization.

-- +goose Up
CREATE TABLE organization (
  id TEXT NOT NULL PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  settings TEXT NOT NULL,
  next_number INTEGER NOT NULL DEFAULT 1,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL
);

-- login is the e-mail once its owner has set a password, and until then the id: an organization may invite an address
-- without learning whether another organization here knows it.
CREATE TABLE person (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE session (
  id TEXT NOT NULL PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  person_id TEXT NOT NULL REFERENCES person (id),
  agent TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX session_person ON session (person_id);

CREATE TABLE token (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  hint TEXT NOT NULL,
  member_id TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);

-- Invite and reset links: the hash of the secret part, deleted when used.
CREATE TABLE link (
  id TEXT NOT NULL PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  org_id TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX link_org ON link (org_id, created_at);
CREATE INDEX link_person ON link (person_id);

-- Attempts to sign in; subject is the hash of an e-mail or of a network address.
CREATE TABLE attempt (
  subject TEXT NOT NULL,
  at BIGINT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (subject, at, id)
);

CREATE TABLE lease (
  name TEXT NOT NULL PRIMARY KEY,
  holder TEXT NOT NULL,
  until BIGINT NOT NULL
);

CREATE TABLE member (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id),
  role TEXT NOT NULL,
  preferences TEXT NOT NULL,
  service BOOLEAN NOT NULL,
  deactivated_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, person_id)
);
CREATE INDEX member_person ON member (person_id);

CREATE TABLE team (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  parent_id TEXT NOT NULL,
  name TEXT NOT NULL,
  slug TEXT NOT NULL,
  rhythm TEXT NOT NULL,
  weekday INTEGER NOT NULL,
  time_zone TEXT NOT NULL,
  position INTEGER NOT NULL,
  merged_id TEXT NOT NULL,
  removed_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, slug)
);

CREATE TABLE team_member (
  org_id TEXT NOT NULL,
  team_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  role TEXT NOT NULL,
  PRIMARY KEY (org_id, team_id, member_id)
);
CREATE INDEX team_member_member ON team_member (org_id, member_id, team_id);

CREATE TABLE vision (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  text TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);

CREATE TABLE pillar (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  choice TEXT NOT NULL,
  not_doing TEXT NOT NULL,
  horizon TEXT NOT NULL,
  signal TEXT NOT NULL,
  position INTEGER NOT NULL,
  removed_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);

CREATE TABLE cycle (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  parent_id TEXT NOT NULL,
  name TEXT NOT NULL,
  slug TEXT NOT NULL,
  start_date TEXT NOT NULL,
  end_date TEXT NOT NULL,
  execution_start TEXT NOT NULL,
  closing_start TEXT NOT NULL,
  closed_at BIGINT NOT NULL,
  removed_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, slug)
);

CREATE TABLE objective (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  number INTEGER NOT NULL,
  lineage_id TEXT NOT NULL,
  cycle_id TEXT NOT NULL,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  stage TEXT NOT NULL,
  why_important TEXT NOT NULL,
  why_urgent TEXT NOT NULL,
  evidence TEXT NOT NULL,
  owner_id TEXT NOT NULL,
  links TEXT NOT NULL,
  private BOOLEAN NOT NULL,
  position INTEGER NOT NULL,
  progress DOUBLE PRECISION,
  grade DOUBLE PRECISION,
  drop_reason TEXT NOT NULL,
  closing_note TEXT NOT NULL,
  activated_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  removed_at BIGINT NOT NULL,
  source TEXT NOT NULL,
  external_id TEXT NOT NULL,
  import_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, number)
);
CREATE INDEX objective_cycle ON objective (org_id, cycle_id, position, id);
CREATE INDEX objective_owner ON objective (org_id, owner_id);
CREATE INDEX objective_origin ON objective (org_id, source, external_id);

CREATE TABLE objective_team (
  org_id TEXT NOT NULL,
  objective_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  team_id TEXT NOT NULL,
  PRIMARY KEY (org_id, objective_id, n),
  FOREIGN KEY (org_id, objective_id) REFERENCES objective (org_id, id)
);
CREATE INDEX objective_team_team ON objective_team (org_id, team_id, objective_id);

CREATE TABLE support (
  org_id TEXT NOT NULL,
  objective_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  upstream_id TEXT NOT NULL,
  weight DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (org_id, objective_id, n),
  FOREIGN KEY (org_id, objective_id) REFERENCES objective (org_id, id)
);
CREATE INDEX support_upstream ON support (org_id, upstream_id);

CREATE TABLE key_result (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  objective_id TEXT NOT NULL,
  lineage_id TEXT NOT NULL,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  learning BOOLEAN NOT NULL,
  metric TEXT NOT NULL,
  unit TEXT NOT NULL,
  direction TEXT NOT NULL,
  baseline DOUBLE PRECISION,
  target DOUBLE PRECISION,
  plan TEXT NOT NULL,
  mark_commit DOUBLE PRECISION,
  mark_stretch DOUBLE PRECISION,
  milestones TEXT NOT NULL,
  start_date TEXT NOT NULL,
  due_date TEXT NOT NULL,
  weight DOUBLE PRECISION,
  owner_id TEXT NOT NULL,
  check_in_owner_id TEXT NOT NULL,
  source_kind TEXT NOT NULL,
  source_of TEXT NOT NULL,
  position INTEGER NOT NULL,
  value DOUBLE PRECISION,
  confidence INTEGER,
  progress DOUBLE PRECISION,
  checked_as_of TEXT NOT NULL,
  checked_at BIGINT NOT NULL,
  checks INTEGER NOT NULL,
  trail TEXT NOT NULL,
  blocked_at BIGINT NOT NULL,
  grade DOUBLE PRECISION,
  removed_at BIGINT NOT NULL,
  source TEXT NOT NULL,
  external_id TEXT NOT NULL,
  import_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, objective_id) REFERENCES objective (org_id, id)
);
CREATE INDEX key_result_objective ON key_result (org_id, objective_id, position, id);
CREATE INDEX key_result_owner ON key_result (org_id, owner_id);
CREATE INDEX key_result_check_in_owner ON key_result (org_id, check_in_owner_id);

-- Which key results feed a roll-up, so that a check-in finds its dependants by one look-up.
CREATE TABLE key_result_input (
  org_id TEXT NOT NULL,
  input_id TEXT NOT NULL,
  key_result_id TEXT NOT NULL,
  PRIMARY KEY (org_id, input_id, key_result_id)
);
CREATE INDEX key_result_input_of ON key_result_input (org_id, key_result_id);

-- Roll-ups that wait for the job to compute them.
CREATE TABLE roll_up_due (
  org_id TEXT NOT NULL,
  key_result_id TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, key_result_id)
);

CREATE TABLE check_in (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  key_result_id TEXT NOT NULL,
  author_id TEXT NOT NULL,
  as_of TEXT NOT NULL,
  value DOUBLE PRECISION,
  confidence INTEGER,
  note TEXT NOT NULL,
  progress DOUBLE PRECISION,
  health TEXT NOT NULL,
  blocker TEXT NOT NULL,
  amended_at BIGINT NOT NULL,
  removed_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  recorded_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, key_result_id) REFERENCES key_result (org_id, id)
);
CREATE INDEX check_in_key_result ON check_in (org_id, key_result_id, as_of, recorded_at);

CREATE TABLE blocker (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  key_result_id TEXT NOT NULL,
  text TEXT NOT NULL,
  owner_id TEXT NOT NULL,
  raised_at BIGINT NOT NULL,
  resolved_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, key_result_id) REFERENCES key_result (org_id, id)
);
CREATE INDEX blocker_key_result ON blocker (org_id, key_result_id, resolved_at);

CREATE TABLE comment (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  objective_id TEXT NOT NULL,
  key_result_id TEXT NOT NULL,
  author_id TEXT NOT NULL,
  text TEXT NOT NULL,
  mentions TEXT NOT NULL,
  edited_at BIGINT NOT NULL,
  removed_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, objective_id) REFERENCES objective (org_id, id)
);
CREATE INDEX comment_objective ON comment (org_id, objective_id, created_at);

CREATE TABLE mention (
  org_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  comment_id TEXT NOT NULL,
  PRIMARY KEY (org_id, member_id, comment_id)
);

CREATE TABLE kpi (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  team_id TEXT NOT NULL,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  low DOUBLE PRECISION,
  high DOUBLE PRECISION,
  owner_id TEXT NOT NULL,
  value DOUBLE PRECISION,
  value_date TEXT NOT NULL,
  removed_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX kpi_team ON kpi (org_id, team_id);

CREATE TABLE kpi_value (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kpi_id TEXT NOT NULL,
  author_id TEXT NOT NULL,
  day TEXT NOT NULL,
  value DOUBLE PRECISION NOT NULL,
  note TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, kpi_id) REFERENCES kpi (org_id, id)
);
CREATE INDEX kpi_value_kpi ON kpi_value (org_id, kpi_id, day);

-- One act is one event with n rows; each row is the whole of one thing after the act.
CREATE TABLE event (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  via TEXT NOT NULL,
  reason TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX event_recorded ON event (org_id, recorded_at, id);

CREATE TABLE event_row (
  org_id TEXT NOT NULL,
  event_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  thing TEXT NOT NULL,
  thing_id TEXT NOT NULL,
  objective_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  recorded_at BIGINT NOT NULL,
  after TEXT NOT NULL,
  PRIMARY KEY (org_id, event_id, n),
  FOREIGN KEY (org_id, event_id) REFERENCES event (org_id, id)
);
CREATE INDEX event_row_thing ON event_row (org_id, thing, thing_id, recorded_at);
CREATE INDEX event_row_objective ON event_row (org_id, objective_id, recorded_at);

CREATE TABLE idempotency (
  org_id TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  response TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, actor_id, key)
);
CREATE INDEX idempotency_created ON idempotency (created_at);

CREATE TABLE import (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  source TEXT NOT NULL,
  summary TEXT NOT NULL,
  undone_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);

-- The search index: a stem of a thing's words and how often it occurs there.
CREATE TABLE term (
  org_id TEXT NOT NULL,
  stem TEXT NOT NULL,
  thing TEXT NOT NULL,
  thing_id TEXT NOT NULL,
  objective_id TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (org_id, stem, thing, thing_id)
);
CREATE INDEX term_thing ON term (org_id, thing, thing_id);

-- +goose Down
DROP TABLE term;
DROP TABLE import;
DROP TABLE idempotency;
DROP TABLE event_row;
DROP TABLE event;
DROP TABLE kpi_value;
DROP TABLE kpi;
DROP TABLE mention;
DROP TABLE comment;
DROP TABLE blocker;
DROP TABLE check_in;
DROP TABLE roll_up_due;
DROP TABLE key_result_input;
DROP TABLE key_result;
DROP TABLE support;
DROP TABLE objective_team;
DROP TABLE objective;
DROP TABLE cycle;
DROP TABLE pillar;
DROP TABLE vision;
DROP TABLE team_member;
DROP TABLE team;
DROP TABLE member;
DROP TABLE lease;
DROP TABLE attempt;
DROP TABLE link;
DROP TABLE token;
DROP TABLE session;
DROP TABLE person;
DROP TABLE organization;
