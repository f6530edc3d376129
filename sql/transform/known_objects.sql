-- The objects that were read by $read_by, with their tags and all that was found in them: sources with their documents, and
-- sources that were refused, without one. Those with a document that this version of the engine has not read are left out.
CREATE OR REPLACE TEMP TABLE found_in_objects AS
SELECT objects.object_uri, tag, source_uri, document_id
FROM objects
JOIN (
    SELECT source_uri, document_id FROM sources WHERE is_present
    UNION ALL
    SELECT DISTINCT source_uri, NULL FROM rejects WHERE stage = 'read' AND source_uri IS NOT NULL
) AS found ON objects.object_uri = split_part(source_uri, '!/', 1)
WHERE read_by = $read_by;

FROM found_in_objects
WHERE object_uri NOT IN (
    SELECT object_uri
    FROM found_in_objects
    WHERE document_id IS NOT NULL
      AND document_id NOT IN (SELECT document_id FROM extractions WHERE engine_version = $engine_version)
);
