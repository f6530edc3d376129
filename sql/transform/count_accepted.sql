-- How many documents will be loaded, and how many of them replace an older reading.
SELECT count(*), count(*) FILTER (is_known) FROM accepted;
