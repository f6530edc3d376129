-- What was refused, as far as it is about published documents or about sources that could not be read.
SELECT stage, source_uri, document_id, row_id, start, "end", reason, detail, run_id, rejected_at
FROM rejects
WHERE document_id IS NULL OR document_id IN (SELECT document_id FROM published) OR stage = 'read'
ORDER BY stage, source_uri, document_id, start, "end", row_id, reason, detail;
