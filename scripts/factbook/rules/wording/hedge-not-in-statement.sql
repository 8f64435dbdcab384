-- Where the evidence of a fact hedges, with may, might, could, perhaps, possibly or likely, the statement hedges too, or says whose view it is.
-- hint: Put the hedge into the statement.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'statement' AS field,
  'The evidence hedges, the statement does not.' AS message
FROM current_facts f
JOIN evidence e ON e.row_no = f.row_no
WHERE f.modality = 'opinion'
  AND regexp_like(e.words, ' (may|might|could|perhaps|possibly|likely) ')
  AND NOT regexp_like(f.statement_words, ' (may|might|could|can|perhaps|possibly|possible|likely|expects|expected|thought|seen|sees|thinks|holds|believes) ')
