-- Write a warehouse anew, at $aside, without some documents: a row that is deleted stays in the file until something else
-- takes its place, so these are never written to the new one. The examples of old audits may quote any document.
CHECKPOINT warehouse;

ATTACH $aside AS anew;
COPY FROM DATABASE warehouse TO anew (SCHEMA);

BEGIN;
INSERT INTO anew.documents BY NAME
FROM warehouse.documents WHERE NOT list_contains($document_ids::VARCHAR[], document_id);
INSERT INTO anew.sources BY NAME
FROM warehouse.sources WHERE NOT list_contains($document_ids::VARCHAR[], document_id);
INSERT INTO anew.numbers BY NAME
FROM warehouse.numbers WHERE NOT list_contains($document_ids::VARCHAR[], document_id);
INSERT INTO anew.observations BY NAME
FROM warehouse.observations WHERE NOT list_contains($document_ids::VARCHAR[], document_id);
INSERT INTO anew.extractions BY NAME
FROM warehouse.extractions WHERE NOT list_contains($document_ids::VARCHAR[], document_id);
INSERT INTO anew.rejects BY NAME
FROM warehouse.rejects WHERE document_id IS NULL OR NOT list_contains($document_ids::VARCHAR[], document_id);
INSERT INTO anew.objects BY NAME
FROM warehouse.objects
WHERE object_uri NOT IN (
    SELECT split_part(source_uri, '!/', 1)
    FROM warehouse.sources WHERE list_contains($document_ids::VARCHAR[], document_id)
);
INSERT INTO anew.runs BY NAME FROM warehouse.runs;
INSERT INTO anew.audits BY NAME
SELECT * REPLACE ([] AS examples) FROM warehouse.audits;
INSERT INTO anew.schema_migrations BY NAME FROM warehouse.schema_migrations;
INSERT INTO anew.forgotten BY NAME
FROM warehouse.forgotten WHERE NOT list_contains($document_ids::VARCHAR[], document_id);
INSERT INTO anew.forgotten BY NAME
SELECT
    document_id,
    $now AS forgotten_at,
    $from_releases OR document_id IN (SELECT document_id FROM warehouse.forgotten WHERE from_releases) AS from_releases
FROM (SELECT unnest($document_ids::VARCHAR[]) AS document_id);
COMMIT;

DETACH anew;
