-- Which of some documents a release holds, in its texts or in its rejects, which may quote them.
SELECT document_id FROM documents WHERE document_id IN (SELECT unnest($document_ids::VARCHAR[]))
UNION
SELECT document_id FROM rejects WHERE document_id IN (SELECT unnest($document_ids::VARCHAR[]));
