-- The documents that could be read again, with the sources where they are: all, or those of which something was refused;
-- of any source, or of those that match a pattern.
SELECT DISTINCT sources.document_id, sources.source_uri
FROM sources
JOIN extractions USING (document_id)
WHERE is_present
  AND ($file IS NULL OR source_uri GLOB $file)
  AND (
      $everything
      OR document_id IN (SELECT document_id FROM rejects WHERE $reason IS NULL OR reason = $reason)
  )
ORDER BY document_id, source_uri;
