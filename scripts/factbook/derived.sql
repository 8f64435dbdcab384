-- Which figures of a source can be worked out together: those whose predicate adds to another one
-- (predicates.adds_to). A plan adds to the measure of its own subject; a measure is a part of the
-- total of another subject, where the source gives one such total. derived.py does the sums.
WITH figures AS (
  SELECT f.row_no, f.fact_id, f.source_id, f.subject_id, f.predicate_id, p.kind, p.adds_to,
    p.dimension, f.modality, f.comparator, r.value, f.unit_id, n.factor
  FROM facts f
  JOIN raw_facts r ON r.rowid = f.row_no - 2
  JOIN predicates p ON p.predicate_id = f.predicate_id
  JOIN raw_units n ON n.unit_id = f.unit_id
  WHERE f.status = 'current' AND f.value IS NOT NULL AND f.comparator IS NOT NULL
    AND (p.adds_to IS NOT NULL OR p.predicate_id IN (SELECT adds_to FROM predicates))
), totals AS (
  SELECT source_id, predicate_id, min(row_no) AS row_no
  FROM figures
  GROUP BY source_id, predicate_id
  HAVING count(*) = 1
)
SELECT 'sum' AS derivation, m.fact_id, m.subject_id, m.predicate_id, m.modality, m.comparator,
  m.value, m.unit_id, m.factor, p.fact_id, p.modality, p.comparator, p.value, p.unit_id, p.factor
FROM figures m
JOIN figures p ON p.adds_to = m.predicate_id AND p.source_id = m.source_id
  AND p.subject_id = m.subject_id AND p.dimension = m.dimension
WHERE p.kind = 'plan' AND m.kind = 'measurement'
UNION ALL
SELECT 'share', m.fact_id, m.subject_id, m.predicate_id, m.modality, m.comparator,
  m.value, m.unit_id, m.factor, w.fact_id, w.modality, w.comparator, w.value, w.unit_id, w.factor
FROM figures m
JOIN totals t ON t.predicate_id = m.adds_to AND t.source_id = m.source_id
JOIN figures w ON w.row_no = t.row_no
WHERE m.kind = 'measurement' AND w.kind = 'measurement' AND w.subject_id <> m.subject_id
  AND w.dimension = m.dimension
ORDER BY 2, 1, 10
