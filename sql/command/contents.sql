-- What a release holds: how many rows of each table, by kind of number, measure of observation and reason of reject; and
-- how many observations name their indicator, and a period.
SELECT 'documents' AS "table", 'all' AS part, count(*) AS "rows" FROM documents
UNION ALL
SELECT 'numbers', kind, count(*) FROM numbers GROUP BY kind
UNION ALL
SELECT 'observations', measure, count(*) FROM observations GROUP BY measure
UNION ALL
SELECT 'rejects', reason, count(*) FROM rejects GROUP BY reason
UNION ALL
SELECT 'named', 'indicator', count(indicator) FROM observations
UNION ALL
SELECT 'named', 'time_period', count(time_period) FROM observations
ORDER BY 1, 3 DESC, 2;
