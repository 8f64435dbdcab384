-- The id and the English label of an entity or a unit have a word in common, or the first four letters of one; the id of a unit may be its symbol.
-- hint: Take the label back, or give a new row an id that tells its label.
SELECT 'entities' AS resource, e.row_no, e.entity_id AS record, 'label_en' AS field,
  'The label ' || e.label_en || ' has no word in common with the id ' || e.entity_id || '.' AS message
FROM entities e
WHERE NOT share_a_stem(e.entity_id, e.label_en)
UNION ALL
SELECT 'units', u.row_no, u.unit_id, 'label_en',
  'The label ' || u.label_en || ' has no word in common with the id ' || u.unit_id || '.'
FROM units u
WHERE NOT share_a_stem(u.unit_id, u.label_en) AND u.unit_id <> lower(coalesce(u.symbol, ''))
