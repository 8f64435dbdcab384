-- The object of a fact or an observation has a type that the predicate allows.
-- hint: Correct the object or the predicate, or allow the type in data/predicates.csv.
SELECT f.resource, f.row_no, f.record, 'object_id' AS field,
  p.predicate_id || ' asks for ' || p.object_types || ', but ' || e.entity_id || ' is of type '
    || e.type || '.' AS message
FROM claims f
JOIN predicates p ON p.predicate_id = f.predicate_id
JOIN entities e ON e.entity_id = f.object_id
WHERE p.object_types IS NOT NULL
  AND ' ' || p.object_types || ' ' NOT LIKE '% ' || e.type || ' %'
