-- What observations say differently, the first $limit in reading order.
SELECT after.observation_id, after.surface, "column", old_value, new_value
FROM cells
JOIN after USING (key)
ORDER BY after.document_id, after.start, "column"
LIMIT $limit;
