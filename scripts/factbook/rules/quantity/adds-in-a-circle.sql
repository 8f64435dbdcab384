-- No predicate adds to itself, directly or through another one.
-- hint: Clear one adds_to of the circle.
SELECT 'predicates' AS resource, p.row_no, p.predicate_id AS record, 'adds_to' AS field,
  p.predicate_id || ' adds to ' || q.predicate_id || ', which adds to it.' AS message
FROM predicates p
JOIN predicates q ON q.predicate_id = p.adds_to
WHERE q.adds_to = p.predicate_id
