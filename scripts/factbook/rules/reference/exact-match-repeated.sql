-- No two predicates and no two units mean exactly the same term elsewhere.
-- hint: Clear exact_match where the meaning is not exactly that of the term.
WITH matches AS (
  SELECT 'predicates' AS resource, row_no, predicate_id AS record, exact_match FROM predicates
  UNION ALL
  SELECT 'units', row_no, unit_id, exact_match FROM units
), firsts AS (
  SELECT m.resource, m.exact_match, min(m.record) AS first_record
  FROM matches m
  WHERE m.exact_match IS NOT NULL
  GROUP BY m.resource, m.exact_match
  HAVING count(*) > 1
)
SELECT m.resource, m.row_no, m.record, 'exact_match' AS field,
  m.exact_match || ' is also the exact match of ' || f.first_record || '.' AS message
FROM matches m
JOIN firsts f ON f.resource = m.resource AND f.exact_match = m.exact_match
WHERE m.record > f.first_record
