-- No statement repeats more than five words in a row of the report, figures aside, and no title, label, definition, description or note of the tables and no line of the descriptor, the changelog or the README more than seven.
-- hint: Say it in your own words.
WITH prose AS (
  SELECT 'facts' AS resource, row_no, fact_id AS record, 'note' AS field, note AS content FROM facts WHERE note IS NOT NULL
  UNION ALL SELECT 'entities', row_no, entity_id, 'description', description FROM entities
  UNION ALL SELECT 'entities', row_no, entity_id, 'note', note FROM entities WHERE note IS NOT NULL
  UNION ALL SELECT 'predicates', row_no, predicate_id, 'definition', definition FROM predicates
  UNION ALL SELECT 'entities', row_no, entity_id, 'label_en', label_en FROM entities
  UNION ALL SELECT 'predicates', row_no, predicate_id, 'label_en', label_en FROM predicates
  UNION ALL SELECT 'sources', row_no, source_id, 'title', title FROM sources WHERE title IS NOT NULL
  UNION ALL SELECT 'sources', row_no, source_id, 'note', note FROM sources WHERE note IS NOT NULL
  UNION ALL SELECT path, row_no, '', '', content FROM own_prose
), own_runs AS (
  SELECT p.resource, p.row_no, p.record, p.field, r.run
  FROM prose p, runs_of(p.content, 8) r
  UNION ALL
  SELECT 'facts', f.row_no, f.fact_id, 'statement', r.run
  FROM facts f, runs_of(f.statement, 6) r
  WHERE NOT regexp_like(r.run, '[0-9]')
), report_runs AS (
  SELECT run FROM paragraphs t, runs_of(t.content, 8)
  UNION
  SELECT run FROM paragraphs t, runs_of(t.content, 6)
)
SELECT o.resource, o.row_no, o.record, o.field,
  'These words stand in the report too: ' || min(o.run) || '.' AS message
FROM own_runs o
JOIN report_runs k ON k.run = o.run
GROUP BY o.resource, o.row_no, o.record, o.field
