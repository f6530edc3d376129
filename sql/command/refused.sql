-- How many files and rows a release refused, by reason.
SELECT reason, count(*) AS refused FROM rejects GROUP BY reason ORDER BY refused DESC, reason;
