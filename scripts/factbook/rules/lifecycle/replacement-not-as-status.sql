-- A corrected fact, and no other, names the fact that replaces it; a withdrawn fact says why in its note.
-- hint: Fill in or clear replaced_by as the status asks; explain a withdrawal in note.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'replaced_by' AS field,
  'The status is ' || f.status || ', but replaced_by is '
    || CASE WHEN f.replaced_by IS NULL THEN 'blank' ELSE f.replaced_by END || '.' AS message
FROM facts f
WHERE (f.status = 'corrected') <> (f.replaced_by IS NOT NULL)
UNION ALL
SELECT 'facts', f.row_no, f.fact_id, 'note', 'The fact is withdrawn, but its note is blank.'
FROM facts f
WHERE f.status = 'withdrawn' AND f.note IS NULL
