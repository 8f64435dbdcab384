-- A fact that replaces another is a later one of the same source.
-- hint: Name the fact that was added as the correction.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'replaced_by' AS field,
  f.fact_id || ' is replaced by ' || n.fact_id || ', which is '
    || CASE WHEN n.source_id <> f.source_id THEN 'of another source.' ELSE 'not later.' END AS message
FROM facts f
JOIN facts n ON n.fact_id = f.replaced_by
WHERE n.row_no <= f.row_no OR n.source_id <> f.source_id
