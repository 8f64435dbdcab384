-- A predicate that is used allows only the types of subject and of object that its facts and observations have.
-- hint: Remove the type from the predicate.
WITH things AS (
  SELECT predicate_id, 'subject' AS place, subject_id AS entity_id FROM facts
  UNION SELECT predicate_id, 'object', object_id FROM facts
  UNION SELECT predicate_id, 'subject', subject_id FROM observations
  UNION SELECT predicate_id, 'object', object_id FROM observations
), claimed AS (
  SELECT DISTINCT t.predicate_id, t.place, e.type AS code
  FROM things t
  JOIN entities e ON e.entity_id = t.entity_id
), allowed AS (
  SELECT p.row_no, p.predicate_id, 'subject' AS place, c.code
  FROM predicates p, codes_of(p.subject_types) c
  UNION ALL SELECT p.row_no, p.predicate_id, 'object', c.code
  FROM predicates p, codes_of(p.object_types) c
)
SELECT 'predicates' AS resource, a.row_no, a.predicate_id AS record, a.place || '_types' AS field,
  'No ' || a.place || ' of ' || a.predicate_id || ' is of the type ' || min(a.code)
    || CASE WHEN count(*) > 1 THEN ' or of ' || CAST(count(*) - 1 AS STRING) || ' more that it allows.'
      ELSE '.' END AS message
FROM allowed a
JOIN (SELECT DISTINCT predicate_id, place FROM claimed) k ON k.predicate_id = a.predicate_id
  AND k.place = a.place
LEFT JOIN claimed c ON c.predicate_id = a.predicate_id AND c.place = a.place AND c.code = a.code
WHERE c.code IS NULL
GROUP BY a.row_no, a.predicate_id, a.place
