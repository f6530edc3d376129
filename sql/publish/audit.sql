-- The verdict of one run's audit, failures first.
SELECT run_id, audited_at, "table", expectation, "column", severity, success, note, observed, examples
FROM audits
WHERE run_id = $run_id
ORDER BY success, "table", expectation, "column", note;
