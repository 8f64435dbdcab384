-- Every source, entity, predicate and unit is used.
-- hint: Remove the row, or use it in a fact.
SELECT 'sources' AS resource, s.row_no, s.source_id AS record, 'source_id' AS field,
  'No fact comes from the source ' || s.source_id || '.' AS message
FROM sources s
WHERE s.kind = 'article' AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.source_id = s.source_id)
UNION ALL
SELECT 'entities', e.row_no, e.entity_id, 'entity_id',
  'No fact and no part names the entity ' || e.entity_id || '.'
FROM entities e
WHERE NOT EXISTS (SELECT 1 FROM facts f WHERE f.subject_id = e.entity_id)
  AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.object_id = e.entity_id)
  AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.asserted_by = e.entity_id)
  AND NOT EXISTS (SELECT 1 FROM entities p WHERE p.part_of = e.entity_id)
UNION ALL
SELECT 'predicates', p.row_no, p.predicate_id, 'predicate_id',
  'No fact has the predicate ' || p.predicate_id || '.'
FROM predicates p
WHERE NOT EXISTS (SELECT 1 FROM facts f WHERE f.predicate_id = p.predicate_id)
UNION ALL
SELECT 'units', u.row_no, u.unit_id, 'unit_id', 'No figure has the unit ' || u.unit_id || '.'
FROM units u
WHERE NOT EXISTS (SELECT 1 FROM facts f WHERE f.unit_id = u.unit_id)
  AND NOT EXISTS (SELECT 1 FROM units b WHERE b.base_unit_id = u.unit_id AND b.unit_id <> u.unit_id)
