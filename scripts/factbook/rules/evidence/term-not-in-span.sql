-- The object as text stands in the evidence, letter for letter.
-- hint: Write the term as the text prints it, or correct the span.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'object_text' AS field,
  'The term ' || f.object_text || ' does not stand in the evidence.' AS message
FROM current_facts f
JOIN evidence e ON e.row_no = f.row_no
WHERE f.object_text IS NOT NULL
  AND instr(' ' || words_apart(e.span),
    ' ' || words_apart(f.object_text)) = 0
