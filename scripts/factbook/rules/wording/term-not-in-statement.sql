-- The statement of a fact holds its object as text, as whole words.
-- hint: Write the term into the statement, or correct object_text.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'statement' AS field,
  'The statement does not hold the term ' || f.object_text || '.' AS message
FROM current_facts f
WHERE f.object_text IS NOT NULL
  AND instr(f.statement_words, spoken(f.object_text)) = 0
