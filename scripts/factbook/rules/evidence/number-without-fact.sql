-- Every number in digits in a sentence of the report is the figure, the object as text or part of a name in a fact of that sentence.
-- hint: Record the figure, or correct the fact that should hold it.
WITH numbers AS (
  SELECT s.source_id, s.row_no AS sentence, n.number
  FROM sentences s, numbers_told(s.words) n
  WHERE regexp_like(n.number, '^[0-9]')
), told AS (
  SELECT e.source_id, e.sentence, coalesce(f.printed_words, '')
    || coalesce(spoken(f.object_text), '') || a.label_words || coalesce(b.label_words, '') AS words
  FROM current_facts f
  JOIN evidence e ON e.row_no = f.row_no
  JOIN entities a ON a.entity_id = f.subject_id
  LEFT JOIN entities b ON b.entity_id = f.object_id
)
SELECT 'sources' AS resource, s.row_no, s.source_id AS record, 'text_sha256' AS field,
  'The number ' || n.number || ' in sentence ' || CAST(n.sentence AS STRING)
    || ' is in no fact.' AS message
FROM numbers n
JOIN sources s ON s.source_id = n.source_id
WHERE NOT EXISTS (
  SELECT 1 FROM told t
  WHERE t.source_id = n.source_id AND t.sentence = n.sentence
    AND instr(t.words, ' ' || n.number || ' ') > 0)
