-- A word that limits or heightens, as only, former, most or yearly, stands in a statement only if it stands in the evidence.
-- hint: Leave the word out, or correct the span.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'statement' AS field,
  'The statement has a word that limits or heightens, the evidence has not.' AS message
FROM current_facts f
JOIN evidence e ON e.row_no = f.row_no
WHERE regexp_like(f.statement_words, ' (only|alone|solely|merely|just|most|worst|best|largest|biggest|highest|greatest|every|always|former|formerly|yearly|annual|annually|per|twice|half|entirely|completely) ')
  AND NOT regexp_like(e.words, ' (only|alone|solely|merely|just|most|worst|best|largest|biggest|highest|greatest|every|always|former|formerly|yearly|annual|annually|per|twice|half|entirely|completely) ')
