-- How many bytes of texts DuckDB works on at a time, at most: it takes 2,048 rows in a row.
SELECT coalesce(max(bytes), 0) FROM (SELECT sum(byte_size)::BIGINT AS bytes FROM documents GROUP BY rowid // 2048);
