-- There is one writer only: a run that still counts as running was killed.
UPDATE runs SET status = 'killed' WHERE status = 'running';
INSERT INTO runs BY NAME
SELECT $run_id AS run_id, $now AS started_at, 'running' AS status, $engine_version AS engine_version;
