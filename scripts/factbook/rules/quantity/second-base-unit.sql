-- Every dimension has one base unit.
-- hint: Express one of the two in the other, with its factor.
SELECT 'units' AS resource, u.row_no, u.unit_id AS record, 'base_unit_id' AS field,
  'The dimension ' || u.dimension || ' has the base unit ' || u.unit_id || ' beside '
    || o.unit_id || '.' AS message
FROM units u
JOIN units o ON o.dimension = u.dimension AND o.unit_id < u.unit_id
WHERE u.base_unit_id = u.unit_id AND o.base_unit_id = o.unit_id
