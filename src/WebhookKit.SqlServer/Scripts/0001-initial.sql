-- Keys are version 7 UUIDs as 16 bytes in the order of their digits, so that they sort by time: the type uniqueidentifier sorts
-- by its last six bytes first, which are random. An endpoint's partition is the highest six of the 63 bits of its id, so that a
-- partition is one range of ids. Text that is compared is compared byte by byte, whatever the database's own collation.
-- Hot tables lock row by row and never the whole table, because readers pass over rows that a transaction of the host holds.

CREATE TABLE {schema}.versions (
    version    int          NOT NULL CONSTRAINT pk_versions PRIMARY KEY,
    applied_at datetime2(7) NOT NULL
);

CREATE TABLE {schema}.endpoints (
    id                    bigint        NOT NULL CONSTRAINT pk_endpoints PRIMARY KEY,
    owner                 nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    url                   nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    events                nvarchar(max) NOT NULL,
    description           nvarchar(max) NULL,
    metadata              nvarchar(max) NULL,
    headers               nvarchar(max) NULL,
    retry                 nvarchar(max) NULL,
    rate_limit            nvarchar(max) NULL,
    filter                nvarchar(max) NULL,
    tls                   nvarchar(max) NULL,
    client_key            varbinary(max) NULL,
    ordering              smallint      NOT NULL,
    skip_after            smallint      NULL,
    signers               nvarchar(max) NULL,
    status                smallint      NOT NULL,
    status_reason         nvarchar(max) NULL,
    failing_since         datetime2(7)  NULL,
    circuit_opened_at     datetime2(7)  NULL,
    circuit_open_until    datetime2(7)  NULL,
    circuit_openings      int           NOT NULL,
    circuit_interventions int           NOT NULL,
    created_at            datetime2(7)  NOT NULL,
    updated_at            datetime2(7)  NOT NULL,
    revision              bigint        NOT NULL
);

CREATE INDEX endpoints_owner ON {schema}.endpoints (owner, id);

CREATE TABLE {schema}.secrets (
    endpoint_id bigint         NOT NULL,
    position    smallint       NOT NULL,
    id          binary(16)     NOT NULL,
    protected   varbinary(max) NOT NULL,
    created_at  datetime2(7)   NOT NULL,
    expires_at  datetime2(7)   NULL,
    CONSTRAINT pk_secrets PRIMARY KEY (endpoint_id, position)
);

-- Of endpoints that are not disabled: publishing looks here and nowhere else.
CREATE TABLE {schema}.subscriptions (
    owner       nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    pattern     nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    endpoint_id bigint        NOT NULL,
    ordering    smallint      NOT NULL,
    CONSTRAINT pk_subscriptions PRIMARY KEY (owner, pattern, endpoint_id)
);

CREATE INDEX subscriptions_endpoint ON {schema}.subscriptions (endpoint_id);

CREATE TABLE {schema}.events (
    id                binary(16)     NOT NULL CONSTRAINT pk_events PRIMARY KEY WITH (ALLOW_PAGE_LOCKS = OFF),
    created_at        datetime2(7)   NOT NULL,
    type              nvarchar(128)  COLLATE Latin1_General_100_BIN2 NOT NULL,
    owner             nvarchar(128)  COLLATE Latin1_General_100_BIN2 NOT NULL,
    content_type      nvarchar(200)  NOT NULL,
    idempotency_key   nvarchar(256)  COLLATE Latin1_General_100_BIN2 NULL,
    trace_parent      nvarchar(max)  NULL,
    metadata          nvarchar(max)  NULL,
    payload_reference nvarchar(max)  NULL,
    deliver_at        datetime2(7)   NULL,
    options           nvarchar(max)  NULL,
    payload           varbinary(max) NOT NULL
);

CREATE UNIQUE INDEX events_idempotency ON {schema}.events (owner, idempotency_key)
    WHERE idempotency_key IS NOT NULL WITH (ALLOW_PAGE_LOCKS = OFF);

-- How lists get from an owner to its deliveries. Costs nothing where there are no owners.
CREATE INDEX events_owner ON {schema}.events (owner, id) WHERE owner <> N'' WITH (ALLOW_PAGE_LOCKS = OFF);

ALTER TABLE {schema}.events SET (LOCK_ESCALATION = DISABLE);

-- Pending deliveries. A row is inserted, moved by a retry and deleted at the end; nothing is written to claim it.
-- event_id is NULL for a first delivery, whose key is the event's id. ordering_key, coalescing_key and
-- queued_at are NULL where nothing is in order and nothing replaces anything.
CREATE TABLE {schema}.queue (
    [key]        binary(16)    NOT NULL,
    endpoint_id  bigint        NOT NULL,
    due_at       datetime2(7)  NOT NULL,
    attempts     int           NOT NULL,
    event_id     binary(16)    NULL,
    ordering_key nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
    coalescing_key nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
    queued_at    datetime2(7)  NULL,
    CONSTRAINT pk_queue PRIMARY KEY ([key], endpoint_id) WITH (ALLOW_PAGE_LOCKS = OFF)
);

-- A lane is one range of this index.
CREATE INDEX queue_lanes ON {schema}.queue (endpoint_id, due_at, [key]) INCLUDE (attempts, event_id, ordering_key)
    WITH (ALLOW_PAGE_LOCKS = OFF);

CREATE INDEX queue_order ON {schema}.queue (endpoint_id, ordering_key, queued_at, [key]) INCLUDE (due_at)
    WHERE ordering_key IS NOT NULL WITH (ALLOW_PAGE_LOCKS = OFF);

CREATE INDEX queue_coalescing ON {schema}.queue (endpoint_id, coalescing_key, queued_at, [key])
    WHERE coalescing_key IS NOT NULL WITH (ALLOW_PAGE_LOCKS = OFF);

ALTER TABLE {schema}.queue SET (LOCK_ESCALATION = DISABLE);

-- The last number that was used up. Of no use any more when nothing has come for as long as deliveries are kept.
CREATE TABLE {schema}.sequences (
    endpoint_id  bigint        NOT NULL,
    ordering_key nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    last         bigint        NOT NULL,
    used_at      datetime2(7)  NOT NULL,
    CONSTRAINT pk_sequences PRIMARY KEY (endpoint_id, ordering_key)
);

CREATE INDEX sequences_used ON {schema}.sequences (used_at);

-- Which deliveries repeat others. Kept for as long as the delivery, whatever its state.
CREATE TABLE {schema}.replays (
    [key]       binary(16)   NOT NULL,
    endpoint_id bigint       NOT NULL,
    event_id    binary(16)   NOT NULL,
    replay_of   binary(16)   NOT NULL,
    created_at  datetime2(7) NOT NULL,
    CONSTRAINT pk_replays PRIMARY KEY ([key], endpoint_id)
);

CREATE INDEX replays_event ON {schema}.replays (event_id);

-- Append-only. succeeded_at, or filtered_at, is set on the one attempt that ended its delivery; the delivery lives here from then on.
-- duration is in microseconds. No trigger, foreign key or check may be added: rows are moved here by OUTPUT.
CREATE TABLE {schema}.attempts (
    [key]            binary(16)    NOT NULL,
    endpoint_id      bigint        NOT NULL,
    epoch            bigint        NOT NULL,
    started_at       datetime2(7)  NOT NULL,
    duration         bigint        NOT NULL,
    succeeded_at     datetime2(7)  NULL,
    filtered_at      datetime2(7)  NULL,
    next_attempt_at  datetime2(7)  NULL,
    number           int           NOT NULL,
    status_code      smallint      NULL,
    outcome          smallint      NOT NULL,
    is_stale         bit           NOT NULL,
    error            nvarchar(max) NULL,
    response_excerpt nvarchar(max) NULL,
    CONSTRAINT pk_attempts PRIMARY KEY ([key], endpoint_id, number, epoch)
);

CREATE INDEX attempts_succeeded ON {schema}.attempts (endpoint_id, [key]) WHERE succeeded_at IS NOT NULL;
CREATE INDEX attempts_filtered ON {schema}.attempts (endpoint_id, [key]) WHERE filtered_at IS NOT NULL;

ALTER TABLE {schema}.attempts SET (LOCK_ESCALATION = DISABLE);

CREATE TABLE {schema}.dead_letters (
    [key]       binary(16)   NOT NULL,
    endpoint_id bigint       NOT NULL,
    ended_at    datetime2(7) NOT NULL,
    attempts    int          NOT NULL,
    reason      smallint     NOT NULL,
    replayed_as binary(16)   NULL,
    CONSTRAINT pk_dead_letters PRIMARY KEY ([key], endpoint_id)
);

CREATE INDEX dead_letters_endpoint ON {schema}.dead_letters (endpoint_id, [key]);

-- No trigger, foreign key or check may be added: rows are moved here by OUTPUT.
CREATE TABLE {schema}.cancellations (
    [key]       binary(16)    NOT NULL,
    endpoint_id bigint        NOT NULL,
    ended_at    datetime2(7)  NOT NULL,
    attempts    int           NOT NULL,
    reason      nvarchar(max) NULL,
    actor       nvarchar(max) NOT NULL,
    replayed_as binary(16)    NULL,
    CONSTRAINT pk_cancellations PRIMARY KEY ([key], endpoint_id)
);

CREATE INDEX cancellations_endpoint ON {schema}.cancellations (endpoint_id, [key]);

-- What people have asked for that takes many steps. A step makes deliveries and moves the row on, in one transaction.
CREATE TABLE {schema}.jobs (
    id             binary(16)    NOT NULL CONSTRAINT pk_jobs PRIMARY KEY,
    created_at     datetime2(7)  NOT NULL,
    started_at     datetime2(7)  NULL,
    updated_at     datetime2(7)  NOT NULL,
    ended_at       datetime2(7)  NULL,
    revision       bigint        NOT NULL,
    total          bigint        NULL,
    done           bigint        NOT NULL,
    skipped        bigint        NOT NULL,
    rate           int           NULL,
    kind           smallint      NOT NULL,
    status         smallint      NOT NULL,
    owner          nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
    selection      nvarchar(max) NOT NULL,
    position       nvarchar(max) NULL,
    failure_reason nvarchar(max) NULL,
    requested_by   nvarchar(max) NOT NULL
);

CREATE TABLE {schema}.instances (
    id         nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_instances PRIMARY KEY,
    expires_at datetime2(7)  NOT NULL
);

CREATE TABLE {schema}.leases (
    [partition] int           NOT NULL CONSTRAINT pk_leases PRIMARY KEY,
    instance    nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
    epoch       bigint        NOT NULL,
    expires_at  datetime2(7)  NOT NULL
);

INSERT INTO {schema}.leases ([partition], instance, epoch, expires_at)
VALUES
    (0, NULL, 0, '0001-01-01'),
    (1, NULL, 0, '0001-01-01'),
    (2, NULL, 0, '0001-01-01'),
    (3, NULL, 0, '0001-01-01'),
    (4, NULL, 0, '0001-01-01'),
    (5, NULL, 0, '0001-01-01'),
    (6, NULL, 0, '0001-01-01'),
    (7, NULL, 0, '0001-01-01'),
    (8, NULL, 0, '0001-01-01'),
    (9, NULL, 0, '0001-01-01'),
    (10, NULL, 0, '0001-01-01'),
    (11, NULL, 0, '0001-01-01'),
    (12, NULL, 0, '0001-01-01'),
    (13, NULL, 0, '0001-01-01'),
    (14, NULL, 0, '0001-01-01'),
    (15, NULL, 0, '0001-01-01'),
    (16, NULL, 0, '0001-01-01'),
    (17, NULL, 0, '0001-01-01'),
    (18, NULL, 0, '0001-01-01'),
    (19, NULL, 0, '0001-01-01'),
    (20, NULL, 0, '0001-01-01'),
    (21, NULL, 0, '0001-01-01'),
    (22, NULL, 0, '0001-01-01'),
    (23, NULL, 0, '0001-01-01'),
    (24, NULL, 0, '0001-01-01'),
    (25, NULL, 0, '0001-01-01'),
    (26, NULL, 0, '0001-01-01'),
    (27, NULL, 0, '0001-01-01'),
    (28, NULL, 0, '0001-01-01'),
    (29, NULL, 0, '0001-01-01'),
    (30, NULL, 0, '0001-01-01'),
    (31, NULL, 0, '0001-01-01'),
    (32, NULL, 0, '0001-01-01'),
    (33, NULL, 0, '0001-01-01'),
    (34, NULL, 0, '0001-01-01'),
    (35, NULL, 0, '0001-01-01'),
    (36, NULL, 0, '0001-01-01'),
    (37, NULL, 0, '0001-01-01'),
    (38, NULL, 0, '0001-01-01'),
    (39, NULL, 0, '0001-01-01'),
    (40, NULL, 0, '0001-01-01'),
    (41, NULL, 0, '0001-01-01'),
    (42, NULL, 0, '0001-01-01'),
    (43, NULL, 0, '0001-01-01'),
    (44, NULL, 0, '0001-01-01'),
    (45, NULL, 0, '0001-01-01'),
    (46, NULL, 0, '0001-01-01'),
    (47, NULL, 0, '0001-01-01'),
    (48, NULL, 0, '0001-01-01'),
    (49, NULL, 0, '0001-01-01'),
    (50, NULL, 0, '0001-01-01'),
    (51, NULL, 0, '0001-01-01'),
    (52, NULL, 0, '0001-01-01'),
    (53, NULL, 0, '0001-01-01'),
    (54, NULL, 0, '0001-01-01'),
    (55, NULL, 0, '0001-01-01'),
    (56, NULL, 0, '0001-01-01'),
    (57, NULL, 0, '0001-01-01'),
    (58, NULL, 0, '0001-01-01'),
    (59, NULL, 0, '0001-01-01'),
    (60, NULL, 0, '0001-01-01'),
    (61, NULL, 0, '0001-01-01'),
    (62, NULL, 0, '0001-01-01'),
    (63, NULL, 0, '0001-01-01');

-- One row, which every renewal of leases writes first: they come one after the other.
CREATE TABLE {schema}.lease_turns (
    id   int    NOT NULL CONSTRAINT pk_lease_turns PRIMARY KEY,
    turn bigint NOT NULL
);

INSERT INTO {schema}.lease_turns (id, turn) VALUES (1, 0);

CREATE TABLE {schema}.rates (
    owner          nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_rates PRIMARY KEY,
    reserved_until datetime2(7)  NOT NULL
);

-- What an application that receives webhooks has processed.
CREATE TABLE {schema}.processed_events (
    [key]         binary(32)   NOT NULL CONSTRAINT pk_processed_events PRIMARY KEY,
    number        bigint       NOT NULL,
    is_done       bit          NOT NULL,
    claimed_until datetime2(7) NOT NULL,
    forget_at     datetime2(7) NOT NULL
);

CREATE INDEX processed_events_forget ON {schema}.processed_events (forget_at);

CREATE TABLE {schema}.audit (
    id         binary(16)    NOT NULL CONSTRAINT pk_audit PRIMARY KEY,
    at         datetime2(7)  NOT NULL,
    actor      nvarchar(max) NOT NULL,
    action     nvarchar(max) NOT NULL,
    target     nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
    owner      nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reason     nvarchar(max) NULL,
    scheme     nvarchar(max) NULL,
    address    nvarchar(max) NULL,
    request_id nvarchar(max) NULL,
    changes    nvarchar(max) NULL
);

CREATE INDEX audit_target ON {schema}.audit (target, id);
CREATE INDEX audit_owner ON {schema}.audit (owner, id);

-- What is sent in batches is sent as rows of these types.
CREATE TYPE {schema}.key_rows AS TABLE (
    [key] binary(16) NOT NULL PRIMARY KEY
);

CREATE TYPE {schema}.id_rows AS TABLE (
    id bigint NOT NULL PRIMARY KEY
);

CREATE TYPE {schema}.range_rows AS TABLE (
    first_id bigint NOT NULL PRIMARY KEY,
    last_id  bigint NOT NULL
);

CREATE TYPE {schema}.pattern_rows AS TABLE (
    type    nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    pattern nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PRIMARY KEY (type, pattern)
);

CREATE TYPE {schema}.event_rows AS TABLE (
    id                binary(16)     NOT NULL PRIMARY KEY,
    created_at        datetime2(7)   NOT NULL,
    type              nvarchar(128)  COLLATE Latin1_General_100_BIN2 NOT NULL,
    owner             nvarchar(128)  COLLATE Latin1_General_100_BIN2 NOT NULL,
    content_type      nvarchar(200)  NOT NULL,
    idempotency_key   nvarchar(256)  COLLATE Latin1_General_100_BIN2 NULL,
    trace_parent      nvarchar(max)  NULL,
    metadata          nvarchar(max)  NULL,
    payload_reference nvarchar(max)  NULL,
    payload           varbinary(max) NOT NULL,
    deliver_at        datetime2(7)   NULL,
    options           nvarchar(max)  NULL,
    endpoints         nvarchar(max)  NULL,
    ordering_key      nvarchar(128)  COLLATE Latin1_General_100_BIN2 NULL,
    coalescing_key    nvarchar(128)  COLLATE Latin1_General_100_BIN2 NULL
);

CREATE TYPE {schema}.lane_rows AS TABLE (
    place        int          NOT NULL PRIMARY KEY,
    endpoint_id  bigint       NOT NULL,
    room         int          NOT NULL,
    after_due_at datetime2(7) NOT NULL,
    after_key    binary(16)   NOT NULL
);

CREATE TYPE {schema}.delivery_rows AS TABLE (
    [key]       binary(16) NOT NULL,
    endpoint_id bigint     NOT NULL,
    PRIMARY KEY ([key], endpoint_id)
);

CREATE TYPE {schema}.outcome_rows AS TABLE (
    [key]            binary(16)    NOT NULL,
    endpoint_id      bigint        NOT NULL,
    number           int           NOT NULL,
    epoch            bigint        NOT NULL,
    transition       smallint      NOT NULL,
    started_at       datetime2(7)  NOT NULL,
    duration         bigint        NOT NULL,
    ended_at         datetime2(7)  NOT NULL,
    next_attempt_at  datetime2(7)  NULL,
    outcome          smallint      NOT NULL,
    status_code      smallint      NULL,
    dead_reason      smallint      NULL,
    error            nvarchar(max) NULL,
    response_excerpt nvarchar(max) NULL,
    ordering_key     nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
    sequence         bigint        NOT NULL,
    PRIMARY KEY ([key], endpoint_id)
);

INSERT INTO {schema}.versions (version, applied_at) VALUES (1, SYSUTCDATETIME());
