-- The documents that still have a source. The first source that is still there names them.
SELECT
    documents.document_id, sha256, present.source_uri, byte_size, encoding, language, title,
    published_on, published_on_source, text, ingested_at, run_id
FROM documents
JOIN (
    SELECT document_id, arg_min(source_uri, (first_seen_at, source_uri)) AS source_uri
    FROM sources WHERE is_present GROUP BY document_id
) AS present USING (document_id)
ORDER BY documents.document_id;
