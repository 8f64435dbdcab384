-- A fact that replaces another has evidence in the same place: the spans overlap.
-- hint: Name the fact that says rightly what this one said wrongly.
WITH replacements AS (
  SELECT n.* FROM facts n
  WHERE n.fact_id IN (SELECT replaced_by FROM facts WHERE replaced_by IS NOT NULL)
)
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'replaced_by' AS field,
  f.fact_id || ' is replaced by ' || n.fact_id || ', which has its evidence elsewhere.' AS message
FROM facts f
JOIN replacements n ON n.fact_id = f.replaced_by
WHERE n.source_id <> f.source_id OR n.start >= f.end OR f.start >= n.end
