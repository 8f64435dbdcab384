-- The text between start and end has the checksum of the evidence.
-- hint: Correct start and end, or compute span_sha256 again from the text.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'span_sha256' AS field,
  'The text from ' || CAST(f.start AS STRING) || ' to ' || CAST(f.end AS STRING)
    || ' has another checksum.' AS message
FROM current_facts f
JOIN evidence e ON e.row_no = f.row_no
WHERE sha2(e.span, 256) <> f.span_sha256
