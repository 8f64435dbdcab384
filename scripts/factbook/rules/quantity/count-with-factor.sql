-- A unit of count counts one thing: its factor is 1.
-- hint: Set the factor to 1, or correct the dimension.
SELECT 'units' AS resource, u.row_no, u.unit_id AS record, 'factor' AS field,
  u.unit_id || ' is a unit of count, but its factor is ' || r.factor || '.' AS message
FROM units u
JOIN raw_units r ON r.unit_id = u.unit_id
WHERE u.dimension = 'count' AND u.factor <> 1
