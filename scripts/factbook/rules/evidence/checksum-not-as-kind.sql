-- An article states the checksum and the length of its text; a page, from which no fact is taken, states neither.
-- hint: Fill in or clear text_sha256 and text_length as the kind asks.
SELECT 'sources' AS resource, s.row_no, s.source_id AS record,
  CASE WHEN (s.text_sha256 IS NULL) = (s.kind = 'article') THEN 'text_sha256'
    ELSE 'text_length' END AS field,
  'The source is of the kind ' || s.kind || ', but its text_sha256 is '
    || CASE WHEN s.text_sha256 IS NULL THEN 'blank' ELSE 'filled in' END || ' and its text_length '
    || CASE WHEN s.text_length IS NULL THEN 'blank' ELSE 'filled in' END || '.' AS message
FROM sources s
WHERE (s.text_sha256 IS NULL) = (s.kind = 'article')
  OR (s.text_length IS NULL) = (s.kind = 'article')
