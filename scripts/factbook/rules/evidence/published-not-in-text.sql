-- The day on which an article was published stands in its text, as YYYY-MM-DD.
-- hint: Correct published, or leave it blank where the text does not say.
SELECT 'sources' AS resource, s.row_no, s.source_id AS record, 'published' AS field,
  'The day ' || CAST(s.published AS STRING) || ' does not stand in the text.' AS message
FROM sources s
JOIN texts t ON t.source_id = s.source_id
WHERE s.published IS NOT NULL
  AND NOT regexp_like(' ' || t.content || ' ',
    '[^0-9-]' || CAST(s.published AS STRING) || '[^0-9]')
