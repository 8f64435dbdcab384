-- The statement of a fact names its object: it shares a word, by its first five letters, with the label or the short name.
-- hint: Name the object in the statement, or correct object_id.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'statement' AS field,
  'The statement does not name the object ' || e.label_en || '.' AS message
FROM current_facts f
JOIN entities e ON e.entity_id = f.object_id
WHERE f.row_no NOT IN (
  SELECT g.row_no
  FROM current_facts g
  JOIN name_marks m ON m.entity_id = g.object_id
  WHERE instr(replace(g.statement_words, '-', ' '), m.mark) > 0)
