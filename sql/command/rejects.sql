-- What a release refused, by reason: all of it, or one reason, or what is about the files that match a pattern.
SELECT
    reason,
    stage,
    coalesce(rejects.source_uri, documents.source_uri) AS source_uri,
    document_id,
    row_id,
    start,
    "end",
    detail,
    rejects.run_id,
    rejected_at
FROM rejects
LEFT JOIN documents USING (document_id)
WHERE ($reason IS NULL OR reason = $reason)
  AND (
      $file IS NULL
      OR rejects.source_uri GLOB $file
      OR document_id IN (SELECT document_id FROM sources WHERE source_uri GLOB $file)
  )
ORDER BY reason, stage, source_uri, document_id, start;
