-- A fact has a modality that its predicate allows: a plan is never stored as achieved.
-- hint: Correct the modality or choose the predicate that fits it.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'modality' AS field,
  'The modality is ' || f.modality || ', but ' || p.predicate_id || ' allows ' || p.modalities
    || '.' AS message
FROM current_facts f
JOIN predicates p ON p.predicate_id = f.predicate_id
WHERE ' ' || p.modalities || ' ' NOT LIKE '% ' || f.modality || ' %'
