-- In how many rows each column says something else, the most first.
SELECT "column", count(*) FROM cells GROUP BY "column" ORDER BY count(*) DESC, "column";
