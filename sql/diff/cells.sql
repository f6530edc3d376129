-- What the changed rows say differently, column by column.
CREATE OR REPLACE TEMP TABLE cells AS
WITH changed AS (
    SELECT key FROM changes WHERE change = 'changed'
),
old AS (
    SELECT key, CAST(COLUMNS(* EXCLUDE (key)) AS VARCHAR) FROM before SEMI JOIN changed USING (key)
),
new AS (
    SELECT key, CAST(COLUMNS(* EXCLUDE (key)) AS VARCHAR) FROM after SEMI JOIN changed USING (key)
)
SELECT key, "column", old_cells.value AS old_value, new_cells.value AS new_value
FROM (FROM old UNPIVOT INCLUDE NULLS (value FOR "column" IN (COLUMNS(* EXCLUDE (key))))) AS old_cells
JOIN (FROM new UNPIVOT INCLUDE NULLS (value FOR "column" IN (COLUMNS(* EXCLUDE (key))))) AS new_cells USING (key, "column")
WHERE old_cells.value IS DISTINCT FROM new_cells.value;
