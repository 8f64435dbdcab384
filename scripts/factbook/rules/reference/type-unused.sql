-- A predicate that facts or observations have allows no type of subject or object that none of them has.
-- hint: Remove the type from the predicate.
WITH claimed AS (
  SELECT f.predicate_id, 'subject_types' AS field, e.type AS code
  FROM facts f
  JOIN entities e ON e.entity_id = f.subject_id
  UNION SELECT f.predicate_id, 'object_types', e.type
  FROM facts f
  JOIN entities e ON e.entity_id = f.object_id
  UNION SELECT o.predicate_id, 'subject_types', e.type
  FROM observations o
  JOIN entities e ON e.entity_id = o.subject_id
  UNION SELECT o.predicate_id, 'object_types', e.type
  FROM observations o
  JOIN entities e ON e.entity_id = o.object_id
), allowed AS (
  SELECT p.row_no, p.predicate_id, 'subject_types' AS field, c.code
  FROM predicates p, codes_of(p.subject_types) c
  UNION ALL SELECT p.row_no, p.predicate_id, 'object_types', c.code
  FROM predicates p, codes_of(p.object_types) c
)
SELECT 'predicates' AS resource, a.row_no, a.predicate_id AS record, a.field,
  'No fact and no observation of ' || a.predicate_id || ' has a thing of the type ' || min(a.code)
    || CASE WHEN count(*) > 1 THEN ' there, nor of others (' || CAST(count(*) - 1 AS STRING) || ').' ELSE ' there.' END
    AS message
FROM allowed a
JOIN (SELECT DISTINCT predicate_id, field FROM claimed) k ON k.predicate_id = a.predicate_id
  AND k.field = a.field
LEFT JOIN claimed c ON c.predicate_id = a.predicate_id AND c.field = a.field AND c.code = a.code
WHERE c.code IS NULL
GROUP BY a.row_no, a.predicate_id, a.field
