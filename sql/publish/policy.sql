-- Which documents are published, and under which name: those that still have a source; where removed files are to be kept
-- also those whose last content that was. The first source that is still there names them.
CREATE OR REPLACE TEMP TABLE policy AS SELECT $keep_removed AS keep_removed;

CREATE OR REPLACE TEMP VIEW published AS
WITH last_contents AS (
    SELECT source_uri, arg_max(document_id, (is_present, last_seen_at)) AS document_id
    FROM sources
    GROUP BY source_uri
)
SELECT document_id, arg_min(source_uri, (NOT is_present, first_seen_at, source_uri)) AS source_uri
FROM sources
SEMI JOIN last_contents USING (source_uri, document_id)
WHERE is_present OR (SELECT keep_removed FROM policy)
GROUP BY document_id;
