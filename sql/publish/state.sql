-- What changes whenever a release made now would differ from one made before: which documents are there, under
-- which names, read by which engine, and what was refused before the audit. (What the audit refuses follows from these
-- and from the rules, which are digested apart.) A sum of digests needs no order, and no memory for all the lines.
SELECT count(*), coalesce(sum(md5_number_upper(line)), 0), coalesce(sum(md5_number_lower(line)), 0)
FROM (
    SELECT CAST(row('source', source_uri, document_id, is_present) AS VARCHAR) AS line
    FROM sources
    UNION ALL
    SELECT CAST(row('extraction', document_id, engine_version) AS VARCHAR)
    FROM extractions WHERE document_id IN (SELECT document_id FROM published)
    UNION ALL
    SELECT CAST(row('reject', stage, source_uri, document_id, row_id, start, "end", reason, detail) AS VARCHAR)
    FROM rejects WHERE stage <> 'audit'
);
