-- Times are microseconds since 1970-01-01 UTC. Keys are version 7 UUIDs in big-endian order, so that they sort by time.
-- An endpoint's partition is the highest six of the 63 bits of its id, so that a partition is one range of ids.

CREATE TABLE {prefix}schema (
    version    INTEGER NOT NULL PRIMARY KEY,
    applied_at INTEGER NOT NULL
) STRICT;

CREATE TABLE {prefix}endpoints (
    id                    INTEGER NOT NULL PRIMARY KEY,
    owner                 TEXT    NOT NULL,
    url                   TEXT    NOT NULL,
    events                TEXT    NOT NULL,
    description           TEXT,
    metadata              TEXT,
    headers               TEXT,
    retry                 TEXT,
    rate_limit            TEXT,
    filter                TEXT,
    tls                   TEXT,
    client_key            BLOB,
    ordering              INTEGER NOT NULL,
    skip_after            INTEGER,
    signers               TEXT,
    status                INTEGER NOT NULL,
    status_reason         TEXT,
    failing_since         INTEGER,
    circuit_opened_at     INTEGER,
    circuit_open_until    INTEGER,
    circuit_openings      INTEGER NOT NULL,
    circuit_interventions INTEGER NOT NULL,
    created_at            INTEGER NOT NULL,
    updated_at            INTEGER NOT NULL,
    revision              INTEGER NOT NULL
) STRICT;

CREATE INDEX {prefix}endpoints_owner ON {prefix}endpoints (owner, id);

CREATE TABLE {prefix}secrets (
    endpoint_id INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    id          BLOB    NOT NULL,
    protected   BLOB    NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER,
    PRIMARY KEY (endpoint_id, position)
) STRICT, WITHOUT ROWID;

-- Of endpoints that are not disabled: publishing looks here and nowhere else.
CREATE TABLE {prefix}subscriptions (
    owner       TEXT    NOT NULL,
    pattern     TEXT    NOT NULL,
    endpoint_id INTEGER NOT NULL,
    ordering    INTEGER NOT NULL,
    PRIMARY KEY (owner, pattern, endpoint_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX {prefix}subscriptions_endpoint ON {prefix}subscriptions (endpoint_id);

-- A rowid table, so that payloads do not thin out the tree that ids are looked up in. The payload is the last column:
-- what stands before it is read without walking its overflow pages.
CREATE TABLE {prefix}events (
    id                BLOB    NOT NULL PRIMARY KEY,
    type              TEXT    NOT NULL,
    owner             TEXT    NOT NULL,
    created_at        INTEGER NOT NULL,
    content_type      TEXT    NOT NULL,
    idempotency_key   TEXT,
    trace_parent      TEXT,
    metadata          TEXT,
    payload_reference TEXT,
    deliver_at        INTEGER,
    options           TEXT,
    payload           BLOB    NOT NULL
) STRICT;

CREATE UNIQUE INDEX {prefix}events_idempotency ON {prefix}events (owner, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- How lists get from an owner to its deliveries. Costs nothing where there are no owners.
CREATE INDEX {prefix}events_owner ON {prefix}events (owner, id) WHERE owner <> '';

-- Pending deliveries. A row is inserted, moved by a retry and deleted at the end; nothing is written to claim it.
-- event_id is NULL for a first delivery, whose key is the event's id. ordering_key, coalescing_key and
-- queued_at are NULL where nothing is in order and nothing replaces anything; queued_at grows by one.
CREATE TABLE {prefix}queue (
    key          BLOB    NOT NULL,
    endpoint_id  INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    event_id     BLOB,
    ordering_key TEXT,
    coalescing_key TEXT,
    queued_at    INTEGER,
    PRIMARY KEY (key, endpoint_id)
) STRICT, WITHOUT ROWID;

-- A lane is one range of this index, and holds all that reading a lane needs.
CREATE INDEX {prefix}queue_lanes ON {prefix}queue (endpoint_id, due_at, key, attempts, event_id, ordering_key);

CREATE INDEX {prefix}queue_order ON {prefix}queue (endpoint_id, ordering_key, queued_at, due_at) WHERE ordering_key IS NOT NULL;

CREATE INDEX {prefix}queue_coalescing ON {prefix}queue (endpoint_id, coalescing_key, queued_at) WHERE coalescing_key IS NOT NULL;

-- The last number that was used up. Of no use any more when nothing has come for as long as deliveries are kept.
CREATE TABLE {prefix}sequences (
    endpoint_id  INTEGER NOT NULL,
    ordering_key TEXT    NOT NULL,
    last         INTEGER NOT NULL,
    used_at      INTEGER NOT NULL,
    PRIMARY KEY (endpoint_id, ordering_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX {prefix}sequences_used ON {prefix}sequences (used_at);

-- Which deliveries repeat others. Kept for as long as the delivery, whatever its state.
CREATE TABLE {prefix}replays (
    key         BLOB    NOT NULL,
    endpoint_id INTEGER NOT NULL,
    event_id    BLOB    NOT NULL,
    replay_of   BLOB    NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (key, endpoint_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX {prefix}replays_event ON {prefix}replays (event_id);

-- Append-only. succeeded_at, or filtered_at, is set on the one attempt that ended its delivery; the delivery lives here from then on.
CREATE TABLE {prefix}attempts (
    key              BLOB    NOT NULL,
    endpoint_id      INTEGER NOT NULL,
    number           INTEGER NOT NULL,
    epoch            INTEGER NOT NULL,
    outcome          INTEGER NOT NULL,
    is_stale         INTEGER NOT NULL,
    succeeded_at     INTEGER,
    filtered_at      INTEGER,
    started_at       INTEGER NOT NULL,
    duration         INTEGER NOT NULL,
    next_attempt_at  INTEGER,
    status_code      INTEGER,
    error            TEXT,
    response_excerpt TEXT,
    PRIMARY KEY (key, endpoint_id, number, epoch)
) STRICT, WITHOUT ROWID;

CREATE INDEX {prefix}attempts_succeeded ON {prefix}attempts (endpoint_id, key) WHERE succeeded_at IS NOT NULL;

-- Lists name these, lest they look for the few that were filtered among all attempts.
CREATE INDEX {prefix}attempts_filtered ON {prefix}attempts (key, endpoint_id) WHERE filtered_at IS NOT NULL;
CREATE INDEX {prefix}attempts_filtered_endpoint ON {prefix}attempts (endpoint_id, key) WHERE filtered_at IS NOT NULL;

CREATE TABLE {prefix}dead_letters (
    key                BLOB    NOT NULL,
    endpoint_id        INTEGER NOT NULL,
    reason             INTEGER NOT NULL,
    attempts           INTEGER NOT NULL,
    ended_at           INTEGER NOT NULL,
    replayed_as        BLOB,
    PRIMARY KEY (key, endpoint_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX {prefix}dead_letters_endpoint ON {prefix}dead_letters (endpoint_id, key);

CREATE TABLE {prefix}cancellations (
    key         BLOB    NOT NULL,
    endpoint_id INTEGER NOT NULL,
    attempts    INTEGER NOT NULL,
    ended_at    INTEGER NOT NULL,
    reason      TEXT,
    actor       TEXT    NOT NULL,
    replayed_as BLOB,
    PRIMARY KEY (key, endpoint_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX {prefix}cancellations_endpoint ON {prefix}cancellations (endpoint_id, key);

-- What people have asked for that takes many steps. A step makes deliveries and moves the row on, in one transaction.
CREATE TABLE {prefix}jobs (
    id             BLOB    NOT NULL PRIMARY KEY,
    kind           INTEGER NOT NULL,
    owner          TEXT,
    selection      TEXT    NOT NULL,
    rate           INTEGER,
    status         INTEGER NOT NULL,
    failure_reason TEXT,
    total          INTEGER,
    done           INTEGER NOT NULL,
    skipped        INTEGER NOT NULL,
    position       TEXT,
    requested_by   TEXT    NOT NULL,
    created_at     INTEGER NOT NULL,
    started_at     INTEGER,
    updated_at     INTEGER NOT NULL,
    ended_at       INTEGER,
    revision       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX {prefix}jobs_unended ON {prefix}jobs (id) WHERE ended_at IS NULL;

CREATE TABLE {prefix}instances (
    id         TEXT    NOT NULL PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE {prefix}leases (
    partition  INTEGER NOT NULL PRIMARY KEY,
    instance   TEXT,
    epoch      INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 63)
INSERT INTO {prefix}leases (partition, instance, epoch, expires_at) SELECT n, NULL, 0, 0 FROM numbers;

CREATE TABLE {prefix}rates (
    owner          TEXT    NOT NULL PRIMARY KEY,
    reserved_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What an application that receives webhooks has processed.
CREATE TABLE {prefix}processed_events (
    key           BLOB    NOT NULL PRIMARY KEY,
    number        INTEGER NOT NULL,
    is_done       INTEGER NOT NULL,
    claimed_until INTEGER NOT NULL,
    forget_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX {prefix}processed_events_forget ON {prefix}processed_events (forget_at);

CREATE TABLE {prefix}audit (
    id         BLOB    NOT NULL PRIMARY KEY,
    at         INTEGER NOT NULL,
    actor      TEXT    NOT NULL,
    action     TEXT    NOT NULL,
    target     TEXT    NOT NULL,
    owner      TEXT    NOT NULL,
    reason     TEXT,
    scheme     TEXT,
    address    TEXT,
    request_id TEXT,
    changes    TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX {prefix}audit_target ON {prefix}audit (target, id);
CREATE INDEX {prefix}audit_owner ON {prefix}audit (owner, id);

INSERT INTO {prefix}schema (version, applied_at) VALUES (1, CAST(unixepoch('subsec') * 1000000 AS INTEGER));
