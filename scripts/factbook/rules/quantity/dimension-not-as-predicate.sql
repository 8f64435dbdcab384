-- The unit of a figure measures what the predicate measures.
-- hint: Correct the unit or the predicate.
SELECT f.resource, f.row_no, f.record, 'unit_id' AS field,
  u.unit_id || ' measures ' || u.dimension || ', but ' || p.predicate_id || ' is measured in '
    || p.dimension || '.' AS message
FROM claims f
JOIN predicates p ON p.predicate_id = f.predicate_id
JOIN units u ON u.unit_id = f.unit_id
WHERE u.dimension <> p.dimension
