-- Infinity and NaN are no values: outside of DOUBLE the value is null and value_exact holds it.
SELECT
    'numbers' AS table_name,
    number_id AS row_id,
    document_id,
    start,
    "end",
    'value_not_finite' AS reason,
    concat_ws(' ', 'lower', coalesce(CAST(lower AS VARCHAR), 'none'), 'value', coalesce(CAST(value AS VARCHAR), 'none'),
              'upper', coalesce(CAST(upper AS VARCHAR), 'none')) AS detail
FROM numbers
WHERE NOT (coalesce(isfinite(value), true) AND coalesce(isfinite(lower), true) AND coalesce(isfinite(upper), true));
