-- The current facts with labels in place of ids: the only place that says what the flat view shows.
-- The SQLite file contains it as a view; the workbook's sheet Facts and the flat CSV contain its rows.
WITH unit_names AS (
  SELECT *, CASE dimension WHEN 'count' THEN label_en ELSE coalesce(symbol, label_en) END AS name
  FROM units
)
SELECT
  f.fact_id,
  f.statement,
  s.label_en AS subject,
  p.label_en AS predicate,
  coalesce(o.label_en, f.object_text) AS object,
  c.label_en AS comparator,
  f.value,
  u.name AS unit,
  b.base_value,
  bu.name AS base_unit,
  f.printed,
  m.label_en AS modality,
  a.label_en AS speaker,
  k.label_en AS corroboration,
  coalesce(d.title, d.publisher) AS source,
  d.published,
  d.url AS source_url,
  s.label_zh AS subject_zh,
  p.label_zh AS predicate_zh,
  coalesce(o.label_zh, f.object_text) AS object_zh,
  c.label_zh AS comparator_zh,
  u.label_zh AS unit_zh,
  m.label_zh AS modality_zh,
  a.label_zh AS speaker_zh,
  k.label_zh AS corroboration_zh
FROM facts f
JOIN sources d ON d.source_id = f.source_id
JOIN entities s ON s.entity_id = f.subject_id
JOIN predicates p ON p.predicate_id = f.predicate_id
JOIN entities a ON a.entity_id = f.asserted_by
JOIN codes m ON m.list = 'modality' AND m.code = f.modality
JOIN corroboration w ON w.fact_id = f.fact_id
JOIN codes k ON k.list = 'corroboration' AND k.code = w.corroboration
LEFT JOIN entities o ON o.entity_id = f.object_id
LEFT JOIN codes c ON c.list = 'comparator' AND c.code = f.comparator
LEFT JOIN unit_names u ON u.unit_id = f.unit_id
LEFT JOIN unit_names bu ON bu.unit_id = u.base_unit_id
LEFT JOIN base_values b ON b.unit_id = f.unit_id AND b.value = f.value
WHERE f.status = 'current'
ORDER BY f.rowid
