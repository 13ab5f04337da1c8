-- +goose Up
-- What shows that a target was reached: a link or a sentence.
ALTER TABLE check_in ADD COLUMN evidence TEXT NOT NULL DEFAULT '';

-- How sure others are of a key result: one standing vote a member. It is shown as a spread and changes no confidence.
CREATE TABLE vote (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  key_result_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  confidence INTEGER NOT NULL,
  removed_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  recorded_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, key_result_id) REFERENCES key_result (org_id, id)
);
CREATE UNIQUE INDEX vote_key_result ON vote (org_id, key_result_id, member_id);

-- A lead asked about a check-in that is due: once for each day on which one is.
CREATE TABLE nudge (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  key_result_id TEXT NOT NULL,
  author_id TEXT NOT NULL,
  due TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, key_result_id) REFERENCES key_result (org_id, id)
);
CREATE UNIQUE INDEX nudge_key_result ON nudge (org_id, key_result_id, due);

-- +goose Down
DROP TABLE nudge;
DROP TABLE vote;
ALTER TABLE check_in DROP COLUMN evidence;
