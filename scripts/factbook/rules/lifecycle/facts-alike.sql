-- No two facts that still hold say the same, and no two use the same sentence.
-- hint: Withdraw one of the two, or word it as what sets it apart.
WITH keyed AS (
  SELECT f.row_no, f.fact_id,
    first_value(f.fact_id) OVER (PARTITION BY f.source_id, f.subject_id, f.predicate_id,
      f.object_id, f.object_text, f.value, f.unit_id, f.asserted_by ORDER BY f.row_no) AS same_claim,
    first_value(f.fact_id) OVER (PARTITION BY lower(f.statement) ORDER BY f.row_no) AS same_sentence
  FROM current_facts f
)
SELECT 'facts' AS resource, k.row_no, k.fact_id AS record,
  CASE WHEN k.same_claim <> k.fact_id THEN 'subject_id' ELSE 'statement' END AS field,
  k.fact_id || ' says the same as '
    || CASE WHEN k.same_claim <> k.fact_id THEN k.same_claim ELSE k.same_sentence END || '.' AS message
FROM keyed k
WHERE k.same_claim <> k.fact_id OR k.same_sentence <> k.fact_id
