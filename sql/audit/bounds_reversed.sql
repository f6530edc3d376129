-- lower <= value <= upper, as far as they are stated.
SELECT
    'numbers' AS table_name,
    number_id AS row_id,
    document_id,
    start,
    "end",
    'bounds_reversed' AS reason,
    concat_ws(' ', 'lower', coalesce(CAST(lower AS VARCHAR), 'none'), 'value', coalesce(CAST(value AS VARCHAR), 'none'),
              'upper', coalesce(CAST(upper AS VARCHAR), 'none')) AS detail
FROM numbers
WHERE lower > upper OR value < lower OR value > upper;
