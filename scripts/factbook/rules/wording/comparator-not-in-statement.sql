-- The statement of a figure has before it a word for its comparator, of two such words the longer; equality has none.
-- hint: Write a word for the comparator before the figure, or correct comparator.
WITH cued AS (
  SELECT f.row_no, f.fact_id, f.comparator, f.printed, max(length(c.cue)) AS longest,
    max(CASE WHEN c.comparator = f.comparator THEN length(c.cue) END) AS mine
  FROM current_facts f
  LEFT JOIN cues c ON instr(f.statement_words, ' ' || c.cue || f.printed_words) > 0
  WHERE f.comparator IS NOT NULL AND instr(f.statement_words, f.printed_words) > 0
  GROUP BY f.row_no, f.fact_id, f.comparator, f.printed
)
SELECT 'facts' AS resource, c.row_no, c.fact_id AS record, 'statement' AS field,
  'No word before ' || c.printed || ' in the statement stands for ' || c.comparator || '.'
    AS message
FROM cued c
WHERE (c.comparator <> 'eq' AND coalesce(c.mine, 0) < coalesce(c.longest, 1))
  OR (c.comparator = 'eq' AND c.longest IS NOT NULL)
