-- Whether the run before this one ended without a word: it was killed, or its process crashed.
SELECT coalesce(arg_max(status, started_at) = 'killed', false) FROM runs WHERE run_id <> $run_id;
