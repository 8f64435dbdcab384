-- The address of a source is that of its page: no home page, no common short or forwarding address, no common mark that counts visits.
-- hint: Open the page and copy its own address, without what only counts visits.
WITH addresses AS (
  SELECT s.row_no, s.source_id, s.url, CASE
    WHEN regexp_like(lower(s.url), '^https?://[^/]+/?(index[.][a-z]+)?$') THEN 'is that of a home page'
    WHEN regexp_like(lower(s.url), '[?&#](utm_[a-z]+|fbclid|gclid|msclkid|igshid|spm|ref_src|isappinstalled|mc_[a-z]+)(=|&|$)')
      THEN 'carries a mark that counts visits'
    WHEN regexp_like(lower(s.url), '^https?://(www[.])?(bit[.]ly|t[.]co|t[.]cn|tinyurl[.]com|goo[.]gl|ow[.]ly|is[.]gd|buff[.]ly|lnkd[.]in|youtu[.]be|dwz[.]cn|url[.]cn)/')
      OR regexp_like(lower(s.url), '[?&](url|u|q|to|target|dest|redirect[a-z_-]*|goto|link)=https?(:|%3a)')
      THEN 'leads to another one' END AS fault
  FROM sources s
)
SELECT 'sources' AS resource, a.row_no, a.source_id AS record, 'url' AS field,
  'The address ' || a.url || ' ' || a.fault || '.' AS message
FROM addresses a
WHERE a.fault IS NOT NULL
