-- No title, statement, label, definition, description or note of the tables, and no line of the descriptor, the changelog or the README, repeats more than seven words in a row of the report.
-- hint: Say it in your own words.
WITH prose AS (
  SELECT 'facts' AS resource, row_no, fact_id AS record, 'statement' AS field, statement AS content FROM facts
  UNION ALL SELECT 'facts', row_no, fact_id, 'note', note FROM facts WHERE note IS NOT NULL
  UNION ALL SELECT 'entities', row_no, entity_id, 'description', description FROM entities
  UNION ALL SELECT 'entities', row_no, entity_id, 'note', note FROM entities WHERE note IS NOT NULL
  UNION ALL SELECT 'predicates', row_no, predicate_id, 'definition', definition FROM predicates
  UNION ALL SELECT 'entities', row_no, entity_id, 'label_en', label_en FROM entities
  UNION ALL SELECT 'predicates', row_no, predicate_id, 'label_en', label_en FROM predicates
  UNION ALL SELECT 'sources', row_no, source_id, 'title', title FROM sources WHERE title IS NOT NULL
  UNION ALL SELECT 'sources', row_no, source_id, 'note', note FROM sources WHERE note IS NOT NULL
  UNION ALL SELECT path, row_no, '', '', content FROM own_prose
), report_runs AS (
  SELECT DISTINCT run FROM paragraphs t, eight_words(t.content)
)
SELECT p.resource, p.row_no, p.record, p.field,
  'These words stand in the report too: ' || min(r.run) || '.' AS message
FROM prose p, eight_words(p.content) r
JOIN report_runs k ON k.run = r.run
GROUP BY p.resource, p.row_no, p.record, p.field
