-- How many expectations the audit held the release against.
SELECT count(*) FROM audit;
