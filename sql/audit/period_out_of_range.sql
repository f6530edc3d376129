-- A time period lies between the years 1000 and 2200 and does not end before it starts. The number itself may be right:
-- only its observation is refused.
SELECT
    'observations' AS table_name,
    observation_id AS row_id,
    observations.document_id,
    start,
    "end",
    'period_out_of_range' AS reason,
    concat_ws(' ', 'time_period', coalesce(time_period, 'none'), 'from', coalesce(CAST(period_start AS VARCHAR), 'none'),
              'to', coalesce(CAST(period_end AS VARCHAR), 'none')) AS detail
FROM observations
LEFT JOIN numbers ON numbers.number_id = observations.observation_id
WHERE period_start > period_end
   OR year(period_start) NOT BETWEEN 1000 AND 2200
   OR year(period_end) NOT BETWEEN 1000 AND 2200;
