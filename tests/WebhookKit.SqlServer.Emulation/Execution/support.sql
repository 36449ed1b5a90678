-- What a database needs so that translated statements mean what they meant. A datetime2 is a timestamp in which a tick of 100 ns
-- is one microsecond since the year 1; a uniqueidentifier is a uuid whose bytes are in the order in which SQL Server compares them.

CREATE SCHEMA dbo;
CREATE SCHEMA tsql;
CREATE SCHEMA sys;
CREATE SCHEMA "INFORMATION_SCHEMA";

CREATE DOMAIN tsql.tinyint AS smallint CHECK (VALUE BETWEEN 0 AND 255);

-- bit = 1 and bit = 0
UPDATE pg_cast SET castcontext = 'i' WHERE castsource = 'integer'::regtype AND casttarget = 'boolean'::regtype;

-- Time

CREATE FUNCTION tsql.moment(ticks bigint) RETURNS timestamp LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT '0001-01-01'::timestamp + make_interval(days => (ticks / 86400000000)::integer, secs => (ticks % 86400000000)::float8 / 1000000)
$$;

CREATE FUNCTION tsql.ticks(value timestamp) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT ((extract(epoch FROM value) + 62135596800) * 1000000)::bigint
$$;

CREATE FUNCTION tsql.sysutcdatetime() RETURNS timestamp LANGUAGE sql VOLATILE AS $$
    SELECT tsql.moment(((extract(epoch FROM clock_timestamp()) + 62135596800) * 10000000)::bigint)
$$;

CREATE FUNCTION tsql.dateadd(unit bigint, number bigint, value timestamp) RETURNS timestamp LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT tsql.moment(tsql.ticks(value) + unit * number)
$$;

CREATE FUNCTION tsql.datediff(unit bigint, first timestamp, second timestamp) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT tsql.ticks(second) / unit - tsql.ticks(first) / unit
$$;

-- Written as text: yyyy-MM-dd, with or without a time of day.
CREATE FUNCTION tsql.text_to_moment(value text) RETURNS timestamp LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT tsql.moment((((value::date - '0001-01-01'::date)::bigint * 86400000000
        + (extract(epoch FROM (CASE WHEN length(value) > 10 THEN substring(value FROM 12 FOR 15) ELSE '00:00' END)::time) * 1000000)::bigint) * 10)
        + COALESCE(NULLIF(substring(value FROM 27 FOR 1), '')::bigint, 0))
$$;

CREATE FUNCTION tsql.varchar_to_moment(value varchar) RETURNS timestamp LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT tsql.text_to_moment(value::text)
$$;

CREATE FUNCTION tsql.moment_to_text(value timestamp) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RAISE EXCEPTION 'a datetime2 as text' USING ERRCODE = '0A000';
END $$;

CREATE CAST (text AS timestamp) WITH FUNCTION tsql.text_to_moment(text) AS IMPLICIT;
CREATE CAST (varchar AS timestamp) WITH FUNCTION tsql.varchar_to_moment(varchar) AS IMPLICIT;
CREATE CAST (timestamp AS text) WITH FUNCTION tsql.moment_to_text(timestamp) AS ASSIGNMENT;

-- Identifiers. The text has the bytes of the stored value in this order: 15 14 13 12, 11 10, 9 8, 6 7, 0 1 2 3 4 5.

CREATE FUNCTION tsql.uuid_to_text(value uuid) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    hex text := upper(encode(uuid_send(value), 'hex'));
    place integer;
    answer text := '';
BEGIN
    FOREACH place IN ARRAY ARRAY[15, 14, 13, 12, -1, 11, 10, -1, 9, 8, -1, 6, 7, -1, 0, 1, 2, 3, 4, 5] LOOP
        answer := answer || CASE WHEN place < 0 THEN '-' ELSE substring(hex FROM place * 2 + 1 FOR 2) END;
    END LOOP;
    RETURN answer;
END $$;

CREATE FUNCTION tsql.text_to_uuid(value text) RETURNS uuid LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    hex text := replace(value::text, '-', '');
    place integer;
    answer text := '';
BEGIN
    IF hex !~ '^[0-9a-fA-F]{32}$' THEN
        RAISE EXCEPTION 'Conversion failed when converting from a character string to uniqueidentifier.' USING ERRCODE = '22P02';
    END IF;
    FOREACH place IN ARRAY ARRAY[10, 11, 12, 13, 14, 15, 8, 9, 7, 6, 5, 4, 3, 2, 1, 0] LOOP
        answer := answer || substring(hex FROM place * 2 + 1 FOR 2);
    END LOOP;
    -- Not by a cast, which is this function.
    RETURN uuid_in(textout(answer));
END $$;

CREATE FUNCTION tsql.varchar_to_uuid(value varchar) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT tsql.text_to_uuid(value::text) $$;

CREATE FUNCTION tsql.newid() RETURNS uuid LANGUAGE sql VOLATILE AS $$ SELECT tsql.text_to_uuid(encode(uuid_send(gen_random_uuid()), 'hex')) $$;

CREATE CAST (uuid AS text) WITH FUNCTION tsql.uuid_to_text(uuid) AS ASSIGNMENT;
CREATE CAST (text AS uuid) WITH FUNCTION tsql.text_to_uuid(text) AS IMPLICIT;
CREATE CAST (varchar AS uuid) WITH FUNCTION tsql.varchar_to_uuid(varchar) AS IMPLICIT;

-- Conversions that cut

CREATE FUNCTION tsql.to_text(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION tsql.to_text(value bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT value::text $$;
CREATE FUNCTION tsql.to_text(value uuid) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT tsql.uuid_to_text(value) $$;

CREATE FUNCTION tsql.to_varbinary(value bytea, length integer) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$ SELECT substring(value FROM 1 FOR length) $$;

CREATE FUNCTION tsql.to_binary(value bytea, length integer) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT substring(value || decode(repeat('00', greatest(0, length - octet_length(value))), 'hex') FROM 1 FOR length)
$$;

-- Text

CREATE OPERATOR tsql.+ (LEFTARG = text, RIGHTARG = text, FUNCTION = textcat);

CREATE FUNCTION tsql.len(value text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT length(rtrim(value, ' ')) $$;

-- In bytes of UTF-16: two for each character, four for one outside of the basic plane.
CREATE FUNCTION tsql.datalength(value text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT 2 * length(value) + 2 * length(regexp_replace(value, U&'[^\+010000-\+10FFFF]', '', 'g'))
$$;

CREATE FUNCTION tsql.datalength(value bytea) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT octet_length(value) $$;

CREATE FUNCTION tsql.substring(value text, start integer, length integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT pg_catalog.substring(value, start, length) $$;

CREATE FUNCTION tsql.substring(value bytea, start integer, length integer) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$ SELECT pg_catalog.substring(value, start, length) $$;

CREATE FUNCTION tsql.charindex(part text, value text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT strpos(value, part) $$;

-- Outside of an escape a bracket begins a set of characters, which only a bracket by itself may be here.
CREATE FUNCTION tsql.to_pattern(pattern text, escape text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    i integer := 1;
    c text;
    answer text := '';
BEGIN
    WHILE i <= length(pattern) LOOP
        c := substr(pattern, i, 1);
        IF escape <> '' AND c = escape THEN
            i := i + 1;
            answer := answer || '\' || substr(pattern, i, 1);
        ELSIF c = '[' THEN
            IF substr(pattern, i + 2, 1) <> ']' THEN
                RAISE EXCEPTION 'a set of characters in a LIKE pattern' USING ERRCODE = '0A000';
            END IF;
            answer := answer || '\' || substr(pattern, i + 1, 1);
            i := i + 2;
        ELSIF c = '\' THEN
            answer := answer || '\\';
        ELSE
            answer := answer || c;
        END IF;
        i := i + 1;
    END LOOP;
    RETURN answer;
END $$;

-- Numbers. Sums have the type of what is summed.

CREATE AGGREGATE tsql.sum(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE tsql.sum(bigint) (SFUNC = int8pl, STYPE = bigint);
CREATE AGGREGATE tsql.sum(numeric) (SFUNC = numeric_add, STYPE = numeric);
CREATE FUNCTION tsql.ceiling(value integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION tsql.ceiling(value numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT ceil(value) $$;
CREATE FUNCTION tsql.floor(value integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION tsql.floor(value numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT pg_catalog.floor(value) $$;

-- Catalog

CREATE FUNCTION tsql.schema_id(name text) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT oid::integer FROM pg_namespace WHERE nspname = name
$$;

CREATE FUNCTION tsql.unquoted(name text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT parts FROM (SELECT parse_ident(replace(replace(name, '[', '"'), ']', '"'), FALSE) AS parts) AS parsed
$$;

CREATE FUNCTION tsql.object_id(name text) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT c.oid::integer
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'S') AND c.relname = (tsql.unquoted(name))[array_length(tsql.unquoted(name), 1)]
        AND n.nspname = CASE WHEN array_length(tsql.unquoted(name), 1) > 1 THEN (tsql.unquoted(name))[1] ELSE 'dbo' END
$$;

CREATE FUNCTION tsql.object_id(name text, kind text) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN kind IN ('U', 'SO') THEN tsql.object_id(name) END
$$;

CREATE FUNCTION tsql.type_id(name text) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT c.oid::integer
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relname = 'type:' || (tsql.unquoted(name))[array_length(tsql.unquoted(name), 1)]
        AND n.nspname = CASE WHEN array_length(tsql.unquoted(name), 1) > 1 THEN (tsql.unquoted(name))[1] ELSE 'dbo' END
$$;

CREATE FUNCTION tsql.db_name() RETURNS text LANGUAGE sql STABLE AS $$ SELECT current_database()::text $$;

CREATE VIEW "INFORMATION_SCHEMA"."SCHEMATA" AS
SELECT nspname::text AS "SCHEMA_NAME" FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname NOT IN ('information_schema', 'tsql', 'public');

CREATE VIEW "INFORMATION_SCHEMA"."TABLES" AS
SELECT n.nspname::text AS "TABLE_SCHEMA", c.relname::text AS "TABLE_NAME", 'BASE TABLE'::text AS "TABLE_TYPE"
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relname NOT LIKE 'type:%' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'tsql');

CREATE VIEW "INFORMATION_SCHEMA"."COLUMNS" AS
SELECT n.nspname::text AS "TABLE_SCHEMA", c.relname::text AS "TABLE_NAME", a.attname::text AS "COLUMN_NAME", a.attnum::integer AS "ORDINAL_POSITION"
FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    AND c.relname NOT LIKE 'type:%' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'tsql');

-- Tables of users and sequences only.
CREATE VIEW sys.objects AS
SELECT c.relname::text AS name, c.oid::integer AS object_id, c.relnamespace::integer AS schema_id,
    CASE c.relkind WHEN 'r' THEN 'U'::text ELSE 'SO'::text END AS type, FALSE AS is_ms_shipped
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'S') AND c.relname NOT LIKE 'type:%' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'tsql');

CREATE VIEW sys.extended_properties AS
SELECT 0::smallint AS class, 0 AS major_id, 0 AS minor_id, ''::text AS name WHERE FALSE;

GRANT USAGE ON SCHEMA dbo, tsql, sys, "INFORMATION_SCHEMA" TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA sys, "INFORMATION_SCHEMA" TO PUBLIC;
