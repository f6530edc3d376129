-- What the audit of a release says beyond "passed": the expectations that are not met.
SELECT "table", "column", severity, note, observed, examples
FROM audit
WHERE NOT success
ORDER BY severity, "table", "column", note;
