-- What a fact says of a short form or of a name is the short name or the label of its subject.
-- hint: Correct the short name or the label of the entity, or the term of the fact.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'object_text' AS field,
  'The fact gives ' || f.object_text || ' as the ' || p.label_en || ' of ' || e.entity_id
    || ', the table of entities ' || coalesce(CASE WHEN p.predicate_id = 'short-name'
      THEN e.short_name ELSE e.label_en END, 'none') || '.' AS message
FROM current_facts f
JOIN predicates p ON p.predicate_id = f.predicate_id
JOIN entities e ON e.entity_id = f.subject_id
WHERE p.predicate_id IN ('short-name', 'name-as-printed')
  AND coalesce(CASE WHEN p.predicate_id = 'short-name' THEN e.short_name ELSE e.label_en END, '')
    <> f.object_text
