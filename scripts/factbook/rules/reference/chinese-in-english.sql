-- Only the Chinese label holds Chinese characters: no other name, description, definition, statement or note does.
-- hint: Write the text in English, or move the name to label_zh.
WITH english AS (
  SELECT resource, row_no, record, field, content FROM prose
  UNION ALL SELECT 'facts', row_no, fact_id, 'statement', statement FROM facts
  UNION ALL SELECT 'entities', row_no, entity_id, 'label_en', label_en FROM entities
  UNION ALL SELECT 'entities', row_no, entity_id, 'short_name', short_name FROM entities
  UNION ALL SELECT 'predicates', row_no, predicate_id, 'label_en', label_en FROM predicates
  UNION ALL SELECT 'units', row_no, unit_id, 'label_en', label_en FROM units
)
SELECT t.resource, t.row_no, t.record, t.field,
  t.field || ' is in English, but holds Chinese characters.' AS message
FROM english t
WHERE holds_chinese(t.content)
