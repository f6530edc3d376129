-- All sources that were ever seen.
SELECT source_uri, document_id, first_seen_at, last_seen_at, is_present
FROM sources
ORDER BY source_uri, document_id;
