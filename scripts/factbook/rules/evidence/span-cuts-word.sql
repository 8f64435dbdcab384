-- The evidence begins and ends at the edge of a word, with no space and no mark of punctuation.
-- hint: Move start or end to the edge of the word.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'start' AS field,
  'The evidence from ' || CAST(f.start AS STRING) || ' to ' || CAST(f.end AS STRING)
    || ' begins or ends inside a word, at a space or at a mark.' AS message
FROM current_facts f
JOIN evidence e ON e.row_no = f.row_no
WHERE left(e.span, 1) IN (' ', chr(10), '.', ',', ';', ':')
  OR right(e.span, 1) IN (' ', chr(10), '.', ',', ';', ':')
  OR regexp_like(right(e.before, 1) || left(e.span, 1), '^[A-Za-z0-9]{2}$')
  OR regexp_like(right(e.span, 1) || e.after, '^[A-Za-z0-9]{2}$')
