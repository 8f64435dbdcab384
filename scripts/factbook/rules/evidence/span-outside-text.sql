-- The evidence of a fact lies inside the text and is not empty.
-- hint: Correct start and end.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'end' AS field,
  'The evidence runs from ' || CAST(f.start AS STRING) || ' to ' || CAST(f.end AS STRING)
    || ', but the text of ' || f.source_id || ' has '
    || CASE WHEN s.text_length IS NULL THEN 'no length' ELSE CAST(s.text_length AS STRING) || ' code points' END
    || '.' AS message
FROM current_facts f
JOIN sources s ON s.source_id = f.source_id
WHERE f.start >= f.end OR s.text_length IS NULL OR f.end > s.text_length
