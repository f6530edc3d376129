-- The series that are worth a chart: an indicator of one area in one unit and at one frequency, stated of several periods
-- or by several documents. Those that are stated of many periods with few rival values come first; one that hundreds of
-- documents share is a word rather than a series. The observations of a line, and the changes of the same indicator, are
-- its members.
CREATE TEMP TABLE lines AS
WITH levels AS (
    SELECT *
    FROM observations
    WHERE measure = 'level'
      AND indicator_key IS NOT NULL
      AND period_start IS NOT NULL
      AND (value IS NOT NULL OR lower IS NOT NULL OR upper IS NOT NULL)
      AND NOT list_contains(flags, 'garbled')
)
SELECT
    indicator_key,
    arg_min(indicator, (length(indicator), indicator)) AS indicator,
    ref_area,
    unit,
    basis,
    freq,
    count(DISTINCT document_id)                        AS documents,
    row_number() OVER (
        ORDER BY
            unit IS NULL,
            count(DISTINCT time_period) ** 2 / count(DISTINCT (time_period, value, lower, upper)) DESC,
            count(DISTINCT document_id) DESC, indicator_key, ref_area, unit, basis, freq
    ) - 1                                              AS line
FROM levels
GROUP BY indicator_key, ref_area, unit, basis, freq
HAVING (count(DISTINCT time_period) > 1 OR count(DISTINCT document_id) > 1) AND count(DISTINCT document_id) <= 100
ORDER BY line
LIMIT $most;

CREATE TEMP TABLE members AS
SELECT observation_id, document_id, min(line) AS line
FROM observations
JOIN lines
  ON observations.indicator_key = lines.indicator_key
 AND observations.ref_area IS NOT DISTINCT FROM lines.ref_area
 AND observations.freq IS NOT DISTINCT FROM lines.freq
 AND (observations.measure = 'change'
      OR (observations.unit IS NOT DISTINCT FROM lines.unit AND observations.basis IS NOT DISTINCT FROM lines.basis))
WHERE period_start IS NOT NULL
  AND (value IS NOT NULL OR lower IS NOT NULL OR upper IS NOT NULL)
  AND NOT list_contains(flags, 'garbled')
GROUP BY observation_id, document_id;
