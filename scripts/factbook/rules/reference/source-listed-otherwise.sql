-- The title of an article's source in the descriptor holds the publisher and the day of publication.
-- hint: Correct the title in datapackage.json, or publisher or published.
SELECT 'sources' AS resource, s.row_no, s.source_id AS record,
  CASE WHEN instr(l.title, s.publisher) = 0 THEN 'publisher' ELSE 'published' END AS field,
  'The descriptor lists the source as ' || l.title || '.' AS message
FROM sources s
JOIN listed_sources l ON l.path = s.url
WHERE s.kind = 'article'
  AND (instr(l.title, s.publisher) = 0
    OR (s.published IS NOT NULL AND instr(l.title, CAST(s.published AS STRING)) = 0))
