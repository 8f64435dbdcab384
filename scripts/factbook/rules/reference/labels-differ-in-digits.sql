-- The English and the Chinese label of a row hold the same numbers, in any order.
-- hint: Correct the number in one of the two labels.
WITH labels AS (
  SELECT 'entities' AS resource, row_no, entity_id AS record, numbers_of(label_en) AS english,
    numbers_of(label_zh) AS chinese
  FROM entities
  UNION ALL
  SELECT 'predicates', row_no, predicate_id, numbers_of(label_en), numbers_of(label_zh)
  FROM predicates
  UNION ALL
  SELECT 'units', row_no, unit_id, numbers_of(label_en), numbers_of(label_zh) FROM units
)
SELECT l.resource, l.row_no, l.record, 'label_zh' AS field,
  'label_en holds ' || CASE l.english WHEN '' THEN 'no number' ELSE l.english END
    || ', but label_zh ' || CASE l.chinese WHEN '' THEN 'none' ELSE l.chinese END || '.' AS message
FROM labels l
WHERE l.english <> l.chinese
