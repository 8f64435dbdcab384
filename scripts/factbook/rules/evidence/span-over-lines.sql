-- The evidence lies on one line of the text.
-- hint: Move start or end to the line that carries the fact.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'end' AS field,
  'The evidence from ' || CAST(f.start AS STRING) || ' to ' || CAST(f.end AS STRING)
    || ' holds a line break.' AS message
FROM current_facts f
JOIN evidence e ON e.row_no = f.row_no
WHERE instr(e.span, chr(10)) > 0
