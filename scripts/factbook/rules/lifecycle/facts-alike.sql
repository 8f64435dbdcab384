-- No two facts that still hold say the same, and no two use the same sentence.
-- hint: Withdraw one of the two, or word it as what sets it apart.
WITH claims AS (
  SELECT f.source_id, f.subject_id, f.predicate_id, f.object_id, f.object_text, f.value, f.unit_id,
    f.asserted_by, min(f.fact_id) AS first_id, min(f.row_no) AS first_row
  FROM current_facts f
  GROUP BY f.source_id, f.subject_id, f.predicate_id, f.object_id, f.object_text, f.value,
    f.unit_id, f.asserted_by
  HAVING count(*) > 1
), wordings AS (
  SELECT lower(f.statement) AS wording, min(f.fact_id) AS first_id, min(f.row_no) AS first_row
  FROM current_facts f
  GROUP BY lower(f.statement)
  HAVING count(*) > 1
)
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record,
  CASE WHEN c.first_row < f.row_no THEN 'subject_id' ELSE 'statement' END AS field,
  f.fact_id || ' says the same as '
    || CASE WHEN c.first_row < f.row_no THEN c.first_id ELSE w.first_id END || '.' AS message
FROM current_facts f
LEFT JOIN claims c ON c.source_id = f.source_id AND c.subject_id = f.subject_id
  AND c.predicate_id = f.predicate_id AND c.asserted_by = f.asserted_by
  AND coalesce(c.object_id, '') = coalesce(f.object_id, '')
  AND coalesce(c.object_text, '') = coalesce(f.object_text, '')
  AND coalesce(CAST(c.value AS STRING), '') = coalesce(CAST(f.value AS STRING), '')
  AND coalesce(c.unit_id, '') = coalesce(f.unit_id, '')
LEFT JOIN wordings w ON w.wording = lower(f.statement)
WHERE c.first_row < f.row_no OR w.first_row < f.row_no
