-- How many rows came, went, or say something else.
SELECT change, count(*) FROM changes GROUP BY change;
