-- The last runs of a store, the newest first.
SELECT
    run_id, started_at, ended_at, status, audit_outcome, release, engine_version, error, counts, stage_seconds,
    date_diff('millisecond', started_at, ended_at) / 1000 AS seconds
FROM runs
ORDER BY started_at DESC, run_id DESC
LIMIT 5;
