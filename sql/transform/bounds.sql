-- What the audit may expect of the next release, learnt from those before it. Each column is a parameter of the suites in
-- expectations/. Tables may grow at will, but not shrink below a share of the last release. The share of observations that
-- name an indicator, or a period, may fall as far below its mean over the last releases as chance explains: three standard
-- deviations, and five points where these were all alike. With less than three releases to learn from, half of them must.
WITH past AS (
    SELECT run_id, counts
    FROM runs
    WHERE status = 'released'
    ORDER BY run_id DESC
    LIMIT 20
),
latest AS (
    FROM past ORDER BY run_id DESC LIMIT 1
),
shares AS (
    SELECT
        counts['observations.indicator']::DOUBLE / counts['observations']   AS indicator,
        counts['observations.time_period']::DOUBLE / counts['observations'] AS time_period
    FROM past
    WHERE counts['observations'] > 0
),
least AS (
    SELECT
        CASE WHEN count(indicator) < 3 THEN 0.5
             ELSE greatest(avg(indicator) - greatest(3 * stddev_pop(indicator), 0.05), 0) END     AS indicator,
        CASE WHEN count(time_period) < 3 THEN 0.5
             ELSE greatest(avg(time_period) - greatest(3 * stddev_pop(time_period), 0.05), 0) END AS time_period
    FROM shares
)
SELECT
    greatest(1, ceil($least_share * (SELECT counts['documents'] FROM latest)))::BIGINT    AS least_documents,
    coalesce(ceil($least_share * (SELECT counts['numbers'] FROM latest)), 0)::BIGINT      AS least_numbers,
    coalesce(ceil($least_share * (SELECT counts['observations'] FROM latest)), 0)::BIGINT AS least_observations,
    round(least.indicator, 4)                                                             AS least_with_indicator,
    round(least.time_period, 4)                                                           AS least_with_period
FROM least;
