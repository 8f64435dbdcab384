-- A statement denies something only if its evidence does.
-- hint: Say it without a negation, or correct the span.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'statement' AS field,
  'The statement denies something, the evidence does not.' AS message
FROM current_facts f
JOIN evidence e ON e.row_no = f.row_no
WHERE denies(f.statement_words) AND NOT denies(e.words)
