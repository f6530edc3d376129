-- Every observation has its number, and that number is a quantity.
SELECT
    'observations' AS table_name,
    observation_id AS row_id,
    observations.document_id,
    start,
    "end",
    'number_missing' AS reason,
    CASE WHEN number_id IS NULL THEN 'there is no such number' ELSE 'its number is no quantity but: ' || kind END AS detail
FROM observations
LEFT JOIN numbers ON numbers.number_id = observations.observation_id
WHERE number_id IS NULL OR kind <> 'quantity';
