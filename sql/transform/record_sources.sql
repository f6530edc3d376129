-- Bring the sources up to what the run saw: known ones seen again, the absent marked, new ones added. The refusal of a
-- source ends when the source is gone or could be read. Sources that the run did not look for stay as they are.
CREATE OR REPLACE TEMP TABLE looked_for AS
SELECT source_uri FROM seen
UNION
SELECT source_uri FROM missing;

UPDATE sources
SET last_seen_at = $now, is_present = true, run_id = $run_id
FROM seen
WHERE sources.source_uri = seen.source_uri AND sources.document_id = seen.document_id;

UPDATE sources
SET is_present = false
WHERE is_present
  AND source_uri IN (SELECT source_uri FROM looked_for)
  AND NOT EXISTS (
      FROM seen WHERE sources.source_uri = seen.source_uri AND sources.document_id = seen.document_id
  );

INSERT INTO sources BY NAME
SELECT DISTINCT source_uri, document_id, $now AS first_seen_at, $now AS last_seen_at, true AS is_present, $run_id AS run_id
FROM seen
WHERE document_id IS NOT NULL
  AND NOT EXISTS (
      FROM sources WHERE sources.source_uri = seen.source_uri AND sources.document_id = seen.document_id
  );

DELETE FROM rejects
WHERE stage = 'read'
  AND source_uri IN (SELECT source_uri FROM looked_for)
  AND NOT EXISTS (FROM seen WHERE seen.source_uri = rejects.source_uri AND seen.document_id IS NULL);
