-- Of the short forms that facts give of an entity one is its short name, of the names as printed one is its label.
-- hint: Correct the short name or the label of the entity, or the term of the fact.
WITH told AS (
  SELECT f.row_no, f.fact_id, f.subject_id, f.predicate_id, f.object_text, p.label_en AS relation,
    CASE WHEN p.predicate_id = 'short-name' THEN e.short_name ELSE e.label_en END AS name
  FROM current_facts f
  JOIN predicates p ON p.predicate_id = f.predicate_id
  JOIN entities e ON e.entity_id = f.subject_id
  WHERE p.predicate_id IN ('short-name', 'name-as-printed')
)
SELECT 'facts' AS resource, t.row_no, t.fact_id AS record, 'object_text' AS field,
  'The fact gives ' || t.object_text || ' as the ' || t.relation || ' of ' || t.subject_id
    || ', the table of entities ' || coalesce(t.name, 'none') || '.' AS message
FROM told t
WHERE NOT EXISTS (
  SELECT 1 FROM told o
  WHERE o.subject_id = t.subject_id AND o.predicate_id = t.predicate_id AND o.object_text = o.name)
