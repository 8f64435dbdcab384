-- A source was published in the year that its id holds.
-- hint: Correct published, or the id of the source.
SELECT 'sources' AS resource, s.row_no, s.source_id AS record, 'published' AS field,
  'published is ' || CAST(s.published AS STRING) || ', but the id is ' || s.source_id || '.' AS message
FROM sources s
WHERE regexp_like(s.source_id, '-20[0-9][0-9](-|$)')
  AND NOT regexp_like(s.source_id, '-' || substr(CAST(s.published AS STRING), 1, 4) || '(-|$)')
