-- The tables of a release under the names and with the columns of the warehouse, so that its row rules can be held
-- against them.
CREATE VIEW documents AS FROM release.documents;
CREATE VIEW sources AS FROM release.sources;
CREATE VIEW numbers AS FROM release.numbers;
CREATE VIEW rejects AS FROM release.rejects;
CREATE VIEW observations AS
SELECT
    observation_id, document_id, indicator, indicator_key, measure, direction, basis, time_period, period_start,
    period_end, freq, period_source, ref_area, ref_area_text, obs_status, attributed_to, flags, sentence
FROM release.observations;
