-- A fact that replaces another says something else, or has other evidence.
-- hint: Correct the replacement, or clear replaced_by and set status to current.
WITH replacements AS (
  SELECT n.* FROM facts n
  WHERE n.fact_id IN (SELECT replaced_by FROM facts WHERE replaced_by IS NOT NULL)
)
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'replaced_by' AS field,
  f.fact_id || ' is replaced by ' || n.fact_id || ', which says the same with the same evidence.'
    AS message
FROM facts f
JOIN replacements n ON n.fact_id = f.replaced_by
WHERE n.fact_id <> f.fact_id AND n.source_id = f.source_id
  AND n.start = f.start AND n.end = f.end AND n.span_sha256 = f.span_sha256
  AND n.statement = f.statement AND n.subject_id = f.subject_id
  AND n.predicate_id = f.predicate_id AND n.object_id IS NOT DISTINCT FROM f.object_id
  AND n.object_text IS NOT DISTINCT FROM f.object_text
  AND n.comparator IS NOT DISTINCT FROM f.comparator AND n.value IS NOT DISTINCT FROM f.value
  AND n.unit_id IS NOT DISTINCT FROM f.unit_id AND n.printed IS NOT DISTINCT FROM f.printed
  AND n.modality = f.modality AND n.asserted_by = f.asserted_by
