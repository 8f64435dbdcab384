-- No id has the digit 1 or 0 inside a word of letters, or the letter l or o between digits.
-- hint: Type the plain letter or digit.
WITH ids AS (
  SELECT 'entities' AS resource, row_no, entity_id AS id, 'entity_id' AS field FROM entities
  UNION ALL SELECT 'predicates', row_no, predicate_id, 'predicate_id' FROM predicates
  UNION ALL SELECT 'sources', row_no, source_id, 'source_id' FROM sources
  UNION ALL SELECT 'units', row_no, unit_id, 'unit_id' FROM units
)
SELECT i.resource, i.row_no, i.id AS record, i.field,
  i.id || ' has a letter that looks like a digit, or a digit that looks like a letter.' AS message
FROM ids i
WHERE regexp_like(i.id, '[a-z][a-z][01][a-z]|[a-z][01][a-z][a-z]|[0-9][lo][0-9]')
