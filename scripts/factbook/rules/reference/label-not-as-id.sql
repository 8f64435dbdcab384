-- The id and the English label of an entity have a word in common, or the first four letters of one.
-- hint: Take the label back, or give a new entity an id that tells its label.
SELECT 'entities' AS resource, e.row_no, e.entity_id AS record, 'label_en' AS field,
  'The label ' || e.label_en || ' has no word in common with the id ' || e.entity_id || '.' AS message
FROM entities e
WHERE NOT share_a_stem(e.entity_id, e.label_en)
