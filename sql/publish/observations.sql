-- The observations of published documents with their numbers and sentences, less those that a row rule refused: a refused
-- number takes its observation with it.
SELECT
    observations.observation_id, indicator, indicator_key, measure, direction, basis, time_period, period_start,
    period_end, freq, period_source, ref_area, ref_area_text, obs_status, attributed_to, flags,
    numbers.document_id, sentence_index, start, "end", surface, value, value_exact, lower, upper, resolution,
    comparator, unit, unit_code, unit_kind, rule, sentence
FROM observations
JOIN numbers ON numbers.number_id = observations.observation_id
SEMI JOIN published ON published.document_id = numbers.document_id
ANTI JOIN (
    SELECT row_id FROM rejects WHERE stage = 'audit' AND table_name IN ('numbers', 'observations')
) AS refused ON refused.row_id = observations.observation_id
ORDER BY numbers.document_id, start, "end";
