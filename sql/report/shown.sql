-- The documents that fit: first those that the series need, as far as half of the room goes, then a sample of the others.
-- A document's id is a digest of its content, so the smallest ids are an even sample. What a document weighs is about what
-- its text and its numbers take in the page.
CREATE OR REPLACE TEMP TABLE shown AS
WITH weighed AS (
    SELECT
        document_id,
        length(text) + 50 * coalesce(numbers, 0) AS weight,
        line
    FROM documents
    LEFT JOIN (SELECT document_id, count(*) AS numbers FROM numbers GROUP BY document_id) USING (document_id)
    LEFT JOIN (SELECT document_id, min(line) AS line FROM members GROUP BY document_id) USING (document_id)
),
needed AS (
    SELECT
        *,
        line IS NOT NULL
            AND sum(weight) OVER (ORDER BY line NULLS LAST, document_id ROWS UNBOUNDED PRECEDING) <= $room / 2 AS is_needed
    FROM weighed
),
filled AS (
    SELECT
        document_id,
        sum(weight) OVER (ORDER BY is_needed DESC, document_id ROWS UNBOUNDED PRECEDING) <= $room AS fits
    FROM needed
)
SELECT document_id FROM filled WHERE fits;
