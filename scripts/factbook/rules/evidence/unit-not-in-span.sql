-- The unit stands after the figure in the evidence, by its symbol or its English label.
-- hint: Correct the unit, or extend the span to the unit.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'unit_id' AS field,
  'After the figure ' || f.printed || ' the evidence names another unit than ' || u.unit_id || '.' AS message
FROM current_facts f
JOIN texts t ON t.source_id = f.source_id
JOIN units u ON u.unit_id = f.unit_id
WHERE f.printed IS NOT NULL
  AND instr(lower(substring(t.content, f.start + 1, f.end - f.start)), lower(f.printed || ' ' || u.label_en)) = 0
  AND (u.symbol IS NULL
    OR instr(replace(substring(t.content, f.start + 1, f.end - f.start), ' %', '%'),
      CASE WHEN u.symbol = '%' THEN f.printed || '%' ELSE f.printed || ' ' || u.symbol END) = 0)
