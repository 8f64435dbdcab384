-- From the first release on for which CHANGELOG.md lists the facts that it added, these are those whose since is its version; those it lists as corrected or withdrawn are those with that status.
-- hint: Correct the line, or since and status of the fact.
WITH numbered AS (
  SELECT f.row_no, f.fact_id, f.since, f.status, CAST(substr(f.fact_id, 2) AS BIGINT) AS number
  FROM facts f
), told AS (
  SELECT n.row_no, l.action, max(CASE WHEN l.version = n.since THEN 1 ELSE 0 END) AS own
  FROM numbered n
  JOIN listed_facts l ON n.number BETWEEN l.first AND l.last
  GROUP BY n.row_no, l.action
)
SELECT 'facts' AS resource, n.row_no, n.fact_id AS record, 'since' AS field,
  'since is ' || n.since || ', but CHANGELOG.md does not list ' || n.fact_id
    || ' as added there.' AS message
FROM numbered n
LEFT JOIN told t ON t.row_no = n.row_no AND t.action = 'added'
WHERE coalesce(t.own, 0) = 0
  AND n.since NOT IN (SELECT version FROM listed_facts WHERE action = 'compared')
  AND (t.own IS NOT NULL OR n.since IN (
    SELECT version FROM releases WHERE date >= (
      SELECT min(r.date) FROM listed_facts l
      JOIN releases r ON r.version = l.version
      WHERE l.action = 'added')))
UNION ALL
SELECT 'facts', n.row_no, n.fact_id, 'status',
  'The status is ' || n.status || ', but CHANGELOG.md lists ' || n.fact_id || ' as ' || t.action || '.'
FROM numbered n
JOIN told t ON t.row_no = n.row_no
WHERE t.action IN ('corrected', 'withdrawn') AND n.status <> t.action
UNION ALL
SELECT 'facts', n.row_no, n.fact_id, 'status',
  'The status is ' || n.status || ', but CHANGELOG.md does not list ' || n.fact_id || ' as that.'
FROM numbered n
LEFT JOIN told t ON t.row_no = n.row_no AND t.action = n.status
WHERE n.status <> 'current' AND t.row_no IS NULL
  AND n.since NOT IN (SELECT version FROM releases WHERE date = (SELECT max(date) FROM releases))
  AND EXISTS (
    SELECT 1 FROM listed_facts l
    JOIN releases r ON r.version = l.version
    WHERE l.action <> 'compared' AND r.date = (SELECT max(date) FROM releases))
UNION ALL
SELECT 'CHANGELOG.md', l.row_no, '', '', 'The line lists a fact that does not exist.'
FROM listed_facts l
WHERE l.action NOT IN ('compared', 'removed') AND (l.first NOT IN (SELECT number FROM numbered)
  OR l.last NOT IN (SELECT number FROM numbered) OR l.last < l.first)
