-- The published documents.
SELECT
    documents.document_id, sha256, published.source_uri, byte_size, encoding, language, title,
    published_on, published_on_source, text, ingested_at, run_id
FROM documents
JOIN published USING (document_id)
ORDER BY documents.document_id;
