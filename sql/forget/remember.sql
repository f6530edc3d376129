-- Let some forgotten documents be read again.
DELETE FROM forgotten WHERE document_id IN (SELECT unnest($document_ids::VARCHAR[]));
