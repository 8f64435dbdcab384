-- A figure has value, comparator, unit and the figure as printed, or none of them.
-- hint: Fill in what is missing, or clear the rest.
SELECT f.resource, f.row_no, f.record,
  CASE WHEN f.value IS NULL THEN 'value' WHEN f.comparator IS NULL THEN 'comparator'
    WHEN f.unit_id IS NULL THEN 'unit_id' ELSE 'printed' END AS field,
  'Of value, comparator, unit_id and printed, some are filled in and some are blank.' AS message
FROM claims f
WHERE NOT (f.value IS NULL AND f.comparator IS NULL AND f.unit_id IS NULL AND f.printed IS NULL)
  AND (f.value IS NULL OR f.comparator IS NULL OR f.unit_id IS NULL OR f.printed IS NULL)
