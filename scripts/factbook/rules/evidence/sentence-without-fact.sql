-- Every sentence of the text carries a fact that still holds.
-- hint: Record the facts of the sentence.
SELECT 'facts' AS resource, CAST(NULL AS BIGINT) AS row_no, '' AS record, 'start' AS field,
  'Sentence ' || CAST(s.row_no AS STRING) || ' of ' || s.source_id || ', from '
    || CAST(s.start AS STRING) || ' to ' || CAST(s.end AS STRING) || ', carries no fact.' AS message
FROM sentences s
WHERE NOT EXISTS (
  SELECT 1 FROM evidence e WHERE e.source_id = s.source_id AND e.sentence = s.row_no)
