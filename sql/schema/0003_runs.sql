-- How long each stage of a run took, and what ended a run that failed.
ALTER TABLE runs ADD COLUMN stage_seconds MAP(VARCHAR, DOUBLE);
ALTER TABLE runs ADD COLUMN error VARCHAR;
