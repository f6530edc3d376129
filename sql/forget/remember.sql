-- Let some forgotten documents be read again, and the objects that hold one.
DELETE FROM forgotten WHERE document_id IN (SELECT unnest($document_ids::VARCHAR[]));
DELETE FROM objects
WHERE object_uri IN (SELECT split_part(source_uri, '!/', 1) FROM rejects WHERE reason = 'forgotten');
