-- What a predicate counts stands in the unit: their English labels have a word in common, or the first four letters of one.
-- hint: Correct the unit or the predicate, or add a unit for what is counted.
SELECT f.resource, f.row_no, f.record, 'unit_id' AS field,
  f.unit_id || ' is no unit for ' || f.predicate_id || '.' AS message
FROM claims f
JOIN units u ON u.unit_id = f.unit_id
JOIN predicates p ON p.predicate_id = f.predicate_id
WHERE u.dimension = 'count' AND p.dimension = 'count' AND NOT share_a_stem(u.label_en, p.label_en)
