-- No figure recorded as equal has a word before it that calls for another comparator.
-- hint: Record the comparator that the word calls for.
WITH figures AS (
  SELECT f.row_no, f.fact_id, f.printed, f.printed_words AS figure,
    spoken(e.before || e.span) AS span
  FROM current_facts f
  JOIN evidence e ON e.row_no = f.row_no
  WHERE f.comparator = 'eq' AND f.printed IS NOT NULL
)
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'comparator' AS field,
  'The comparator is eq, but the text has ' || max(c.cue) || ' before the figure ' || f.printed
    || '.' AS message
FROM figures f
JOIN cues c ON c.comparator <> 'eq' AND instr(f.span, ' ' || c.cue || f.figure) > 0
GROUP BY f.row_no, f.fact_id, f.printed
