-- No statement repeats more than five words in a row of the report, figures aside, and no title, label, definition, description or note of the tables and no line of the descriptor, the changelog or the README more than seven.
-- hint: Say it in your own words.
WITH texts_of_ours AS (
  SELECT resource, row_no, record, field, content FROM prose
  UNION ALL SELECT 'entities', row_no, entity_id, 'label_en', label_en FROM entities
  UNION ALL SELECT 'predicates', row_no, predicate_id, 'label_en', label_en FROM predicates
  UNION ALL SELECT 'sources', row_no, source_id, 'title', title FROM sources WHERE title IS NOT NULL
  UNION ALL SELECT path, row_no, '', '', content FROM own_prose
), own AS (
  SELECT resource, row_no, record, field, 8 AS size, words_of(content) AS words FROM texts_of_ours
  UNION ALL SELECT 'facts', row_no, fact_id, 'statement', 6, words_of(statement) FROM facts
), own_runs AS (
  SELECT o.resource, o.row_no, o.record, o.field, r.run
  FROM own o, runs_of(o.words, o.size) r
  WHERE o.size = 8 OR NOT regexp_like(r.run, '[0-9]')
), report AS (
  SELECT words_of(content) AS words FROM paragraphs
), report_runs AS (
  SELECT run FROM report t, runs_of(t.words, 8)
  UNION SELECT run FROM report t, runs_of(t.words, 6)
)
SELECT o.resource, o.row_no, o.record, o.field,
  'These words stand in the report too: ' || min(o.run) || '.' AS message
FROM own_runs o
JOIN report_runs k ON k.run = o.run
GROUP BY o.resource, o.row_no, o.record, o.field
