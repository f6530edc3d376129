-- Every run of digits in a text lies inside exactly one number. A run that does not is a reject of its own, with its
-- span; the document stays. The text is cut into runs of digits and what is between them, so that one pass gives their
-- places; ASOF finds the last number that starts at or before each run.
WITH pieces AS (
    SELECT document_id, unnest(pieces) AS piece, generate_subscripts(pieces, 1) AS position
    FROM (SELECT document_id, regexp_extract_all(text, '\P{Nd}+|\p{Nd}+') AS pieces FROM documents)
),
placed AS (
    SELECT
        document_id,
        piece,
        CAST(sum(length(piece)) OVER (PARTITION BY document_id ORDER BY position) AS INTEGER) AS "end"
    FROM pieces
),
runs AS (
    SELECT document_id, piece, "end" - CAST(length(piece) AS INTEGER) AS start, "end"
    FROM placed
    WHERE regexp_matches(piece, '^\p{Nd}')
)
SELECT
    'documents' AS table_name,
    NULL AS row_id,
    runs.document_id,
    runs.start,
    runs."end",
    'digits_not_covered' AS reason,
    'no number covers ' || runs.piece AS detail
FROM runs
ASOF LEFT JOIN numbers ON numbers.document_id = runs.document_id AND numbers.start <= runs.start
WHERE numbers."end" IS NULL OR numbers."end" < runs."end";
