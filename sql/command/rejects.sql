-- What the current release refused, by reason; all of it, or one reason.
SELECT
    reason,
    stage,
    source_uri,
    document_id,
    row_id,
    start,
    "end",
    detail,
    run_id,
    rejected_at
FROM rejects
WHERE $reason IS NULL OR reason = $reason
ORDER BY reason, stage, source_uri, document_id, start;
