-- The statement of a figure has before it a word for its comparator, of two such words the longer; equality has none.
-- hint: Write a word for the comparator before the figure, or correct comparator.
WITH figures AS (
  SELECT f.row_no, f.fact_id, f.comparator, f.printed,
    ' ' || lower(words_apart(f.statement)) AS told,
    ' ' || lower(words_apart(f.printed)) AS figure
  FROM current_facts f
  WHERE f.printed IS NOT NULL AND f.comparator IS NOT NULL
), cued AS (
  SELECT f.row_no, f.fact_id, f.comparator, f.printed, max(length(c.cue)) AS longest,
    max(CASE WHEN c.comparator = f.comparator THEN length(c.cue) END) AS mine
  FROM figures f
  LEFT JOIN cues c ON instr(f.told, ' ' || c.cue || f.figure) > 0
  WHERE instr(f.told, f.figure) > 0
  GROUP BY f.row_no, f.fact_id, f.comparator, f.printed
)
SELECT 'facts' AS resource, c.row_no, c.fact_id AS record, 'statement' AS field,
  'No word before ' || c.printed || ' in the statement stands for ' || c.comparator || '.'
    AS message
FROM cued c
WHERE (c.comparator <> 'eq' AND coalesce(c.mine, 0) < coalesce(c.longest, 1))
  OR (c.comparator = 'eq' AND c.longest IS NOT NULL)
