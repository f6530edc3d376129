-- How a run ended.
UPDATE runs
SET ended_at = $now,
    status = $status,
    counts = map($count_names::VARCHAR[], $count_values::BIGINT[]),
    release = $release,
    audit_outcome = $audit_outcome
WHERE run_id = $run_id;
