-- Levels by indicator, area, unit and period. The value is part of the key: what two documents state differently stays
-- two rows, and nothing is averaged.
CREATE VIEW series AS
SELECT
    indicator_key,
    arg_min(indicator, (length(indicator), indicator)) AS indicator,
    measure,
    basis,
    ref_area,
    unit,
    freq,
    time_period,
    obs_status,
    comparator,
    value,
    count(DISTINCT document_id)                   AS document_count,
    list_sort(list(DISTINCT document_id))         AS document_ids
FROM observations
WHERE measure = 'level'
  AND indicator_key IS NOT NULL
  AND value IS NOT NULL
  AND NOT list_contains(flags, 'garbled')
GROUP BY indicator_key, measure, basis, ref_area, unit, freq, time_period, obs_status, comparator, value;
