-- Where the row rules of sql/audit/ put the rows that fail.
CREATE OR REPLACE TEMP TABLE failing (
    table_name  VARCHAR,
    row_id      VARCHAR,
    document_id VARCHAR,
    start       INTEGER,
    "end"       INTEGER,
    reason      VARCHAR,
    detail      VARCHAR
);
