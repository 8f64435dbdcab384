-- Every definition, description and note of the tables ends as a sentence does: none was cut off.
-- hint: Restore the rest of the sentence, or add the full stop.
WITH prose AS (
  SELECT 'facts' AS resource, row_no, fact_id AS record, 'note' AS field, note AS content FROM facts
  UNION ALL SELECT 'observations', row_no, observation_id, 'note', note FROM observations
  UNION ALL SELECT 'entities', row_no, entity_id, 'description', description FROM entities
  UNION ALL SELECT 'entities', row_no, entity_id, 'note', note FROM entities
  UNION ALL SELECT 'predicates', row_no, predicate_id, 'definition', definition FROM predicates
  UNION ALL SELECT 'names', row_no, name_id, 'note', note FROM names
  UNION ALL SELECT 'sources', row_no, source_id, 'note', note FROM sources
)
SELECT p.resource, p.row_no, p.record, p.field,
  'The text ends in “' || right(p.content, 12) || '”, which ends no sentence.' AS message
FROM prose p
WHERE p.content IS NOT NULL AND NOT regexp_like(p.content, '[.?!…][)”’]*$')
