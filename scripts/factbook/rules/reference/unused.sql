-- Every source, entity, predicate and unit is used.
-- hint: Remove the row, or use it in a fact or an observation.
SELECT 'sources' AS resource, s.row_no, s.source_id AS record, 'source_id' AS field,
  'Nothing comes from the source ' || s.source_id || '.' AS message
FROM sources s
WHERE s.source_id NOT IN (SELECT source_id FROM facts)
  AND (s.kind = 'article' OR s.source_id NOT IN (
    SELECT source_id FROM observations UNION ALL SELECT source_id FROM names))
UNION ALL
SELECT 'entities', e.row_no, e.entity_id, 'entity_id',
  'No fact, no observation and no part names the entity ' || e.entity_id || '.'
FROM entities e
WHERE e.entity_id NOT IN (
  SELECT subject_id FROM facts
  UNION ALL SELECT object_id FROM facts WHERE object_id IS NOT NULL
  UNION ALL SELECT asserted_by FROM facts
  UNION ALL SELECT subject_id FROM observations
  UNION ALL SELECT object_id FROM observations WHERE object_id IS NOT NULL
  UNION ALL SELECT part_of FROM entities WHERE part_of IS NOT NULL)
UNION ALL
SELECT 'predicates', p.row_no, p.predicate_id, 'predicate_id',
  'No fact and no observation has the predicate ' || p.predicate_id || '.'
FROM predicates p
WHERE p.predicate_id NOT IN (
  SELECT predicate_id FROM facts UNION ALL SELECT predicate_id FROM observations)
UNION ALL
SELECT 'units', u.row_no, u.unit_id, 'unit_id', 'No figure has the unit ' || u.unit_id || '.'
FROM units u
WHERE u.unit_id NOT IN (
  SELECT unit_id FROM facts WHERE unit_id IS NOT NULL
  UNION ALL SELECT unit_id FROM observations WHERE unit_id IS NOT NULL
  UNION ALL SELECT base_unit_id FROM units WHERE base_unit_id <> unit_id)
