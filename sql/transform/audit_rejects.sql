-- Make the audit's rejects the rows that the row rules find failing now. One that stands already keeps its run and time.
DELETE FROM rejects
WHERE stage = 'audit'
  AND NOT EXISTS (
      FROM failing
      WHERE (failing.table_name, failing.row_id, failing.document_id, failing.start, failing."end", failing.reason, failing.detail)
          IS NOT DISTINCT FROM
            (rejects.table_name, rejects.row_id, rejects.document_id, rejects.start, rejects."end", rejects.reason, rejects.detail)
  );

INSERT INTO rejects BY NAME
SELECT DISTINCT 'audit' AS stage, failing.*, $run_id AS run_id, $now AS rejected_at
FROM failing
WHERE NOT EXISTS (
    FROM rejects
    WHERE stage = 'audit'
      AND (failing.table_name, failing.row_id, failing.document_id, failing.start, failing."end", failing.reason, failing.detail)
          IS NOT DISTINCT FROM
            (rejects.table_name, rejects.row_id, rejects.document_id, rejects.start, rejects."end", rejects.reason, rejects.detail)
);
