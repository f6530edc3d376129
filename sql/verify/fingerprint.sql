-- How many rows a table has, and the sum of their hashes: the same for the same rows in any order.
SELECT count(*) AS row_count, CAST(coalesce(sum(hash(looked_at)), 0) AS VARCHAR) AS fingerprint
FROM looked_at;
