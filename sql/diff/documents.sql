-- The documents that came and went, the first $limit by source.
SELECT change, document_id, source_uri, title
FROM (FROM before UNION ALL BY NAME FROM after)
JOIN changes USING (key)
WHERE change <> 'changed'
ORDER BY source_uri, change DESC, document_id
LIMIT $limit;
