-- Note a release that no run has noted: its run was killed in the last moment, or forgotten with the warehouse's file.
INSERT INTO runs BY NAME
SELECT $run_id AS run_id, $now AS started_at, 'running' AS status, $engine_version AS engine_version
WHERE NOT EXISTS (FROM runs WHERE run_id = $run_id);

UPDATE runs
SET status = 'released', release = $release, counts = map($count_names::VARCHAR[], $count_values::BIGINT[])
WHERE run_id = $run_id;
