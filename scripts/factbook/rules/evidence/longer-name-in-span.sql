-- The object is the thing that the evidence names in full: its label stands there not only inside the longer label of another entity.
-- hint: Put the entity with the longer label into object_id.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'object_id' AS field,
  'The object is ' || o.label_en || ', but the evidence names ' || max(m.label_en) || '.' AS message
FROM longer_labels l
JOIN current_facts f ON f.object_id = l.entity_id
JOIN evidence e ON e.row_no = f.row_no
JOIN entities o ON o.entity_id = l.entity_id
JOIN entities m ON m.entity_id = l.longer_id
WHERE l.longer_id <> f.subject_id AND instr(lower(e.span), lower(m.label_en)) > 0
  AND instr(replace(lower(e.span), lower(m.label_en), ''), lower(o.label_en)) = 0
GROUP BY f.row_no, f.fact_id, o.label_en
