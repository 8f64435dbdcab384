-- A fact is asserted by a person, an organisation, or the document itself.
-- hint: Name the speaker in asserted_by, or the report if it names none.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'asserted_by' AS field,
  e.entity_id || ' is of type ' || e.type || ' and cannot assert anything.' AS message
FROM current_facts f
JOIN entities e ON e.entity_id = f.asserted_by
WHERE e.type NOT IN ('person', 'organization', 'document')
