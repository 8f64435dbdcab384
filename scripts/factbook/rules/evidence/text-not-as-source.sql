-- The text at hand has the checksum and the length that its source states.
-- hint: Use the text the facts were taken from, byte for byte, or correct the source.
SELECT 'sources' AS resource, s.row_no, s.source_id AS record, 'text_sha256' AS field,
  'The text at hand has the checksum ' || sha2(t.content, 256) || '.' AS message
FROM sources s
JOIN texts t ON t.source_id = s.source_id
WHERE sha2(t.content, 256) <> s.text_sha256
UNION ALL
SELECT 'sources', s.row_no, s.source_id, 'text_length',
  'The text at hand has ' || CAST(length(t.content) AS STRING) || ' code points, the source says '
    || CASE WHEN s.text_length IS NULL THEN 'nothing' ELSE CAST(s.text_length AS STRING) END || '.'
FROM sources s
JOIN texts t ON t.source_id = s.source_id
WHERE s.text_length IS NULL OR length(t.content) <> s.text_length
