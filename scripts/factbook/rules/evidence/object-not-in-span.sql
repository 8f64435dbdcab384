-- The evidence of a fact names its object if its sentence does: a word of the label or the short name, by its first five letters.
-- hint: Extend the span to the object, or correct object_id.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'object_id' AS field,
  'The sentence names the object ' || o.label_en || ', the evidence does not.' AS message
FROM current_facts f
JOIN evidence e ON e.row_no = f.row_no
JOIN entities o ON o.entity_id = f.object_id
JOIN sentences s ON s.source_id = e.source_id AND s.row_no = e.sentence
WHERE NOT names(e.span, o.label_en) AND NOT names(e.span, coalesce(o.short_name, o.label_en))
  AND names(s.content, o.label_en)
