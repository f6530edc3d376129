-- The numbers of published documents, less those that a row rule refused.
SELECT numbers.*
FROM numbers
SEMI JOIN published USING (document_id)
ANTI JOIN (
    SELECT row_id AS number_id FROM rejects WHERE stage = 'audit' AND table_name = 'numbers'
) USING (number_id)
ORDER BY document_id, start, "end";
