-- The evidence of a fact names its object if its sentence does: a word of the label or the short name, by its first five letters.
-- hint: Extend the span to the object, or correct object_id.
WITH named AS (
  SELECT f.row_no,
    max(CASE WHEN instr(replace(e.words, '-', ' '), m.mark) > 0 THEN 1 ELSE 0 END) AS here,
    max(CASE WHEN instr(replace(s.words, '-', ' '), m.mark) > 0 THEN 1 ELSE 0 END) AS around
  FROM current_facts f
  JOIN evidence e ON e.row_no = f.row_no
  JOIN sentences s ON s.source_id = e.source_id AND s.row_no = e.sentence
  JOIN name_marks m ON m.entity_id = f.object_id
  GROUP BY f.row_no
)
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'object_id' AS field,
  'The sentence names the object ' || o.label_en || ', the evidence does not.' AS message
FROM named n
JOIN current_facts f ON f.row_no = n.row_no
JOIN entities o ON o.entity_id = f.object_id
WHERE n.here = 0 AND n.around = 1
