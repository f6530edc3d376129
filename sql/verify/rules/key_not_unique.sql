-- No two rows of a table have the same key.
SELECT
    table_name,
    key AS row_id,
    document_id,
    NULL AS start,
    NULL AS "end",
    'key_not_unique' AS reason,
    count(*) || ' rows of ' || table_name || ' have the key ' || key AS detail
FROM (
    SELECT 'documents' AS table_name, document_id AS key, document_id FROM documents
    UNION ALL
    SELECT 'sources', concat_ws(' ', source_uri, document_id), document_id FROM sources
    UNION ALL
    SELECT 'numbers', number_id, document_id FROM numbers
    UNION ALL
    SELECT 'observations', observation_id, document_id FROM observations
)
GROUP BY table_name, key, document_id
HAVING count(*) > 1;
