-- A comparator other than equality is called for by a word before the figure in the evidence; of two such words the longer counts.
-- hint: Correct the comparator, or extend the span to the word.
WITH figures AS (
  SELECT f.row_no, f.fact_id, f.comparator, f.printed,
    e.words AS span, f.printed_words AS figure
  FROM current_facts f
  JOIN evidence e ON e.row_no = f.row_no
  WHERE f.comparator <> 'eq' AND f.printed IS NOT NULL AND instr(e.span, f.printed) > 0
)
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'comparator' AS field,
  'No word before the figure ' || f.printed || ' means ' || f.comparator || '.' AS message
FROM figures f
WHERE NOT EXISTS (
  SELECT 1 FROM cues c
  WHERE c.comparator = f.comparator AND instr(f.span, ' ' || c.cue || f.figure) > 0
    AND NOT EXISTS (
      SELECT 1 FROM cues d
      WHERE d.comparator <> c.comparator AND d.cue LIKE '% ' || c.cue
        AND instr(f.span, ' ' || d.cue || f.figure) > 0))
