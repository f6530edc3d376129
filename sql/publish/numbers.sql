-- The numbers of present documents, less those that a row rule refused.
SELECT numbers.*
FROM numbers
SEMI JOIN (SELECT document_id FROM sources WHERE is_present) USING (document_id)
ANTI JOIN (
    SELECT row_id AS number_id FROM rejects WHERE stage = 'audit' AND table_name = 'numbers'
) USING (number_id)
ORDER BY document_id, start, "end";
