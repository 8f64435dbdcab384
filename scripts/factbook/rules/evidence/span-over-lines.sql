-- The evidence lies on one line of the text.
-- hint: Move start or end to the line that carries the fact.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'end' AS field,
  'The evidence from ' || CAST(f.start AS STRING) || ' to ' || CAST(f.end AS STRING)
    || ' does not lie on one line.' AS message
FROM current_facts f
JOIN sources s ON s.source_id = f.source_id
WHERE f.start < f.end AND f.end <= s.text_length
  AND f.row_no NOT IN (SELECT row_no FROM evidence)
