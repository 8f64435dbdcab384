-- A source gives one figure for what a measurement measures of a subject, unless the figures are bounds or approximate.
-- hint: Correct the wrong figure, or choose the comparator or predicate that sets the two apart.
WITH figures AS (
  SELECT f.row_no, f.fact_id, f.source_id, f.subject_id, f.predicate_id, f.unit_id, f.value,
    b.unit_id AS base, CAST(f.value AS DOUBLE) * CAST(u.factor AS DOUBLE) AS size
  FROM current_facts f
  JOIN predicates p ON p.predicate_id = f.predicate_id
  JOIN units u ON u.unit_id = f.unit_id
  JOIN units b ON b.unit_id = u.base_unit_id
  WHERE p.kind = 'measurement' AND f.comparator = 'eq' AND f.value IS NOT NULL
), firsts AS (
  SELECT g.source_id, g.subject_id, g.predicate_id, g.base, min(g.row_no) AS first_row
  FROM figures g
  GROUP BY g.source_id, g.subject_id, g.predicate_id, g.base
  HAVING min(g.size) < max(g.size)
)
SELECT 'facts' AS resource, g.row_no, g.fact_id AS record, 'value' AS field,
  g.predicate_id || ' of ' || g.subject_id || ' is ' || r.value || ' ' || g.unit_id || ', but '
    || o.value || ' ' || o.unit_id || ' in ' || o.fact_id || '.' AS message
FROM figures g
JOIN firsts a ON a.source_id = g.source_id AND a.subject_id = g.subject_id
  AND a.predicate_id = g.predicate_id AND a.base = g.base
JOIN figures h ON h.row_no = a.first_row
JOIN raw_facts r ON r.fact_id = g.fact_id
JOIN raw_facts o ON o.fact_id = h.fact_id
WHERE g.value <> h.value AND abs(g.size - h.size) > 1e-14 * abs(h.size)
