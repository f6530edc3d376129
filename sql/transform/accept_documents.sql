-- Which of the incoming documents to load: not those that the same run has loaded already (the same content under two
-- names: the first one seen decides), and none that was forgotten, should a file have become it just now. A document keeps
-- the time of its first ingestion.
CREATE OR REPLACE TEMP TABLE accepted AS
SELECT
    incoming.document_id,
    coalesce(known.ingested_at, $now) AS ingested_at,
    known.document_id IS NOT NULL     AS is_known
FROM incoming_documents AS incoming
LEFT JOIN documents AS known USING (document_id)
ANTI JOIN forgotten USING (document_id)
WHERE NOT EXISTS (
    FROM extractions
    WHERE extractions.document_id = incoming.document_id AND extractions.run_id = $run_id
);
