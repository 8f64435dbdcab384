-- One JSON object per fact, whole, as a line in UTF-8: the rows of the tables joined, with the observations that bear
-- on it. The only place that says what data/facts.json holds of a fact. base_values (value, unit_id,
-- base_value) is filled by nested.py, exactly; nested.py puts the rows in order. The cells are read
-- as text, so that numbers stay as they are written.
WITH named AS (
  SELECT entity_id, struct_pack(entity_id := entity_id, type := type, label_en := label_en,
    label_zh := label_zh) AS entity
  FROM entities
), meant AS (
  SELECT predicate_id, struct_pack(predicate_id := predicate_id, kind := kind,
    label_en := label_en, label_zh := label_zh) AS predicate
  FROM predicates
), measured AS (
  SELECT unit_id, base_unit_id, struct_pack(unit_id := unit_id, symbol := symbol,
    label_en := label_en, label_zh := label_zh) AS unit
  FROM units
), observed AS (
  SELECT o.fact_id, list(struct_pack(
    observation_id := o.observation_id,
    verdict := o.verdict,
    subject := s.entity,
    predicate := p.predicate,
    object := ob.entity,
    text := o.object_text,
    quantity := CASE WHEN o.value IS NOT NULL THEN struct_pack(comparator := o.comparator,
      value := o.value, unit := u.unit, printed := o.printed, base_value := b.base_value,
      base_unit := bu.unit) END,
    as_of := o.as_of,
    source := struct_pack(source_id := src.source_id, kind := src.kind, title := src.title,
      publisher := src.publisher, published := src.published, url := src.url),
    note := o.note
  ) ORDER BY o.rowid) AS observations
  FROM raw_observations o
  JOIN raw_sources src ON src.source_id = o.source_id
  JOIN named s ON s.entity_id = o.subject_id
  JOIN meant p ON p.predicate_id = o.predicate_id
  LEFT JOIN named ob ON ob.entity_id = o.object_id
  LEFT JOIN measured u ON u.unit_id = o.unit_id
  LEFT JOIN measured bu ON bu.unit_id = u.base_unit_id
  LEFT JOIN base_values b ON b.value = o.value AND b.unit_id = o.unit_id
  WHERE o.fact_id IS NOT NULL
  GROUP BY o.fact_id
)
SELECT f.rowid + 2 AS row_no, encode('    ' || CAST(to_json(struct_pack(
  fact_id := f.fact_id,
  statement := f.statement,
  subject := s.entity,
  predicate := p.predicate,
  object := o.entity,
  text := f.object_text,
  quantity := CASE WHEN f.value IS NOT NULL THEN struct_pack(comparator := f.comparator,
    value := f.value, unit := u.unit, printed := f.printed, base_value := b.base_value,
    base_unit := bu.unit) END,
  modality := f.modality,
  asserted_by := a.entity,
  evidence := struct_pack(source_id := f.source_id, url := src.url, start := CAST(f.start AS BIGINT),
    "end" := CAST(f."end" AS BIGINT), sha256 := f.span_sha256),
  since := f.since,
  status := f.status,
  replaced_by := f.replaced_by,
  note := f.note,
  corroboration := c.corroboration,
  observations := coalesce(ob.observations, [])
)) AS VARCHAR)) AS line
FROM raw_facts f
JOIN raw_sources src ON src.source_id = f.source_id
JOIN named s ON s.entity_id = f.subject_id
JOIN meant p ON p.predicate_id = f.predicate_id
JOIN named a ON a.entity_id = f.asserted_by
JOIN corroboration c ON c.fact_id = f.fact_id
LEFT JOIN named o ON o.entity_id = f.object_id
LEFT JOIN measured u ON u.unit_id = f.unit_id
LEFT JOIN measured bu ON bu.unit_id = u.base_unit_id
LEFT JOIN base_values b ON b.value = f.value AND b.unit_id = f.unit_id
LEFT JOIN observed ob ON ob.fact_id = f.fact_id
