-- Take out the older reading of the accepted documents.
DELETE FROM documents    WHERE document_id IN (SELECT document_id FROM accepted);
DELETE FROM numbers      WHERE document_id IN (SELECT document_id FROM accepted);
DELETE FROM observations WHERE document_id IN (SELECT document_id FROM accepted);
DELETE FROM extractions  WHERE document_id IN (SELECT document_id FROM accepted);
