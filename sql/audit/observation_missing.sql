-- Every quantity has its observation, even where the text names no indicator.
SELECT
    'numbers' AS table_name,
    number_id AS row_id,
    document_id,
    start,
    "end",
    'observation_missing' AS reason,
    'the quantity ' || surface || ' has no observation' AS detail
FROM numbers
ANTI JOIN observations ON observations.observation_id = numbers.number_id
WHERE kind = 'quantity';
