-- The evidence of a plan or an aim has a word that says so.
-- hint: Extend the span to the word, or correct modality.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'modality' AS field,
  'No word of the evidence says that the fact is ' || f.modality || '.' AS message
FROM current_facts f
JOIN evidence e ON e.row_no = f.row_no
WHERE f.modality IN ('aimed', 'planned')
  AND f.row_no NOT IN (
    SELECT g.row_no
    FROM current_facts g
    JOIN evidence e ON e.row_no = g.row_no
    JOIN modality_cues m ON m.modality = g.modality
    WHERE instr(e.words, ' ' || m.cue || ' ') > 0)
