-- The object is the thing that the evidence names in full: its label stands there not only inside the longer label of another entity.
-- hint: Put the entity with the longer label into object_id.
WITH pairs AS (
  SELECT e.entity_id, e.label_en, m.entity_id AS longer_id, m.label_en AS longer
  FROM entities m, label_parts(m.label_en) p
  JOIN entities e ON lower(e.label_en) = p.part
  WHERE e.entity_id <> m.entity_id
)
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'object_id' AS field,
  'The object is ' || p.label_en || ', but the evidence names ' || max(p.longer) || '.' AS message
FROM current_facts f
JOIN evidence e ON e.row_no = f.row_no
JOIN pairs p ON p.entity_id = f.object_id
WHERE p.longer_id <> f.subject_id AND instr(lower(e.span), lower(p.longer)) > 0
  AND instr(replace(lower(e.span), lower(p.longer), ''), lower(p.label_en)) = 0
GROUP BY f.row_no, f.fact_id, p.label_en
