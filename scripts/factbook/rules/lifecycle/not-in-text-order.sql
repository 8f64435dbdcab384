-- Facts that came with the same version are numbered in the order of their evidence.
-- hint: Number the facts in the order of start, then end.
WITH ordered AS (
  SELECT f.row_no, f.fact_id, f.start,
    lag(f.fact_id) OVER (PARTITION BY f.source_id, f.since ORDER BY f.row_no) AS before,
    lag(f.start) OVER (PARTITION BY f.source_id, f.since ORDER BY f.row_no) AS start_before,
    lag(f.end) OVER (PARTITION BY f.source_id, f.since ORDER BY f.row_no) AS end_before,
    f.end AS stop
  FROM facts f
)
SELECT 'facts' AS resource, o.row_no, o.fact_id AS record, 'start' AS field,
  o.fact_id || ' follows ' || o.before || ', whose evidence comes later.' AS message
FROM ordered o
WHERE o.start_before > o.start OR (o.start_before = o.start AND o.end_before > o.stop)
