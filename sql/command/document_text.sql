-- The text of one document.
SELECT text FROM documents WHERE document_id = $document_id;
