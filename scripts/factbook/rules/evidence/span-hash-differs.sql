-- The text between start and end has the checksum of the evidence.
-- hint: Correct start and end, or compute span_sha256 again from the text.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'span_sha256' AS field,
  'The text from ' || CAST(f.start AS STRING) || ' to ' || CAST(f.end AS STRING)
    || ' has another checksum.' AS message
FROM current_facts f
JOIN texts t ON t.source_id = f.source_id
WHERE f.end > f.start AND f.end <= length(t.content)
  AND sha2(substring(t.content, f.start + 1, f.end - f.start), 256) <> f.span_sha256
