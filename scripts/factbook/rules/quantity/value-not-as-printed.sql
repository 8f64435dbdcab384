-- The value can be computed again from the figure as printed.
-- hint: Correct value or printed, so that both say the same number.
WITH parts AS (
  SELECT f.resource, f.row_no, f.record, f.value, f.printed,
    TRY_CAST(printed_digits(split_part(f.printed, ' ', 1)) AS DECIMAL(25, 9)) AS number,
    CAST(printed_magnitude(substr(f.printed, length(split_part(f.printed, ' ', 1)) + 2))
      AS DECIMAL(13, 0)) AS magnitude
  FROM claims f
  WHERE f.value IS NOT NULL AND f.printed IS NOT NULL
)
SELECT p.resource, p.row_no, p.record, 'value' AS field,
  'The value is ' || plain(p.value) || ', but the figure is printed as ' || p.printed
    || CASE WHEN p.number IS NULL OR p.magnitude IS NULL THEN ', which cannot be read as a number.'
       ELSE '.' END AS message
FROM parts p
WHERE p.number IS NULL OR p.magnitude IS NULL OR p.value <> p.number * p.magnitude
