-- No character belongs to two numbers: the one that starts inside another is refused.
WITH ordered AS (
    SELECT
        *,
        max("end") OVER (
            PARTITION BY document_id ORDER BY start, "end" DESC, number_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reached
    FROM numbers
)
SELECT
    'numbers' AS table_name,
    number_id AS row_id,
    document_id,
    start,
    "end",
    'numbers_overlap' AS reason,
    'starts before the number in front of it ends, at ' || reached AS detail
FROM ordered
WHERE start < reached;
