-- In a series, the figures of one measure of one subject by date, none is more than 2 percent below the one before or ten times as large, and those of one date do not differ by more, unless its note says why; an undated one is not ten times beyond the others.
-- hint: Correct printed, value, unit, as_of or predicate, or say in the note why the figure stands out.
WITH points AS (
  SELECT o.row_no, o.observation_id, o.subject_id, o.predicate_id, o.as_of, o.note,
    o.as_of || CASE length(o.as_of) WHEN 4 THEN '-12-31' WHEN 7 THEN '-31' ELSE '' END AS day,
    printed_number(figure_of(o.printed)) * CAST(u.factor AS DOUBLE) AS size
  FROM observations o
  JOIN predicates p ON p.predicate_id = o.predicate_id
  JOIN units u ON u.unit_id = o.unit_id
  WHERE p.kind = 'measurement'
), series AS (
  SELECT d.row_no, d.observation_id, d.as_of, d.size,
    lag(d.observation_id) OVER (PARTITION BY d.subject_id, d.predicate_id ORDER BY d.day, d.row_no) AS before_id,
    lag(d.as_of) OVER (PARTITION BY d.subject_id, d.predicate_id ORDER BY d.day, d.row_no) AS before_date,
    lag(d.size) OVER (PARTITION BY d.subject_id, d.predicate_id ORDER BY d.day, d.row_no) AS before_size,
    d.note
  FROM points d
  WHERE d.as_of IS NOT NULL
), ranges AS (
  SELECT d.subject_id, d.predicate_id, min(d.size) AS least, max(d.size) AS most
  FROM points d
  WHERE d.as_of IS NOT NULL
  GROUP BY d.subject_id, d.predicate_id
)
SELECT 'observations' AS resource, s.row_no, s.observation_id AS record, 'as_of' AS field,
  'The figure as of ' || s.as_of || ' does not follow on that of ' || s.before_id || ' as of '
    || s.before_date || '.' AS message
FROM series s
WHERE s.note IS NULL
  AND (s.size < 0.98 * s.before_size OR s.size > 10 * s.before_size
    OR (s.as_of = s.before_date AND s.size > 1.02 * s.before_size))
UNION ALL
SELECT 'observations', d.row_no, d.observation_id, 'unit_id',
  'The undated figure is ten times beyond all others of ' || d.predicate_id || '.'
FROM points d
JOIN ranges r ON r.subject_id = d.subject_id AND r.predicate_id = d.predicate_id
WHERE d.as_of IS NULL AND (d.size > 10 * r.most OR 10 * d.size < r.least)
