-- An observation that confirms, refines or contradicts names a fact that holds and has its subject and predicate; a refines may put a figure for a word, and beside a plan a measure of the same dimension may stand.
-- hint: Correct fact_id, subject or predicate, or make it context.
SELECT 'observations' AS resource, o.row_no, o.observation_id AS record, 'fact_id' AS field,
  o.observation_id || ' ' || o.verdict
    || CASE WHEN o.fact_id IS NULL THEN ', but names no fact.'
       WHEN f.fact_id IS NULL THEN ' ' || o.fact_id || ', which no longer holds.'
       ELSE ' ' || o.fact_id || ', which is about ' || f.subject_id || ' and ' || f.predicate_id
         || ', not ' || o.subject_id || ' and ' || o.predicate_id || '.' END AS message
FROM observations o
JOIN predicates p ON p.predicate_id = o.predicate_id
LEFT JOIN current_facts f ON f.fact_id = o.fact_id
LEFT JOIN predicates q ON q.predicate_id = f.predicate_id
WHERE o.verdict <> 'context'
  AND (f.fact_id IS NULL OR f.subject_id <> o.subject_id
    OR (f.predicate_id <> o.predicate_id
      AND NOT (q.object_kind = 'text' AND p.object_kind = 'quantity' AND o.verdict = 'refines')
      AND NOT (q.kind = 'plan' AND p.kind = 'measurement' AND p.dimension = q.dimension
        AND o.verdict <> 'confirms')))
