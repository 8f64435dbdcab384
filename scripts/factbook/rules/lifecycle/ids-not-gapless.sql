-- There are facts, and their ids count up from f0001 without a gap.
-- hint: Restore the missing fact (withdraw it instead of removing it), or number on.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'fact_id' AS field,
  'The fact in row ' || CAST(f.row_no AS STRING) || ' has the id ' || f.fact_id || '.' AS message
FROM facts f
WHERE f.fact_id <> 'f' || CASE WHEN f.row_no <= 10000
  THEN lpad(CAST(f.row_no - 1 AS STRING), 4, '0') ELSE CAST(f.row_no - 1 AS STRING) END
UNION ALL
SELECT 'facts', CAST(NULL AS BIGINT), '', 'fact_id', 'There is no fact at all.'
WHERE NOT EXISTS (SELECT 1 FROM facts)
