-- A corrected fact, and no other, names the fact that replaces it; the note of a withdrawn fact, and of no other, begins with “Withdrawn: ” and says why.
-- hint: Fill in or clear replaced_by as the status asks; explain a withdrawal in note, after “Withdrawn: ”.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'replaced_by' AS field,
  'The status is ' || f.status || ', but replaced_by is '
    || CASE WHEN f.replaced_by IS NULL THEN 'blank' ELSE f.replaced_by END || '.' AS message
FROM facts f
WHERE (f.status = 'corrected') <> (f.replaced_by IS NOT NULL)
UNION ALL
SELECT 'facts', f.row_no, f.fact_id, 'note',
  'The status is ' || f.status || ', but the note '
    || CASE WHEN f.note IS NULL THEN 'is blank.' WHEN f.status = 'withdrawn'
       THEN 'does not begin with “Withdrawn: ”.' ELSE 'begins with “Withdrawn: ”.' END
FROM facts f
WHERE (f.status = 'withdrawn') <> (substr(coalesce(f.note, ''), 1, 11) = 'Withdrawn: ')
