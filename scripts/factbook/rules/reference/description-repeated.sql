-- No two entities have the same description, no two predicates the same definition, and none only repeats its label.
-- hint: Write in one sentence what this row alone is.
WITH wordings AS (
  SELECT 'entities' AS resource, row_no, entity_id AS record, 'description' AS field, label_en,
    description AS wording
  FROM entities
  UNION ALL
  SELECT 'predicates', row_no, predicate_id, 'definition', label_en, definition FROM predicates
), firsts AS (
  SELECT w.resource, lower(w.wording) AS wording, min(w.record) AS first_record
  FROM wordings w
  GROUP BY w.resource, lower(w.wording)
  HAVING count(*) > 1
)
SELECT w.resource, w.row_no, w.record, w.field,
  CASE WHEN f.first_record < w.record
    THEN 'The ' || w.field || ' is also that of ' || f.first_record || ': ' || w.wording
    ELSE 'The ' || w.field || ' only repeats the label: ' || w.wording END AS message
FROM wordings w
LEFT JOIN firsts f ON f.resource = w.resource AND f.wording = lower(w.wording)
WHERE f.first_record < w.record
  OR lower(w.wording) = lower(w.label_en) OR lower(w.wording) = lower(w.label_en) || '.'
