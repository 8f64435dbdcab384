-- The value can be computed again from the figure as printed.
-- hint: Correct value or printed, so that both say the same number.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'value' AS field,
  'The value is ' || r.value || ', but the figure is printed as ' || f.printed
    || CASE WHEN printed_number(f.printed) IS NULL THEN ', which cannot be read as a number.'
       ELSE '.' END AS message
FROM facts f
JOIN raw_facts r ON r.fact_id = f.fact_id
WHERE f.value IS NOT NULL AND f.printed IS NOT NULL
  AND (printed_number(f.printed) IS NULL OR printed_number(f.printed) <> f.value)
