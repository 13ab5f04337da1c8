-- +goose Up
-- What happens by the clock, a row a job: when it is due, which program is at it, and how it went the last time.
CREATE TABLE job (
  name TEXT NOT NULL PRIMARY KEY,
  due_at BIGINT NOT NULL,
  holder TEXT NOT NULL,
  held_until BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  failures INTEGER NOT NULL,
  error TEXT NOT NULL
);

-- +goose Down
DROP TABLE job;
