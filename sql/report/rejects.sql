-- What was refused: of each reason how much, and the first few.
SELECT reason, stage, source_uri, document_id, start, detail, refused
FROM (
    SELECT
        *,
        count(*) OVER (PARTITION BY reason) AS refused,
        row_number() OVER (PARTITION BY reason ORDER BY source_uri, document_id, start, detail) AS place
    FROM rejects
)
WHERE place <= $examples
ORDER BY refused DESC, reason, place;
