-- Every run of digits in a text lies inside exactly one number, or in a span that the extraction refused. A run that does
-- not is a reject of its own, with its span; the document stays. The text is cut into runs of digits and what is between
-- them, so that one pass gives their places; then spans and runs are walked in order of their start, with the farthest
-- end that a span has reached: linear but for the sort, where a join by range is quadratic in a document of many numbers.
WITH pieces AS (
    SELECT document_id, unnest(pieces) AS piece, generate_subscripts(pieces, 1) AS position
    FROM (SELECT document_id, regexp_extract_all(text, '\P{Nd}+|\p{Nd}+') AS pieces FROM documents)
),
placed AS (
    SELECT
        document_id,
        piece,
        CAST(sum(length(piece)) OVER (
            PARTITION BY document_id ORDER BY position ROWS UNBOUNDED PRECEDING
        ) AS INTEGER) AS "end"
    FROM pieces
),
marks AS (
    SELECT document_id, "end" - CAST(length(piece) AS INTEGER) AS start, "end", piece, NULL AS number_end
    FROM placed
    WHERE regexp_matches(piece, '^\p{Nd}')
    UNION ALL
    SELECT document_id, start, NULL, NULL, "end" FROM numbers
    UNION ALL
    SELECT document_id, start, NULL, NULL, "end" FROM rejects WHERE stage = 'extract'
),
walked AS (
    SELECT
        *,
        max(number_end) OVER (
            PARTITION BY document_id ORDER BY start, number_end NULLS LAST ROWS UNBOUNDED PRECEDING
        ) AS reached
    FROM marks
)
SELECT
    'documents' AS table_name,
    NULL AS row_id,
    document_id,
    start,
    "end",
    'digits_not_covered' AS reason,
    'no number covers ' || piece AS detail
FROM walked
WHERE piece IS NOT NULL AND coalesce(reached, 0) < "end";
