-- Which rows of a table came, went, or say something else. The views hold its rows in each release with the columns that
-- both have, less those that only tell when and by which run a row was written.
CREATE OR REPLACE TEMP TABLE changes AS
SELECT
    key,
    CASE
        WHEN old.content IS NULL THEN 'added'
        WHEN new.content IS NULL THEN 'removed'
        ELSE 'changed'
    END AS change
FROM (SELECT key, hash(before) AS content FROM before) AS old
FULL JOIN (SELECT key, hash(after) AS content FROM after) AS new USING (key)
WHERE old.content IS DISTINCT FROM new.content;
