-- The verdict of a run's audit; a second audit of the same run replaces the first.
DELETE FROM audits WHERE run_id = $run_id;
INSERT INTO audits BY NAME
SELECT $run_id AS run_id, $now AS audited_at, * FROM incoming_audit;
