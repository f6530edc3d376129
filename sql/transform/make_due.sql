-- Forget that some documents were read. What was found in them stays until they are read again.
DELETE FROM extractions WHERE document_id IN (SELECT unnest($document_ids::VARCHAR[]));
