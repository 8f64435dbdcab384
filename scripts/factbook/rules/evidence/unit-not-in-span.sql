-- The unit stands after the figure in the evidence, by its symbol or its English label.
-- hint: Correct the unit, or extend the span to the unit.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'unit_id' AS field,
  'After the figure ' || f.printed || ' the evidence names another unit than ' || u.unit_id || '.' AS message
FROM current_facts f
JOIN evidence e ON e.row_no = f.row_no
JOIN units u ON u.unit_id = f.unit_id
WHERE f.printed IS NOT NULL AND instr(e.span, f.printed) > 0
  AND instr(lower(e.span), lower(f.printed || ' ' || u.label_en)) = 0
  AND (u.symbol IS NULL
    OR instr(replace(e.span, ' %', '%'),
      CASE WHEN u.symbol = '%' THEN f.printed || '%' ELSE f.printed || ' ' || u.symbol END) = 0)
