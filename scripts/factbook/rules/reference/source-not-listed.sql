-- The address of every article is that of a source in the descriptor.
-- hint: Correct url, or the path of the source in datapackage.json.
SELECT 'sources' AS resource, s.row_no, s.source_id AS record, 'url' AS field,
  'The descriptor lists no source with the address ' || s.url || '.' AS message
FROM sources s
WHERE s.kind = 'article' AND s.url NOT IN (SELECT path FROM listed_sources)
  AND EXISTS (SELECT 1 FROM listed_sources)
