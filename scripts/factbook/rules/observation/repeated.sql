-- No page is observed twice to say the same of the same date, or to show the same name.
-- hint: Remove one of the two rows.
WITH firsts AS (
  SELECT o.source_id, o.subject_id, o.predicate_id, coalesce(o.as_of, '') AS as_of,
    coalesce(o.object_id, o.object_text, CAST(o.value AS STRING), '') AS said,
    coalesce(o.unit_id, '') AS unit, coalesce(o.fact_id, '') AS about, min(o.row_no) AS first_row
  FROM observations o
  GROUP BY o.source_id, o.subject_id, o.predicate_id, coalesce(o.as_of, ''),
    coalesce(o.object_id, o.object_text, CAST(o.value AS STRING), ''), coalesce(o.unit_id, ''),
    coalesce(o.fact_id, '')
  HAVING count(*) > 1
)
SELECT 'observations' AS resource, o.row_no, o.observation_id AS record, 'source_id' AS field,
  o.observation_id || ' says the same as row ' || CAST(s.first_row AS STRING) || '.' AS message
FROM observations o
JOIN firsts s ON s.source_id = o.source_id AND s.subject_id = o.subject_id
  AND s.predicate_id = o.predicate_id AND s.as_of = coalesce(o.as_of, '')
  AND s.said = coalesce(o.object_id, o.object_text, CAST(o.value AS STRING), '')
  AND s.unit = coalesce(o.unit_id, '') AND s.about = coalesce(o.fact_id, '')
WHERE o.row_no > s.first_row
UNION ALL
SELECT 'names', n.row_no, n.name_id, 'value', n.value || ' stands in ' || m.name_id || ' too.'
FROM names n
JOIN names m ON m.entity_id = n.entity_id AND m.value = n.value AND m.language = n.language
  AND m.source_id = n.source_id
WHERE m.row_no < n.row_no
