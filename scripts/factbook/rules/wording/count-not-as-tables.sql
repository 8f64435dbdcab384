-- Where a line of the descriptor, or of CHANGELOG.md as long as it has one release, lists a number of facts or of observations, it is that of the table.
-- hint: Correct the number.
WITH counted AS (
  SELECT 'facts' AS noun, count(*) AS number FROM facts
  UNION ALL SELECT 'observations', count(*) FROM observations
), told AS (
  SELECT p.path, p.row_no, c.noun, c.number, count_told(p.content, c.noun) AS told
  FROM own_prose p, counted c
  WHERE p.path = 'datapackage.json'
    OR (p.path = 'CHANGELOG.md' AND (SELECT count(*) FROM releases) = 1)
)
SELECT t.path AS resource, t.row_no, '' AS record, '' AS field,
  'The line speaks of ' || CAST(t.told AS STRING) || ' ' || t.noun || ', the table has '
    || CAST(t.number AS STRING) || '.' AS message
FROM told t
WHERE t.told <> t.number
