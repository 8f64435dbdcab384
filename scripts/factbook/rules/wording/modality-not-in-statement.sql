-- The statement of a plan or an aim says that it is one, and no other statement speaks of a plan.
-- hint: Write a word for the modality into the statement, or correct modality.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'statement' AS field,
  'No word of the statement says that the fact is ' || f.modality || '.' AS message
FROM current_facts f
WHERE f.modality IN ('aimed', 'planned') AND f.row_no NOT IN (
  SELECT g.row_no
  FROM current_facts g
  JOIN modality_cues m ON m.modality = g.modality
  WHERE instr(g.statement_words, ' ' || m.cue || ' ') > 0)
UNION ALL
SELECT 'facts', f.row_no, f.fact_id, 'statement',
  'The statement speaks of a plan, but the fact is ' || f.modality || '.'
FROM current_facts f
WHERE f.modality NOT IN ('aimed', 'planned') AND f.row_no IN (
  SELECT g.row_no
  FROM current_facts g
  JOIN modality_cues m ON instr(g.statement_words, ' ' || m.cue || ' ') > 0
  WHERE m.modality = 'planned')
