-- Every observation has its document.
SELECT
    'observations' AS table_name,
    observation_id AS row_id,
    document_id,
    NULL AS start,
    NULL AS "end",
    'observation_without_document' AS reason,
    'there is no document ' || document_id AS detail
FROM observations
ANTI JOIN documents USING (document_id);
