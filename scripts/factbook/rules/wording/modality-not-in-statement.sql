-- The statement of a plan or an aim says that it is one, and no other statement speaks of a plan.
-- hint: Write a word for the modality into the statement, or correct modality.
WITH told AS (
  SELECT f.row_no, f.fact_id, f.modality, ' ' || lower(words_apart(f.statement)) AS told
  FROM current_facts f
), marked AS (
  SELECT t.row_no, t.fact_id, t.modality,
    max(CASE WHEN m.modality = t.modality THEN 1 ELSE 0 END) AS mine,
    max(CASE WHEN m.modality = 'planned' THEN 1 ELSE 0 END) AS planned
  FROM told t
  LEFT JOIN modality_cues m ON instr(t.told, ' ' || m.cue || ' ') > 0
  GROUP BY t.row_no, t.fact_id, t.modality
)
SELECT 'facts' AS resource, m.row_no, m.fact_id AS record, 'statement' AS field,
  CASE WHEN m.modality IN ('aimed', 'planned')
    THEN 'No word of the statement says that the fact is ' || m.modality || '.'
    ELSE 'The statement speaks of a plan, but the fact is ' || m.modality || '.' END AS message
FROM marked m
WHERE (m.modality IN ('aimed', 'planned') AND m.mine = 0)
  OR (m.modality NOT IN ('aimed', 'planned') AND m.planned = 1)
