-- The documents that were forgotten, and whether the releases that hold them are to go.
SELECT document_id, from_releases FROM forgotten ORDER BY document_id;
