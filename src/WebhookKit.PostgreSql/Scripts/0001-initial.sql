-- Keys are version 7 UUIDs, so that they sort by time. An endpoint's partition is the highest six of the 63 bits of its id,
-- so that a partition is one range of ids.

CREATE TABLE {schema}.versions (
    version    integer     NOT NULL PRIMARY KEY,
    applied_at timestamptz NOT NULL
);

CREATE TABLE {schema}.endpoints (
    id                    bigint      NOT NULL PRIMARY KEY,
    owner                 text        NOT NULL,
    url                   text        NOT NULL,
    events                text[]      NOT NULL,
    description           text,
    metadata              text,
    headers               text,
    retry                 text,
    rate_limit            text,
    filter                text,
    tls                   text,
    client_key            bytea,
    ordering              smallint    NOT NULL,
    skip_after            smallint,
    signers               text,
    status                smallint    NOT NULL,
    status_reason         text,
    failing_since         timestamptz,
    circuit_opened_at     timestamptz,
    circuit_open_until    timestamptz,
    circuit_openings      integer     NOT NULL,
    circuit_interventions integer     NOT NULL,
    created_at            timestamptz NOT NULL,
    updated_at            timestamptz NOT NULL,
    revision              bigint      NOT NULL
);

CREATE INDEX endpoints_owner ON {schema}.endpoints (owner, id);

CREATE TABLE {schema}.secrets (
    endpoint_id bigint      NOT NULL,
    position    smallint    NOT NULL,
    id          uuid        NOT NULL,
    protected   bytea       NOT NULL,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz,
    PRIMARY KEY (endpoint_id, position)
);

-- Of endpoints that are not disabled: publishing looks here and nowhere else.
CREATE TABLE {schema}.subscriptions (
    owner       text     NOT NULL,
    pattern     text     NOT NULL,
    endpoint_id bigint   NOT NULL,
    ordering    smallint NOT NULL,
    PRIMARY KEY (owner, pattern, endpoint_id)
);

CREATE INDEX subscriptions_endpoint ON {schema}.subscriptions (endpoint_id);

-- Payloads of up to one page stay in the row, uncompressed: reading one is one look-up, and the bytes cost no CPU.
CREATE TABLE {schema}.events (
    id                uuid        NOT NULL PRIMARY KEY,
    created_at        timestamptz NOT NULL,
    type              text        NOT NULL,
    owner             text        NOT NULL,
    content_type      text        NOT NULL,
    idempotency_key   text,
    trace_parent      text,
    metadata          text,
    payload_reference text,
    deliver_at        timestamptz,
    options           text,
    payload           bytea       NOT NULL
) WITH (toast_tuple_target = 8160);

ALTER TABLE {schema}.events ALTER COLUMN payload SET STORAGE EXTERNAL;

CREATE UNIQUE INDEX events_idempotency ON {schema}.events (owner, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- How lists get from an owner to its deliveries. Costs nothing where there are no owners.
CREATE INDEX events_owner ON {schema}.events (owner, id) WHERE owner <> '';

-- Pending deliveries. A row is inserted, moved by a retry and deleted at the end; nothing is written to claim it.
-- event_id is NULL for a first delivery, whose key is the event's id. ordering_key, coalescing_key and
-- queued_at are NULL where nothing is in order and nothing replaces anything. What is deleted is swept up early and at full speed,
-- so that the table stays as small as what is pending; the file is not cut off, because cutting needs an exclusive lock.
CREATE TABLE {schema}.queue (
    key          uuid        NOT NULL,
    endpoint_id  bigint      NOT NULL,
    due_at       timestamptz NOT NULL,
    attempts     integer     NOT NULL,
    event_id     uuid,
    ordering_key text,
    coalescing_key text,
    queued_at    timestamptz,
    PRIMARY KEY (key, endpoint_id)
) WITH (
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_cost_delay = 0,
    autovacuum_analyze_scale_factor = 0.1,
    vacuum_truncate = off
);

-- A lane is one range of this index.
CREATE INDEX queue_lanes ON {schema}.queue (endpoint_id, due_at, key);

CREATE INDEX queue_order ON {schema}.queue (endpoint_id, ordering_key, queued_at, key) WHERE ordering_key IS NOT NULL;

CREATE INDEX queue_coalescing ON {schema}.queue (endpoint_id, coalescing_key, queued_at, key) WHERE coalescing_key IS NOT NULL;

-- The last number that was used up. Of no use any more when nothing has come for as long as deliveries are kept.
CREATE TABLE {schema}.sequences (
    endpoint_id  bigint      NOT NULL,
    ordering_key text        NOT NULL,
    last         bigint      NOT NULL,
    used_at      timestamptz NOT NULL,
    PRIMARY KEY (endpoint_id, ordering_key)
);

CREATE INDEX sequences_used ON {schema}.sequences (used_at);

-- Which deliveries repeat others. Kept for as long as the delivery, whatever its state.
CREATE TABLE {schema}.replays (
    key         uuid        NOT NULL,
    endpoint_id bigint      NOT NULL,
    event_id    uuid        NOT NULL,
    replay_of   uuid        NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (key, endpoint_id)
);

CREATE INDEX replays_event ON {schema}.replays (event_id);

-- Append-only. succeeded_at, or filtered_at, is set on the one attempt that ended its delivery; the delivery lives here from then on.
CREATE TABLE {schema}.attempts (
    key              uuid        NOT NULL,
    endpoint_id      bigint      NOT NULL,
    epoch            bigint      NOT NULL,
    started_at       timestamptz NOT NULL,
    duration         bigint      NOT NULL, -- microseconds
    succeeded_at     timestamptz,
    filtered_at      timestamptz,
    next_attempt_at  timestamptz,
    number           integer     NOT NULL,
    status_code      smallint,
    outcome          smallint    NOT NULL,
    is_stale         boolean     NOT NULL,
    error            text,
    response_excerpt text,
    PRIMARY KEY (key, endpoint_id, number, epoch)
);

CREATE INDEX attempts_succeeded ON {schema}.attempts (endpoint_id, key) WHERE succeeded_at IS NOT NULL;
CREATE INDEX attempts_filtered ON {schema}.attempts (key, endpoint_id) WHERE filtered_at IS NOT NULL;
CREATE INDEX attempts_filtered_endpoint ON {schema}.attempts (endpoint_id, key) WHERE filtered_at IS NOT NULL;

CREATE TABLE {schema}.dead_letters (
    key         uuid        NOT NULL,
    endpoint_id bigint      NOT NULL,
    ended_at    timestamptz NOT NULL,
    attempts    integer     NOT NULL,
    reason      smallint    NOT NULL,
    replayed_as uuid,
    PRIMARY KEY (key, endpoint_id)
);

CREATE INDEX dead_letters_endpoint ON {schema}.dead_letters (endpoint_id, key);

CREATE TABLE {schema}.cancellations (
    key         uuid        NOT NULL,
    endpoint_id bigint      NOT NULL,
    ended_at    timestamptz NOT NULL,
    attempts    integer     NOT NULL,
    reason      text,
    actor       text        NOT NULL,
    replayed_as uuid,
    PRIMARY KEY (key, endpoint_id)
);

CREATE INDEX cancellations_endpoint ON {schema}.cancellations (endpoint_id, key);

-- What people have asked for that takes many steps. A step makes deliveries and moves the row on, in one transaction.
CREATE TABLE {schema}.jobs (
    id             uuid        NOT NULL PRIMARY KEY,
    created_at     timestamptz NOT NULL,
    started_at     timestamptz,
    updated_at     timestamptz NOT NULL,
    ended_at       timestamptz,
    revision       bigint      NOT NULL,
    total          bigint,
    done           bigint      NOT NULL,
    skipped        bigint      NOT NULL,
    rate           integer,
    kind           smallint    NOT NULL,
    status         smallint    NOT NULL,
    owner          text,
    selection      text        NOT NULL,
    position       text,
    failure_reason text,
    requested_by   text        NOT NULL
);

CREATE INDEX jobs_unended ON {schema}.jobs (id) WHERE ended_at IS NULL;

CREATE TABLE {schema}.instances (
    id         text        NOT NULL PRIMARY KEY,
    expires_at timestamptz NOT NULL
);

CREATE TABLE {schema}.leases (
    partition  integer     NOT NULL PRIMARY KEY,
    instance   text,
    epoch      bigint      NOT NULL,
    expires_at timestamptz NOT NULL
);

INSERT INTO {schema}.leases (partition, instance, epoch, expires_at)
SELECT number, NULL, 0, '-infinity' FROM generate_series(0, 63) AS number;

CREATE TABLE {schema}.rates (
    owner          text        NOT NULL PRIMARY KEY,
    reserved_until timestamptz NOT NULL
) WITH (fillfactor = 50);

-- What an application that receives webhooks has processed.
CREATE TABLE {schema}.processed_events (
    key           bytea       NOT NULL PRIMARY KEY,
    number        bigint      NOT NULL,
    is_done       boolean     NOT NULL,
    claimed_until timestamptz NOT NULL,
    forget_at     timestamptz NOT NULL
);

CREATE INDEX processed_events_forget ON {schema}.processed_events (forget_at);

CREATE TABLE {schema}.audit (
    id         uuid        NOT NULL PRIMARY KEY,
    at         timestamptz NOT NULL,
    actor      text        NOT NULL,
    action     text        NOT NULL,
    target     text        NOT NULL,
    owner      text        NOT NULL,
    reason     text,
    scheme     text,
    address    text,
    request_id text,
    changes    text
);

CREATE INDEX audit_target ON {schema}.audit (target, id);
CREATE INDEX audit_owner ON {schema}.audit (owner, id);

INSERT INTO {schema}.versions (version, applied_at) VALUES (1, clock_timestamp());
