-- The rules that rows of a release break, with how many rows do and one case in point. A release is right to hold a
-- quantity whose observation was refused, and digits whose number was: the reject accounts for them.
SELECT reason, table_name, count(*) AS broken, min(coalesce(row_id || ': ', '') || detail) AS example
FROM failing
WHERE NOT (
    reason = 'observation_missing'
    AND row_id IN (SELECT row_id FROM rejects WHERE stage = 'audit')
)
AND NOT (
    reason = 'digits_not_covered'
    AND (
        (document_id, start, "end") IN (
            SELECT (document_id, start, "end") FROM rejects WHERE reason = 'digits_not_covered'
        )
        OR EXISTS (
            FROM rejects
            WHERE rejects.document_id = failing.document_id
              AND rejects.reason <> 'digits_not_covered'
              AND rejects.start <= failing.start
              AND rejects."end" >= failing."end"
        )
    )
)
GROUP BY reason, table_name
ORDER BY reason, table_name;
