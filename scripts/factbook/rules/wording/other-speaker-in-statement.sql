-- Of those who assert facts, a statement names only its subject, its object and its own speaker.
-- hint: Correct asserted_by, or leave the name out of the statement.
WITH speakers AS (
  SELECT DISTINCT e.entity_id, e.label_en
  FROM current_facts f
  JOIN entities e ON e.entity_id = f.asserted_by
  WHERE e.type <> 'document'
)
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'statement' AS field,
  'The statement names ' || min(s.label_en) || ', but the fact is asserted by ' || f.asserted_by
    || '.' AS message
FROM current_facts f
JOIN speakers s ON instr(f.statement, s.label_en) > 0
WHERE s.entity_id <> f.asserted_by AND s.entity_id <> f.subject_id
  AND s.entity_id <> coalesce(f.object_id, '')
GROUP BY f.row_no, f.fact_id, f.asserted_by
