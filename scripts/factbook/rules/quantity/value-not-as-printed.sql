-- The value can be computed again from the figure as printed.
-- hint: Correct value or printed, so that both say the same number.
WITH parts AS (
  SELECT f.row_no, f.fact_id, f.value, f.printed,
    TRY_CAST(printed_digits(split_part(f.printed, ' ', 1)) AS DECIMAL(25, 9)) AS number,
    CAST(printed_magnitude(substr(f.printed, length(split_part(f.printed, ' ', 1)) + 2))
      AS DECIMAL(13, 0)) AS magnitude
  FROM current_facts f
  WHERE f.value IS NOT NULL AND f.printed IS NOT NULL
)
SELECT 'facts' AS resource, p.row_no, p.fact_id AS record, 'value' AS field,
  'The value is ' || r.value || ', but the figure is printed as ' || p.printed
    || CASE WHEN p.number IS NULL OR p.magnitude IS NULL THEN ', which cannot be read as a number.'
       ELSE '.' END AS message
FROM parts p
JOIN raw_facts r ON r.fact_id = p.fact_id
WHERE p.number IS NULL OR p.magnitude IS NULL OR p.value <> p.number * p.magnitude
