-- How a run ended.
UPDATE runs
SET ended_at = $now,
    status = $status,
    counts = map($count_names::VARCHAR[], $count_values::BIGINT[]),
    stage_seconds = map($stage_names::VARCHAR[], $stage_values::DOUBLE[]),
    error = $error,
    release = $release,
    audit_outcome = $audit_outcome
WHERE run_id = $run_id;
