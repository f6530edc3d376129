-- Take from a release what the warehouse has lost. What the release says of sources and refused files is all that was
-- known. Its documents fill the gaps: under no version of the engine, so that they are read again when a run meets them,
-- and with the time of their first ingestion. What was forgotten stays so. What objects held then is not told.
DELETE FROM sources;
DELETE FROM objects;

INSERT INTO sources BY NAME
SELECT source_uri, document_id, first_seen_at, last_seen_at, is_present, $run_id AS run_id
FROM released_sources
WHERE document_id NOT IN (SELECT document_id FROM forgotten);

CREATE OR REPLACE TEMP TABLE missing_documents AS
FROM released_documents
WHERE document_id NOT IN (SELECT document_id FROM documents UNION ALL SELECT document_id FROM forgotten);

INSERT INTO documents BY NAME
FROM missing_documents;

INSERT INTO numbers BY NAME
FROM released_numbers WHERE document_id IN (SELECT document_id FROM missing_documents);

INSERT INTO observations BY NAME
SELECT
    observation_id, document_id, indicator, indicator_key, measure, direction, basis, time_period, period_start,
    period_end, freq, period_source, ref_area, ref_area_text, obs_status, attributed_to, flags, sentence
FROM released_observations
WHERE document_id IN (SELECT document_id FROM missing_documents);

INSERT INTO extractions BY NAME
SELECT document_id, 'unknown' AS engine_version, run_id, 'release' AS batch_id, ingested_at AS extracted_at
FROM missing_documents;

DELETE FROM rejects WHERE stage = 'read';

INSERT INTO rejects BY NAME
FROM released_rejects
WHERE stage = 'read' OR (stage <> 'audit' AND document_id IN (SELECT document_id FROM missing_documents));

INSERT INTO runs BY NAME
FROM released_runs WHERE run_id NOT IN (SELECT run_id FROM runs);
