-- The documents that somebody may have meant who wrote $meant: those of that file, those whose ids start so, and those whose
-- ids differ least.
SELECT document_id, source_uri
FROM documents
ORDER BY source_uri = $meant DESC, starts_with(document_id, $meant) DESC, levenshtein(document_id, $meant), document_id
LIMIT 3;
