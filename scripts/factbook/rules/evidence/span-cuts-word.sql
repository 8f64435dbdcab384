-- The evidence begins and ends at the edge of a word.
-- hint: Move start or end to the edge of the word.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'start' AS field,
  'The evidence from ' || CAST(f.start AS STRING) || ' to ' || CAST(f.end AS STRING)
    || ' begins or ends inside a word or at a space.' AS message
FROM current_facts f
JOIN texts t ON t.source_id = f.source_id
WHERE f.end > f.start AND f.end <= length(t.content)
  AND (substring(t.content, f.start + 1, 1) IN (' ', chr(10))
    OR substring(t.content, f.end, 1) IN (' ', chr(10))
    OR regexp_like(substring(t.content, f.start, 2), '^[A-Za-z0-9]{2}$')
    OR regexp_like(substring(t.content, f.end, 2), '^[A-Za-z0-9]{2}$'))
