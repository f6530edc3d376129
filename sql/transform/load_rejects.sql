-- Make the rejects of the batch's documents and sources those that came with it. One that stands already keeps its
-- run and its time, so that running again changes nothing.
CREATE OR REPLACE TEMP TABLE fresh_rejects AS
SELECT DISTINCT * FROM incoming_rejects;

DELETE FROM rejects
WHERE stage <> 'audit'
  AND (
      document_id IN (SELECT document_id FROM accepted)
      OR document_id IN (SELECT document_id FROM fresh_rejects)
      OR source_uri IN (SELECT source_uri FROM fresh_rejects WHERE document_id IS NULL)
  )
  AND NOT EXISTS (
      FROM fresh_rejects AS fresh
      WHERE (fresh.stage, fresh.source_uri, fresh.document_id, fresh.row_id, fresh.start, fresh."end", fresh.reason, fresh.detail)
          IS NOT DISTINCT FROM
            (rejects.stage, rejects.source_uri, rejects.document_id, rejects.row_id, rejects.start, rejects."end", rejects.reason, rejects.detail)
  );

INSERT INTO rejects BY NAME
SELECT fresh.*, $run_id AS run_id, $now AS rejected_at
FROM fresh_rejects AS fresh
WHERE NOT EXISTS (
    FROM rejects
    WHERE (fresh.stage, fresh.source_uri, fresh.document_id, fresh.row_id, fresh.start, fresh."end", fresh.reason, fresh.detail)
        IS NOT DISTINCT FROM
          (rejects.stage, rejects.source_uri, rejects.document_id, rejects.row_id, rejects.start, rejects."end", rejects.reason, rejects.detail)
);
