-- In which interval the true value lies if the text rounded to its last digit. Computed in decimals, so that 27.8 gives
-- 27.75 and not 27.750000000000004; in floats where 20 digits before or 10 behind the point are not enough.
CREATE VIEW rounding AS
SELECT
    observation_id,
    surface,
    value,
    resolution,
    coalesce(
        CAST(TRY_CAST(value_exact AS DECIMAL(30, 10)) - TRY_CAST(resolution AS DECIMAL(30, 10)) * 0.5 AS DOUBLE),
        value - TRY_CAST(resolution AS DOUBLE) / 2
    ) AS rounded_from,
    coalesce(
        CAST(TRY_CAST(value_exact AS DECIMAL(30, 10)) + TRY_CAST(resolution AS DECIMAL(30, 10)) * 0.5 AS DOUBLE),
        value + TRY_CAST(resolution AS DOUBLE) / 2
    ) AS rounded_to
FROM observations
WHERE resolution IS NOT NULL AND value IS NOT NULL;
