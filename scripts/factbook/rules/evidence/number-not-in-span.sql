-- Every number in a statement but the figure itself, in digits or in a word up to twelve, stands in the evidence.
-- hint: Correct the number, or leave it out of the statement.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'statement' AS field,
  'The statement has the number ' || min(n.number) || ', the evidence has not.' AS message
FROM current_facts f
JOIN evidence e ON e.row_no = f.row_no, numbers_told(f.statement_words) n
WHERE instr(e.words, ' ' || n.number || ' ') = 0
  AND instr(coalesce(f.printed_words, ''), ' ' || n.number || ' ') = 0
GROUP BY f.row_no, f.fact_id
