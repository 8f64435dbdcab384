-- Where the address of a source holds a day, as 2024-03-25, 2024/03/25 or 20240325, it is the day on which the source was published.
-- hint: Correct published or url.
SELECT 'sources' AS resource, s.row_no, s.source_id AS record, 'published' AS field,
  'published is ' || CAST(s.published AS STRING) || ', but the address is ' || s.url || '.' AS message
FROM sources s
WHERE regexp_like(s.url, '[^0-9]20[0-9][0-9][-/]?[01][0-9][-/]?[0-3][0-9]([^0-9]|$)')
  AND NOT regexp_like(s.url, '[^0-9]' || replace(CAST(s.published AS STRING), '-', '[-/]?') || '([^0-9]|$)')
