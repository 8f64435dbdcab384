-- A fact stands since a version that CHANGELOG.md lists.
-- hint: Correct since, or add the release to CHANGELOG.md.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'since' AS field,
  'CHANGELOG.md lists no release ' || f.since || '.' AS message
FROM facts f
WHERE f.since NOT IN (SELECT version FROM releases)
  AND EXISTS (SELECT 1 FROM releases)
