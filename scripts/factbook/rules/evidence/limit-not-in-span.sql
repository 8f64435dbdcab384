-- A word that limits or heightens, as only, former, most or yearly, stands in a statement only if it stands in the evidence; an opinion that the evidence hedges, with may, might, could, perhaps, possibly or likely, is hedged in the statement too.
-- hint: Leave the word out or put the hedge in, or correct the span.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'statement' AS field,
  'The statement has a word that limits or heightens, the evidence has not.' AS message
FROM current_facts f
JOIN evidence e ON e.row_no = f.row_no
WHERE limits(f.statement_words) AND NOT limits(e.words)
UNION ALL
SELECT 'facts', f.row_no, f.fact_id, 'statement', 'The evidence hedges, the statement does not.'
FROM current_facts f
JOIN evidence e ON e.row_no = f.row_no
WHERE f.modality = 'opinion'
  AND hedges(e.words) AND NOT hedges(f.statement_words)
  AND NOT regexp_like(f.statement_words, ' (can|possible|expects|expected|thought|seen|sees|thinks|holds|believes) ')
