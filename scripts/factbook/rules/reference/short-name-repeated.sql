-- A short name belongs to one entity, and is no label of another.
-- hint: Clear the short name of the entity that the source does not call so.
WITH shorts AS (
  SELECT lower(e.short_name) AS name, min(e.entity_id) AS first_record
  FROM entities e
  WHERE e.short_name IS NOT NULL
  GROUP BY lower(e.short_name)
), labels AS (
  SELECT lower(e.label_en) AS name, min(e.entity_id) AS first_record
  FROM entities e
  GROUP BY lower(e.label_en)
)
SELECT 'entities' AS resource, e.row_no, e.entity_id AS record, 'short_name' AS field,
  'The short name ' || e.short_name || ' is also '
    || CASE WHEN s.first_record < e.entity_id THEN 'that of ' || s.first_record
       ELSE 'the label of ' || l.first_record END || '.' AS message
FROM entities e
JOIN shorts s ON s.name = lower(e.short_name)
LEFT JOIN labels l ON l.name = lower(e.short_name)
WHERE s.first_record < e.entity_id OR l.first_record <> e.entity_id
