-- The name of a person stands in the report, letter for letter.
-- hint: Write the name as the report prints it.
SELECT 'entities' AS resource, e.row_no, e.entity_id AS record, 'label_en' AS field,
  'The report does not name ' || e.label_en || '.' AS message
FROM entities e
WHERE e.type = 'person'
  AND e.entity_id NOT IN (
    SELECT p.entity_id FROM entities p JOIN texts t ON instr(t.content, p.label_en) > 0)
  AND (e.entity_id IN (SELECT subject_id FROM facts) OR e.entity_id IN (SELECT asserted_by FROM facts))
