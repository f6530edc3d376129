-- The verdict as readers see it; filled after the audit.
CREATE TABLE audit (
    run_id      VARCHAR,
    audited_at  TIMESTAMP,
    "table"     VARCHAR,
    expectation VARCHAR,
    "column"    VARCHAR,
    severity    VARCHAR,
    success     BOOLEAN,
    note        VARCHAR,
    observed    VARCHAR,
    examples    VARCHAR[]
);
