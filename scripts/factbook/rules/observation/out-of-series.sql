-- In a series, the figures of one measure of one subject by date, none is more than 2 percent below the one before or ten times as large, and those of one date do not differ by more, unless its note says why.
-- hint: Correct value, unit, as_of or predicate, or say in the note why the figure stands out.
WITH points AS (
  SELECT o.row_no, o.observation_id, o.subject_id, o.predicate_id, o.as_of, o.note,
    o.as_of || CASE length(o.as_of) WHEN 4 THEN '-12-31' WHEN 7 THEN '-31' ELSE '' END AS day,
    CAST(o.value AS DOUBLE) * CAST(u.factor AS DOUBLE) AS size
  FROM observations o
  JOIN predicates p ON p.predicate_id = o.predicate_id
  JOIN units u ON u.unit_id = o.unit_id
  WHERE p.kind = 'measurement' AND o.as_of IS NOT NULL
), series AS (
  SELECT row_no, observation_id, as_of, note, size,
    lag(observation_id) OVER (PARTITION BY subject_id, predicate_id ORDER BY day, row_no) AS before_id,
    lag(as_of) OVER (PARTITION BY subject_id, predicate_id ORDER BY day, row_no) AS before_date,
    lag(size) OVER (PARTITION BY subject_id, predicate_id ORDER BY day, row_no) AS before_size
  FROM points
)
SELECT 'observations' AS resource, s.row_no, s.observation_id AS record, 'as_of' AS field,
  'The figure as of ' || s.as_of || ' does not follow on that of ' || s.before_id || ' as of '
    || s.before_date || '.' AS message
FROM series s
WHERE s.note IS NULL
  AND (s.size < 0.98 * s.before_size OR s.size > 10 * s.before_size
    OR (s.as_of = s.before_date AND s.size > 1.02 * s.before_size))
