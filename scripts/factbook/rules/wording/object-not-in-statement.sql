-- The statement of a fact names its object: it shares a word, by its first five letters, with the label or the short name.
-- hint: Name the object in the statement, or correct object_id.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'statement' AS field,
  'The statement does not name the object ' || e.label_en || '.' AS message
FROM current_facts f
JOIN entities e ON e.entity_id = f.object_id
WHERE NOT names(f.statement, e.label_en)
  AND NOT names(f.statement, coalesce(e.short_name, e.label_en))
