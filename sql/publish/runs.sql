-- The runs that had ended when the release was staged; the one that made it is told in its datapackage.json.
SELECT run_id, started_at, ended_at, status, counts, stage_seconds, engine_version, release, audit_outcome, error
FROM runs
WHERE status <> 'running'
ORDER BY started_at, run_id;
