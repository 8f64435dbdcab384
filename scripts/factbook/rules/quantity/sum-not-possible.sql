-- Only a plan or a measure adds to another predicate: to a measure of the same dimension, a plan to one that is said of the same types of subject, a measure to one of others.
-- hint: Correct adds_to, or clear it.
SELECT 'predicates' AS resource, p.row_no, p.predicate_id AS record, 'adds_to' AS field,
  'The predicate ' || p.predicate_id || ' cannot add to ' || q.predicate_id || '.' AS message
FROM predicates p
JOIN predicates q ON q.predicate_id = p.adds_to
WHERE p.kind NOT IN ('plan', 'measurement') OR q.kind <> 'measurement'
  OR coalesce(p.dimension, '') <> coalesce(q.dimension, 'none')
  OR (p.kind = 'plan') <> (p.subject_types = q.subject_types)
