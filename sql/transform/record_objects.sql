-- Remember the tags of the objects that a run listed, but not of those that could not be read for a reason that may pass
-- without a change of theirs. What is known of no source any more is forgotten.
DELETE FROM objects
WHERE object_uri IN (SELECT object_uri FROM listed)
   OR object_uri NOT IN (
       SELECT split_part(source_uri, '!/', 1) FROM sources WHERE is_present
       UNION ALL
       SELECT split_part(source_uri, '!/', 1) FROM rejects WHERE stage = 'read' AND source_uri IS NOT NULL
   );

INSERT INTO objects BY NAME
SELECT object_uri, tag, $read_by AS read_by
FROM listed
WHERE object_uri NOT IN (
    SELECT split_part(source_uri, '!/', 1)
    FROM rejects
    WHERE source_uri IS NOT NULL AND reason IN ('unreadable', 'worker_lost')
);
