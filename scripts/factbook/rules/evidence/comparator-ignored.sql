-- No figure recorded as equal has a word before it that calls for another comparator.
-- hint: Record the comparator that the word calls for.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'comparator' AS field,
  'The comparator is eq, but the text has ' || c.cue || ' before the figure ' || f.printed
    || '.' AS message
FROM current_facts f
JOIN texts t ON t.source_id = f.source_id
JOIN cues c ON c.comparator <> 'eq'
WHERE f.comparator = 'eq' AND f.printed IS NOT NULL
  AND instr(lower(substring(t.content, CASE WHEN f.start > 40 THEN f.start - 39 ELSE 1 END,
    CASE WHEN f.start > 40 THEN f.end - f.start + 40 ELSE f.end END)),
    ' ' || c.cue || ' ' || lower(f.printed)) > 0
