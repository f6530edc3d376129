-- The sources that a run may find missing: those that were there, or were refused, when a run last looked for them.
SELECT source_uri FROM sources WHERE is_present
UNION
SELECT source_uri FROM rejects WHERE stage = 'read' AND source_uri IS NOT NULL
ORDER BY source_uri;
