-- The private warehouse: what the engine found, as it found it, and who ran when.
-- No keys and no enums: a primary key costs several times the load, so the audit proves what a key would.
-- Timestamps are UTC without a zone.

CREATE TABLE documents (
    document_id         VARCHAR NOT NULL,
    sha256              VARCHAR NOT NULL,
    source_uri          VARCHAR NOT NULL,
    byte_size           BIGINT NOT NULL,
    encoding            VARCHAR NOT NULL,
    language            VARCHAR NOT NULL,
    title               VARCHAR,
    published_on        DATE,
    published_on_source VARCHAR,
    text                VARCHAR NOT NULL,
    ingested_at         TIMESTAMP NOT NULL,
    run_id              VARCHAR NOT NULL
);

CREATE TABLE sources (
    source_uri    VARCHAR NOT NULL,
    document_id   VARCHAR NOT NULL,
    first_seen_at TIMESTAMP NOT NULL,
    last_seen_at  TIMESTAMP NOT NULL,
    is_present    BOOLEAN NOT NULL,
    run_id        VARCHAR NOT NULL  -- the last run that saw it
);

CREATE TABLE numbers (
    number_id      VARCHAR NOT NULL,
    document_id    VARCHAR NOT NULL,
    sentence_index INTEGER NOT NULL,
    start          INTEGER NOT NULL,
    "end"          INTEGER NOT NULL,
    surface        VARCHAR NOT NULL,
    kind           VARCHAR NOT NULL,
    value          DOUBLE,
    value_exact    VARCHAR,
    lower          DOUBLE,
    upper          DOUBLE,
    resolution     VARCHAR,
    iso            VARCHAR,
    comparator     VARCHAR NOT NULL,
    unit           VARCHAR,
    unit_code      VARCHAR,
    unit_kind      VARCHAR,
    rule           VARCHAR NOT NULL
);

-- Only the engine's own columns: the published table joins the number and its sentence.
CREATE TABLE observations (
    observation_id VARCHAR NOT NULL,
    document_id    VARCHAR NOT NULL,
    indicator      VARCHAR,
    indicator_key  VARCHAR,
    measure        VARCHAR NOT NULL,
    direction      VARCHAR,
    basis          VARCHAR,
    time_period    VARCHAR,
    period_start   DATE,
    period_end     DATE,
    freq           VARCHAR,
    period_source  VARCHAR,
    ref_area       VARCHAR,
    ref_area_text  VARCHAR,
    obs_status     VARCHAR NOT NULL,
    attributed_to  VARCHAR,
    flags          VARCHAR[] NOT NULL,
    sentence       VARCHAR
);

CREATE TABLE rejects (
    stage       VARCHAR NOT NULL,
    source_uri  VARCHAR,
    document_id VARCHAR,
    row_id      VARCHAR,
    start       INTEGER,
    "end"       INTEGER,
    reason      VARCHAR NOT NULL,
    detail      VARCHAR NOT NULL,
    run_id      VARCHAR NOT NULL,
    rejected_at TIMESTAMP NOT NULL,
    table_name  VARCHAR  -- which table a row rule refuses the row from; null for the other stages
);

-- Which engine last read a document: the key of incremental work.
CREATE TABLE extractions (
    document_id    VARCHAR NOT NULL,
    engine_version VARCHAR NOT NULL,
    run_id         VARCHAR NOT NULL,
    batch_id       VARCHAR NOT NULL,
    extracted_at   TIMESTAMP NOT NULL
);

CREATE TABLE runs (
    run_id         VARCHAR NOT NULL,
    started_at     TIMESTAMP NOT NULL,
    ended_at       TIMESTAMP,
    status         VARCHAR NOT NULL,
    counts         MAP(VARCHAR, BIGINT),
    engine_version VARCHAR NOT NULL,
    release        VARCHAR,
    audit_outcome  VARCHAR
);

CREATE TABLE audits (
    run_id      VARCHAR NOT NULL,
    audited_at  TIMESTAMP NOT NULL,
    "table"     VARCHAR NOT NULL,
    expectation VARCHAR NOT NULL,
    "column"    VARCHAR,
    severity    VARCHAR NOT NULL,
    success     BOOLEAN NOT NULL,
    note        VARCHAR NOT NULL,
    observed    VARCHAR,
    examples    VARCHAR[] NOT NULL
);
