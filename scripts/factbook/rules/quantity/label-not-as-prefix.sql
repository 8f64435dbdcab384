-- A unit that is no count and whose English label begins with kilo, mega, giga, tera, peta or exa has the factor of this prefix.
-- hint: Correct the factor or the label.
WITH prefixed AS (
  SELECT u.row_no, u.unit_id, u.label_en, u.base_unit_id,
    CASE WHEN lower(u.label_en) LIKE 'kilo%' THEN 3 WHEN lower(u.label_en) LIKE 'mega%' THEN 6
      WHEN lower(u.label_en) LIKE 'giga%' THEN 9 WHEN lower(u.label_en) LIKE 'tera%' THEN 12
      WHEN lower(u.label_en) LIKE 'peta%' THEN 15 WHEN lower(u.label_en) LIKE 'exa%' THEN 18
      END AS zeros
  FROM units u
  WHERE u.dimension <> 'count' AND u.base_unit_id <> u.unit_id
)
SELECT 'units' AS resource, p.row_no, p.unit_id AS record, 'factor' AS field,
  p.label_en || ' has the factor ' || r.factor || ', but its prefix stands for 10^'
    || CAST(p.zeros AS STRING) || '.' AS message
FROM prefixed p
JOIN units b ON b.unit_id = p.base_unit_id
JOIN raw_units r ON r.unit_id = p.unit_id
WHERE b.factor = 1 AND r.factor <> rpad('1', p.zeros + 1, '0')
