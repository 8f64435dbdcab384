-- The statement of a fact names its subject: it shares a word, by its first five letters, with the label or the short name.
-- hint: Name the subject in the statement, or correct subject_id.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'statement' AS field,
  'The statement does not name the subject ' || e.label_en || '.' AS message
FROM current_facts f
JOIN entities e ON e.entity_id = f.subject_id
WHERE NOT names(f.statement, e.label_en)
  AND NOT names(f.statement, coalesce(e.short_name, e.label_en))
