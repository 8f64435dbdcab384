-- A base unit has factor 1, names itself as its base, and measures what its units measure.
-- hint: Name the unit with factor 1 of the same dimension as base_unit_id.
SELECT 'units' AS resource, u.row_no, u.unit_id AS record, 'base_unit_id' AS field,
  b.unit_id || ' cannot be the base of ' || u.unit_id || ': it has the factor '
    || r.factor || ', the base ' || b.base_unit_id || ' and the dimension ' || b.dimension
    || '.' AS message
FROM units u
JOIN units b ON b.unit_id = u.base_unit_id
JOIN raw_units r ON r.unit_id = b.unit_id
WHERE b.factor <> 1 OR b.base_unit_id <> b.unit_id OR b.dimension <> u.dimension
