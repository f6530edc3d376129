-- Some documents of the warehouse, with how much is known of each.
SELECT document_id, source_uri, title, (SELECT count(*) FROM numbers WHERE numbers.document_id = documents.document_id)
FROM documents
WHERE document_id IN (SELECT unnest($document_ids::VARCHAR[]))
ORDER BY document_id;
