-- No entity is part of itself, directly or through others.
-- hint: Remove one part_of of the circle.
WITH RECURSIVE chain AS (
  SELECT e.entity_id AS origin, e.part_of AS whole, 1 AS depth
  FROM entities e
  WHERE e.part_of IS NOT NULL
  UNION
  SELECT c.origin, e.part_of, c.depth + 1
  FROM chain c
  JOIN entities e ON e.entity_id = c.whole
  WHERE e.part_of IS NOT NULL AND c.whole <> c.origin AND c.depth < 100
)
SELECT DISTINCT 'entities' AS resource, e.row_no, e.entity_id AS record, 'part_of' AS field,
  e.entity_id || ' is in the end part of itself.' AS message
FROM chain c
JOIN entities e ON e.entity_id = c.origin
WHERE c.whole = c.origin
