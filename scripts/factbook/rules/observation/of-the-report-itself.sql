-- What an observation or a name comes from is a page beside the report, not the report itself.
-- hint: Name the page that says it, or remove the row.
SELECT 'observations' AS resource, o.row_no, o.observation_id AS record, 'source_id' AS field,
  o.source_id || ' is the report itself.' AS message
FROM observations o
JOIN sources s ON s.source_id = o.source_id
WHERE s.kind = 'article'
UNION ALL
SELECT 'names', n.row_no, n.name_id, 'source_id', n.source_id || ' is the report itself.'
FROM names n
JOIN sources s ON s.source_id = n.source_id
WHERE s.kind = 'article'
