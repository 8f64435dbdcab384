-- The note of an observation begins with “Undated: ” and says why if and only if as_of is blank.
-- hint: Fill in as_of, or say in the note why the page gives no date.
SELECT 'observations' AS resource, o.row_no, o.observation_id AS record, 'as_of' AS field,
  CASE WHEN o.as_of IS NULL THEN 'as_of is blank and the note does not begin with “Undated: ”.'
    ELSE 'The note calls it undated, but as_of is ' || o.as_of || '.' END AS message
FROM observations o
WHERE (o.as_of IS NULL) <> (coalesce(o.note, '') LIKE 'Undated: _%')
