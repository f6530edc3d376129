-- Load the accepted documents with their numbers and observations.
INSERT INTO documents BY NAME
SELECT incoming.*, accepted.ingested_at, $run_id AS run_id
FROM incoming_documents AS incoming
JOIN accepted USING (document_id);

INSERT INTO numbers BY NAME
FROM incoming_numbers WHERE document_id IN (SELECT document_id FROM accepted);

INSERT INTO observations BY NAME
FROM incoming_observations WHERE document_id IN (SELECT document_id FROM accepted);

INSERT INTO extractions BY NAME
SELECT
    accepted.document_id,
    (SELECT engine_version FROM runs WHERE runs.run_id = $run_id) AS engine_version,
    $run_id   AS run_id,
    $batch_id AS batch_id,
    $now      AS extracted_at
FROM accepted;
