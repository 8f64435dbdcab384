-- There are facts, and the ids of facts, observations and names count up from f0001, o0001 and n0001 without a gap.
-- hint: Restore the missing row (a fact is withdrawn, not removed), or number on.
WITH numbered AS (
  SELECT 'facts' AS resource, row_no, fact_id AS record, 'fact_id' AS field, 'f' AS letter FROM facts
  UNION ALL SELECT 'observations', row_no, observation_id, 'observation_id', 'o' FROM observations
  UNION ALL SELECT 'names', row_no, name_id, 'name_id', 'n' FROM names
)
SELECT f.resource, f.row_no, f.record, f.field,
  'Row ' || CAST(f.row_no AS STRING) || ' has the id ' || f.record || '.' AS message
FROM numbered f
WHERE f.record <> f.letter || CASE WHEN f.row_no <= 10000
  THEN lpad(CAST(f.row_no - 1 AS STRING), 4, '0') ELSE CAST(f.row_no - 1 AS STRING) END
UNION ALL
SELECT 'facts', CAST(NULL AS BIGINT), '', 'fact_id', 'There is no fact at all.'
WHERE NOT EXISTS (SELECT 1 FROM facts)
