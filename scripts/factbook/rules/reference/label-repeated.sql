-- No two rows of a table have the same label in a language.
-- hint: Give one of the two rows a label that tells it apart.
WITH labels AS (
  SELECT 'entities' AS resource, row_no, entity_id AS record, 'label_en' AS field, label_en AS label FROM entities
  UNION ALL SELECT 'entities', row_no, entity_id, 'label_zh', label_zh FROM entities
  UNION ALL SELECT 'predicates', row_no, predicate_id, 'label_en', label_en FROM predicates
  UNION ALL SELECT 'predicates', row_no, predicate_id, 'label_zh', label_zh FROM predicates
  UNION ALL SELECT 'units', row_no, unit_id, 'label_en', label_en FROM units
  UNION ALL SELECT 'units', row_no, unit_id, 'label_zh', label_zh FROM units
), ranked AS (
  SELECT resource, row_no, record, field, label,
    first_value(record) OVER (PARTITION BY resource, field, lower(label) ORDER BY row_no) AS first_record
  FROM labels
)
SELECT resource, row_no, record, field,
  'The label ' || label || ' is also the label of ' || first_record || '.' AS message
FROM ranked
WHERE record <> first_record
