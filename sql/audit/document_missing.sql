-- Every number has its document.
SELECT
    'numbers' AS table_name,
    number_id AS row_id,
    document_id,
    start,
    "end",
    'document_missing' AS reason,
    'there is no document ' || document_id AS detail
FROM numbers
ANTI JOIN documents USING (document_id);
