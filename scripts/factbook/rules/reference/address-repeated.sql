-- No two addresses of sources differ only in http or https, www, a last slash or a place in the page after a number sign.
-- hint: Keep one of the two sources and let everything lead to it.
WITH addresses AS (
  SELECT s.row_no, s.source_id, s.url,
    regexp_replace(regexp_replace(s.url, '^https?://(www[.])?', ''), '/*(#([^/!].*)?)?$', '') AS page
  FROM sources s
), firsts AS (
  SELECT page, min(row_no) AS first_row
  FROM addresses
  GROUP BY page
)
SELECT 'sources' AS resource, a.row_no, a.source_id AS record, 'url' AS field,
  'The address ' || a.url || ' is that of ' || b.source_id || ' too.' AS message
FROM addresses a
JOIN firsts f ON f.page = a.page
JOIN addresses b ON b.row_no = f.first_row
WHERE a.row_no > f.first_row AND a.url <> b.url
