-- The documents that this engine version has read.
SELECT document_id FROM extractions WHERE engine_version = $engine_version;
