-- How many bytes all documents have.
SELECT coalesce(sum(byte_size), 0)::BIGINT FROM documents;
