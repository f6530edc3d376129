-- The documents that are shown.
SELECT document_id, title, source_uri, CAST(published_on AS VARCHAR) AS published_on, text
FROM documents
SEMI JOIN shown USING (document_id)
ORDER BY source_uri, document_id;
