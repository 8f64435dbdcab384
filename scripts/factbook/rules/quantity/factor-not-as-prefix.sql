-- A unit whose symbol is that of its base with an SI prefix has the factor of the prefix.
-- hint: Correct the factor or the symbol.
SELECT 'units' AS resource, u.row_no, u.unit_id AS record, 'factor' AS field,
  u.symbol || ' has the factor ' || r.factor || ', but its prefix stands for 10^'
    || CASE substr(u.symbol, 1, 1) WHEN 'k' THEN '3' WHEN 'M' THEN '6' WHEN 'G' THEN '9'
       WHEN 'T' THEN '12' WHEN 'P' THEN '15' ELSE '18' END || '.' AS message
FROM units u
JOIN raw_units r ON r.unit_id = u.unit_id
JOIN units b ON b.unit_id = u.base_unit_id
WHERE b.symbol IS NOT NULL AND length(u.symbol) = length(b.symbol) + 1
  AND substr(u.symbol, 2) = b.symbol
  AND r.factor <> CASE substr(u.symbol, 1, 1) WHEN 'k' THEN '1000' WHEN 'M' THEN '1000000'
    WHEN 'G' THEN '1000000000' WHEN 'T' THEN '1000000000000' WHEN 'P' THEN '1000000000000000'
    WHEN 'E' THEN '1000000000000000000' ELSE r.factor END
