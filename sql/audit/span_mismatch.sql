-- text[start:end] = surface, always. A substring of a long text has to be searched for from its beginning, which for
-- many numbers in one text is quadratic; so texts and surfaces are both cut at every 256th character, and the pieces
-- compared: linear. Offsets and length() both count Unicode characters.
WITH spans AS (
    SELECT *, length(surface) = "end" - start AND start >= 0 AS has_length FROM numbers
),
chunks AS (
    SELECT document_id, unnest(pieces) AS piece, generate_subscripts(pieces, 1) - 1 AS chunk
    FROM (SELECT document_id, regexp_extract_all(text, '(?s).{1,256}') AS pieces FROM documents)
),
parts AS (
    SELECT number_id, document_id, start, "end", surface, unnest(range(start // 256, ("end" - 1) // 256 + 1)) AS chunk
    FROM spans WHERE has_length
),
compared AS (
    SELECT
        parts.number_id,
        coalesce(
            substring(piece, greatest(start - chunk * 256, 0) + 1, least("end", (chunk + 1) * 256) - greatest(start, chunk * 256))
            = substring(surface, greatest(chunk * 256 - start, 0) + 1, least("end", (chunk + 1) * 256) - greatest(start, chunk * 256)),
            false
        ) AS is_equal
    FROM parts
    LEFT JOIN chunks USING (document_id, chunk)
)
SELECT
    'numbers' AS table_name,
    number_id AS row_id,
    document_id,
    start,
    "end",
    'span_mismatch' AS reason,
    'the text between start and end is not ' || surface AS detail
FROM spans
WHERE NOT has_length OR number_id IN (SELECT number_id FROM compared WHERE NOT is_equal);
