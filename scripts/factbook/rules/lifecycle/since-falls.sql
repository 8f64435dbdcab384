-- No fact stands since an earlier version than the fact before it.
-- hint: Correct since, or number the fact among those of its version.
WITH versions AS (
  SELECT f.row_no, f.fact_id, f.since,
    TRY_CAST(split_part(f.since, '.', 1) AS DECIMAL(38, 0)) AS major,
    TRY_CAST(split_part(f.since, '.', 2) AS DECIMAL(38, 0)) AS minor,
    TRY_CAST(split_part(f.since, '.', 3) AS DECIMAL(38, 0)) AS patch
  FROM facts f
)
SELECT 'facts' AS resource, v.row_no, v.fact_id AS record, 'since' AS field,
  v.fact_id || ' stands since ' || v.since || ', but ' || b.fact_id || ' before it since '
    || b.since || '.' AS message
FROM versions v
JOIN versions b ON b.row_no = v.row_no - 1
WHERE b.major > v.major OR (b.major = v.major AND b.minor > v.minor)
  OR (b.major = v.major AND b.minor = v.minor AND b.patch > v.patch)
