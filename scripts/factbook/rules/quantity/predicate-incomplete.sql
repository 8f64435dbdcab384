-- A predicate names object types if and only if it asks for an entity, and a dimension if and only if it asks for a figure.
-- hint: Fill in or clear object_types and dimension as object_kind asks.
SELECT 'predicates' AS resource, p.row_no, p.predicate_id AS record, 'object_types' AS field,
  'object_kind is ' || p.object_kind || ', but object_types is '
    || CASE WHEN p.object_types IS NULL THEN 'blank.' ELSE p.object_types || '.' END AS message
FROM predicates p
WHERE (p.object_kind = 'entity') <> (p.object_types IS NOT NULL)
UNION ALL
SELECT 'predicates', p.row_no, p.predicate_id, 'dimension',
  'object_kind is ' || p.object_kind || ', but dimension is '
    || CASE WHEN p.dimension IS NULL THEN 'blank.' ELSE p.dimension || '.' END
FROM predicates p
WHERE (p.object_kind = 'quantity') <> (p.dimension IS NOT NULL)
