-- The observations of one document, in reading order.
SELECT * FROM observations WHERE document_id = $document_id ORDER BY start;
