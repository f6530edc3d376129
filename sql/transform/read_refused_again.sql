-- Let the objects in which a source was refused be read again.
DELETE FROM objects
WHERE object_uri IN (SELECT split_part(source_uri, '!/', 1) FROM rejects WHERE stage = 'read' AND source_uri IS NOT NULL);
