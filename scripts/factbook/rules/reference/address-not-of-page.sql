-- The address of a source is that of its page: no home page, no short or forwarding address, nothing added to count visits.
-- hint: Open the page and copy its own address, without what follows a question mark for counting.
SELECT 'sources' AS resource, s.row_no, s.source_id AS record, 'url' AS field,
  'The address ' || s.url || CASE
    WHEN regexp_like(s.url, '^https?://[^/]+/?$') THEN ' is that of a home page.'
    WHEN regexp_like(lower(s.url), '[?&](utm_[a-z]+|fbclid|gclid|msclkid|igshid|spm|ref_src|mc_[a-z]+)=')
      THEN ' carries a mark that counts visits.'
    ELSE ' leads to another one.' END AS message
FROM sources s
WHERE regexp_like(s.url, '^https?://[^/]+/?$')
  OR regexp_like(lower(s.url), '[?&](utm_[a-z]+|fbclid|gclid|msclkid|igshid|spm|ref_src|mc_[a-z]+)=')
  OR regexp_like(lower(s.url), '^https?://(bit[.]ly|t[.]co|t[.]cn|tinyurl[.]com|goo[.]gl|ow[.]ly|is[.]gd|buff[.]ly|lnkd[.]in|dwz[.]cn|url[.]cn)/')
  OR regexp_like(lower(s.url), '[?&][a-z_]+=https?(:|%3a)')
