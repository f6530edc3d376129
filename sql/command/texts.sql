-- The texts of some documents.
SELECT document_id, text FROM documents WHERE document_id IN (SELECT unnest($document_ids::VARCHAR[]));
