-- The last runs of a store, the newest first.
SELECT run_id, started_at, ended_at, status, audit_outcome, release, engine_version
FROM runs
ORDER BY started_at DESC, run_id DESC
LIMIT 5;
