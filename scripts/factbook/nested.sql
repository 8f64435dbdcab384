-- One JSON object per fact, whole: the rows of the tables joined. The only place that says what
-- data/facts.json holds. base_values (value, unit_id, base_value) is filled by nested.py, exactly;
-- nested.py puts the rows in order.
WITH named AS (
  SELECT entity_id, struct_pack(entity_id := entity_id, type := type, label_en := label_en,
    label_zh := label_zh) AS entity
  FROM entities
), measured AS (
  SELECT unit_id, base_unit_id, struct_pack(unit_id := unit_id, symbol := symbol,
    label_en := label_en, label_zh := label_zh) AS unit
  FROM units
)
SELECT f.row_no, to_json(struct_pack(
  fact_id := f.fact_id,
  statement := f.statement,
  subject := s.entity,
  predicate := struct_pack(predicate_id := p.predicate_id, kind := p.kind,
    label_en := p.label_en, label_zh := p.label_zh),
  object := o.entity,
  text := f.object_text,
  quantity := CASE WHEN f.value IS NOT NULL THEN struct_pack(comparator := f.comparator,
    value := r.value, unit := u.unit, printed := f.printed, base_value := b.base_value,
    base_unit := bu.unit) END,
  modality := f.modality,
  asserted_by := a.entity,
  evidence := struct_pack(source_id := f.source_id, url := src.url, start := f.start,
    "end" := f."end", sha256 := f.span_sha256),
  since := f.since,
  status := f.status,
  replaced_by := f.replaced_by,
  note := f.note
)) AS line
FROM facts f
JOIN raw_facts r ON r.rowid = f.row_no - 2
JOIN sources src ON src.source_id = f.source_id
JOIN named s ON s.entity_id = f.subject_id
JOIN predicates p ON p.predicate_id = f.predicate_id
JOIN named a ON a.entity_id = f.asserted_by
LEFT JOIN named o ON o.entity_id = f.object_id
LEFT JOIN measured u ON u.unit_id = f.unit_id
LEFT JOIN measured bu ON bu.unit_id = u.base_unit_id
LEFT JOIN base_values b ON b.value = r.value AND b.unit_id = f.unit_id
