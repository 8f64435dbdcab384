-- No figure recorded as equal has a word before it that calls for another comparator.
-- hint: Record the comparator that the word calls for.
WITH figures AS (
  SELECT f.row_no, f.fact_id, f.printed, ' ' || lower(words_apart(f.printed)) AS figure,
    ' ' || lower(words_apart(substring(t.content,
      CASE WHEN f.start > 40 THEN f.start - 39 ELSE 1 END,
      CASE WHEN f.start > 40 THEN f.end - f.start + 40 ELSE f.end END))) AS span
  FROM current_facts f
  JOIN texts t ON t.source_id = f.source_id
  WHERE f.comparator = 'eq' AND f.printed IS NOT NULL
)
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'comparator' AS field,
  'The comparator is eq, but the text has ' || max(c.cue) || ' before the figure ' || f.printed
    || '.' AS message
FROM figures f
JOIN cues c ON c.comparator <> 'eq' AND instr(f.span, ' ' || c.cue || f.figure) > 0
GROUP BY f.row_no, f.fact_id, f.printed
