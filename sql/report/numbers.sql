-- The numbers of the documents that are shown, those that are quantities with their observations and the line that they
-- belong to, in the order of the documents and within each in reading order.
SELECT
    documents.source_uri, numbers.document_id, numbers.start, numbers."end", numbers.kind, numbers.rule,
    numbers.comparator, numbers.value, numbers.lower, numbers.upper, numbers.resolution, numbers.unit, numbers.iso,
    indicator, measure, direction, basis, time_period, CAST(period_start AS VARCHAR) AS period_start,
    CAST(period_end AS VARCHAR) AS period_end, ref_area, obs_status, attributed_to,
    nullif(array_to_string(flags, ' '), '') AS flags, sentence, line
FROM numbers
SEMI JOIN shown USING (document_id)
JOIN documents USING (document_id)
LEFT JOIN observations ON observations.observation_id = numbers.number_id
LEFT JOIN members ON members.observation_id = numbers.number_id
ORDER BY documents.source_uri, numbers.document_id, numbers.start, numbers."end";
