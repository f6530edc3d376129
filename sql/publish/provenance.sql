-- The folders and archives that the documents of a release came from.
SELECT
    CASE
        WHEN contains(source_uri, '!/') THEN string_split(source_uri, '!/')[1]
        ELSE coalesce(nullif(regexp_extract(source_uri, '^(.*)/[^/]*$', 1), ''), '.')
    END AS folder,
    count(DISTINCT document_id) AS documents
FROM sources
WHERE is_present OR (source_uri, document_id) IN (SELECT (source_uri, document_id) FROM documents)
GROUP BY folder
ORDER BY folder
LIMIT 100;
