-- How many rows the row rules refuse.
SELECT count(*) FROM failing;
