-- What a page adds to a fact stands in the note: of a refines beyond “Undated: …”, never of a confirms; and context beside a fact says why it stands there.
-- hint: Say in the note what the page adds, or choose the verdict confirms.
WITH notes AS (
  SELECT o.row_no, o.observation_id, o.verdict, o.fact_id, o.note,
    o.note IS NOT NULL AND (o.note NOT LIKE 'Undated: %' OR o.note LIKE '%. %') AS adds
  FROM observations o
)
SELECT 'observations' AS resource, n.row_no, n.observation_id AS record, 'note' AS field,
  'The verdict is ' || n.verdict || ', but the note '
    || CASE WHEN n.adds THEN 'adds to the fact: ' || n.note ELSE 'says nothing beside the fact.' END AS message
FROM notes n
WHERE n.fact_id IS NOT NULL AND n.adds = (n.verdict = 'confirms')
