-- Every type that a predicate allows is that of a subject, or an object, of one of its facts or observations.
-- hint: Remove the type from the predicate, or record a fact that needs it.
WITH allowed AS (
  SELECT row_no, predicate_id, 'subject_types' AS field, subject_types AS types
  FROM predicates
  UNION ALL
  SELECT row_no, predicate_id, 'object_types', object_types
  FROM predicates
  WHERE object_types IS NOT NULL
), used AS (
  SELECT f.predicate_id, 'subject_types' AS field, e.type
  FROM facts f JOIN entities e ON e.entity_id = f.subject_id
  UNION
  SELECT f.predicate_id, 'object_types', e.type
  FROM facts f JOIN entities e ON e.entity_id = f.object_id
  UNION
  SELECT o.predicate_id, 'subject_types', e.type
  FROM observations o JOIN entities e ON e.entity_id = o.subject_id
  UNION
  SELECT o.predicate_id, 'object_types', e.type
  FROM observations o JOIN entities e ON e.entity_id = o.object_id
), counted AS (
  SELECT a.row_no, a.predicate_id, a.field, a.types, u.type
  FROM allowed a
  LEFT JOIN used u ON u.predicate_id = a.predicate_id AND u.field = a.field
    AND instr(' ' || a.types || ' ', ' ' || u.type || ' ') > 0
)
SELECT 'predicates' AS resource, c.row_no, c.predicate_id AS record, c.field,
  'Of the types ' || c.types || ' only ' || coalesce(min(c.type), 'none') || ' and '
    || CAST(count(c.type) - 1 AS STRING) || ' more are used.' AS message
FROM counted c
GROUP BY c.row_no, c.predicate_id, c.field, c.types
HAVING count(c.type) < length(c.types) - length(replace(c.types, ' ', '')) + 1
