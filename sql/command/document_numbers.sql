-- The numbers of one document, in reading order.
SELECT * FROM numbers WHERE document_id = $document_id ORDER BY start;
