-- The figure as printed stands in the evidence, as a number of its own.
-- hint: Write the figure as the text prints it, or correct the span.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'printed' AS field,
  'The figure ' || f.printed || ' does not stand in the evidence.' AS message
FROM current_facts f
JOIN evidence e ON e.row_no = f.row_no
WHERE f.printed IS NOT NULL
  AND NOT regexp_like(' ' || e.span || ' ',
    '[^A-Za-z0-9.,-]' || replace(f.printed, '.', '[.]') || '[^A-Za-z0-9]')
