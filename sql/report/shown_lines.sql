-- The series, with how many documents state them in all.
SELECT indicator, ref_area, unit, basis, freq, documents FROM lines ORDER BY line;
