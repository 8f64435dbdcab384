-- The tables that rules look through: each query has a name and lists what it is made of; every
-- table has resource, row_no and record. Views, because a clean package is looked through once.

-- fact: a fact that still holds, joined with all it names.
-- of: facts predicates entities units sources
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, f.source_id, f.start, f.end AS stop,
  f.span_sha256, f.statement, f.statement_words, f.subject_id, f.predicate_id, f.object_id,
  f.object_text, f.comparator, f.value, f.unit_id, f.printed, f.printed_words, f.modality,
  f.asserted_by, p.kind, p.label_en AS predicate_label, p.subject_types, p.object_kind,
  p.object_types, p.dimension, p.modalities, s.type AS subject_type, s.label_en AS subject_label,
  s.label_words AS subject_words, s.marks AS subject_marks, o.type AS object_type,
  o.label_en AS object_label, o.label_words AS object_words, o.marks AS object_marks,
  a.type AS speaker_type, a.label_en AS speaker_label, a.label_words AS speaker_words,
  a.short_name AS speaker_short_name, u.dimension AS unit_dimension, u.label_en AS unit_label,
  coalesce(u.symbol, '') AS unit_symbol, u.factor, u.base_unit_id, d.language, d.text_length
FROM facts f
JOIN predicates p ON p.predicate_id = f.predicate_id
JOIN entities s ON s.entity_id = f.subject_id
LEFT JOIN entities o ON o.entity_id = f.object_id
JOIN entities a ON a.entity_id = f.asserted_by
LEFT JOIN units u ON u.unit_id = f.unit_id
JOIN sources d ON d.source_id = f.source_id
WHERE f.status = 'current';

-- current_fact: a fact that still holds, alone.
-- of: facts
SELECT 'facts' AS resource, row_no, fact_id AS record, source_id, statement, subject_id,
  predicate_id, object_id, object_text, comparator, value, unit_id, modality, asserted_by
FROM facts
WHERE status = 'current';

-- every_fact: a fact of any status, with the one before it and the one that replaces it.
-- of: facts
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, f.source_id, f.start, f.end AS stop,
  f.status, f.replaced_by, f.note, f.since, r.version AS released,
  (SELECT count(*) FROM releases) AS release_count,
  CAST(substr(f.fact_id, 2) AS INTEGER) AS number,
  coalesce(CAST(substr(b.fact_id, 2) AS INTEGER), 0) AS previous_number,
  b.fact_id AS previous_id, b.source_id AS previous_source, b.since AS previous_since,
  b.start AS previous_start, b.end AS previous_stop,
  n.row_no AS next_row, n.source_id AS next_source, n.start AS next_start, n.end AS next_stop,
  CASE WHEN n.start = f.start AND n.end = f.end AND n.span_sha256 = f.span_sha256
    AND n.statement = f.statement AND n.subject_id = f.subject_id
    AND n.predicate_id = f.predicate_id
    AND coalesce(n.object_id, '') = coalesce(f.object_id, '')
    AND coalesce(n.object_text, '') = coalesce(f.object_text, '')
    AND coalesce(n.comparator, '') = coalesce(f.comparator, '')
    AND coalesce(n.value, '') = coalesce(f.value, '')
    AND coalesce(n.unit_id, '') = coalesce(f.unit_id, '')
    AND coalesce(n.printed, '') = coalesce(f.printed, '')
    AND n.modality = f.modality AND n.asserted_by = f.asserted_by THEN 1 ELSE 0 END AS next_is_same
FROM facts f
LEFT JOIN facts b ON b.row_no = f.row_no - 1
LEFT JOIN facts n ON n.fact_id = f.replaced_by
LEFT JOIN (SELECT DISTINCT version FROM releases) r ON r.version = f.since;

-- observation: an observation, joined with all it names and with its fact, if that holds.
-- of: observations facts predicates entities units sources
SELECT 'observations' AS resource, v.row_no, v.observation_id AS record, v.source_id, v.subject_id,
  v.predicate_id, v.object_id, v.object_text, v.comparator, v.value, v.unit_id, v.printed, v.as_of,
  v.fact_id, v.verdict, v.note, p.kind, p.subject_types, p.object_kind, p.object_types, p.dimension,
  s.type AS subject_type, o.type AS object_type, u.dimension AS unit_dimension, u.factor,
  d.kind AS source_kind, d.published, d.url, d.language, f.fact_id AS their_id,
  f.subject_id AS their_subject, f.predicate_id AS their_predicate, f.object_id AS their_object,
  f.object_text AS their_text, f.comparator AS their_comparator, f.value AS their_value,
  f.printed AS their_printed, t.factor AS their_factor, q.kind AS their_kind,
  q.object_kind AS their_object_kind, q.dimension AS their_dimension,
  r.published AS their_published, r.language AS their_language
FROM observations v
JOIN predicates p ON p.predicate_id = v.predicate_id
JOIN entities s ON s.entity_id = v.subject_id
LEFT JOIN entities o ON o.entity_id = v.object_id
LEFT JOIN units u ON u.unit_id = v.unit_id
JOIN sources d ON d.source_id = v.source_id
LEFT JOIN facts f ON f.fact_id = v.fact_id AND f.status = 'current'
LEFT JOIN predicates q ON q.predicate_id = f.predicate_id
LEFT JOIN units t ON t.unit_id = f.unit_id
LEFT JOIN sources r ON r.source_id = f.source_id;

-- compared: an observation beside its fact, as lawful bounds of both figures.
-- of: observation
SELECT v.*,
  number_meant(v.printed, v.language, v.value) * CAST(v.factor AS DOUBLE) AS size,
  CASE WHEN comparator_of(words_beside(v.printed)) IS NOT NULL
    THEN last_digit(v.printed, v.language) END * CAST(v.factor AS DOUBLE) AS step,
  number_meant(v.their_printed, v.their_language, v.their_value) * CAST(v.their_factor AS DOUBLE)
    AS their_size,
  CASE WHEN comparator_of(words_beside(v.their_printed)) IS NOT NULL
    THEN last_digit(v.their_printed, v.their_language) END * CAST(v.their_factor AS DOUBLE) AS their_step
FROM observation v
WHERE coalesce(v.their_id, '') <> '';

-- judged: if the two agree: yes, no, either, later (than the report, of a plan), different, other.
-- of: compared
SELECT c.*, CASE WHEN substr(as_of, 1, 7) > substr(their_published, 1, 7) THEN 1 ELSE 0 END
    AS afterwards,
  CASE WHEN their_subject <> subject_id THEN 'other'
    WHEN their_predicate <> predicate_id AND their_kind <> 'plan' THEN 'other'
    WHEN their_predicate <> predicate_id THEN
      CASE WHEN substr(their_published, 1, length(as_of)) = as_of THEN 'either'
        WHEN as_of < their_published THEN 'no' ELSE 'later' END
    WHEN value IS NOT NULL THEN
      CASE WHEN size + step + their_size + their_step IS NULL THEN 'other'
        WHEN size - step * CASE comparator WHEN 'eq' THEN 0.5 WHEN 'gt' THEN 0 WHEN 'ge' THEN 0 ELSE 1 END
          < (their_size + their_step * CASE their_comparator
            WHEN 'eq' THEN 0.5 WHEN 'lt' THEN 0 WHEN 'le' THEN 0 ELSE 1 END) * (1 - 1e-12)
          AND (size + step * CASE comparator WHEN 'eq' THEN 0.5 WHEN 'lt' THEN 0 WHEN 'le' THEN 0 ELSE 1 END)
            * (1 - 1e-12) > their_size - their_step * CASE their_comparator
            WHEN 'eq' THEN 0.5 WHEN 'gt' THEN 0 WHEN 'ge' THEN 0 ELSE 1 END THEN 'yes' ELSE 'no' END
    WHEN coalesce(object_id, object_text, '') = coalesce(their_object, their_text, '') THEN 'yes'
    WHEN object_text IS NOT NULL THEN 'either' ELSE 'different' END AS agrees
FROM compared c;

-- source: a source.
-- of: sources
SELECT 'sources' AS resource, d.row_no, d.source_id AS record, d.kind, d.publisher, d.published,
  d.url, d.text_sha256, d.text_length
FROM sources d;

-- entity: an entity.
-- of: entities
SELECT 'entities' AS resource, e.row_no, e.entity_id AS record, e.label_en, e.label_zh
FROM entities e;

-- predicate: a predicate, with the one to which it adds.
-- of: predicates
SELECT 'predicates' AS resource, p.row_no, p.predicate_id AS record, p.kind, p.label_en, p.label_zh,
  p.object_kind, p.object_types, p.dimension, p.modalities, p.exact_match, p.adds_to,
  t.kind AS total_kind, t.dimension AS total_dimension
FROM predicates p
LEFT JOIN predicates t ON t.predicate_id = p.adds_to;

-- unit: a unit, with its base and the factor of the SI prefix in its symbol.
-- of: units
SELECT 'units' AS resource, u.row_no, u.unit_id AS record, u.symbol, u.label_en, u.label_zh,
  u.dimension, u.factor, u.base_unit_id, u.exact_match, b.factor AS base_factor,
  b.base_unit_id AS base_of_base, b.dimension AS base_dimension,
  CASE WHEN substr(u.symbol, 2) = b.symbol THEN CASE substr(u.symbol, 1, 1)
    WHEN 'k' THEN '1000' WHEN 'M' THEN '1000000' WHEN 'G' THEN '1000000000'
    WHEN 'T' THEN '1000000000000' WHEN 'P' THEN '1000000000000000'
    WHEN 'E' THEN '1000000000000000000' WHEN 'Z' THEN '1000000000000000000000' END
    END AS prefix_factor
FROM units u
LEFT JOIN units b ON b.unit_id = u.base_unit_id;

-- name: a name, with its entity and its source.
-- of: names entities sources
SELECT 'names' AS resource, n.row_no, n.name_id AS record, n.entity_id, n.scheme, n.value,
  n.language, n.source_id, e.label_en, e.label_zh, d.kind AS source_kind
FROM names n
JOIN entities e ON e.entity_id = n.entity_id
JOIN sources d ON d.source_id = n.source_id;

-- label: a label of a row in one language.
-- of: entities predicates units
SELECT 'entities' AS resource, row_no, entity_id AS record, 'label_en' AS field, label_en AS label
FROM entities
UNION ALL SELECT 'entities', row_no, entity_id, 'label_zh', label_zh FROM entities
UNION ALL SELECT 'predicates', row_no, predicate_id, 'label_en', label_en FROM predicates
UNION ALL SELECT 'predicates', row_no, predicate_id, 'label_zh', label_zh FROM predicates
UNION ALL SELECT 'units', row_no, unit_id, 'label_en', label_en FROM units
UNION ALL SELECT 'units', row_no, unit_id, 'label_zh', label_zh FROM units;

-- description: what a row is, in a sentence.
-- of: entities predicates
SELECT 'entities' AS resource, row_no, entity_id AS record, 'description' AS field,
  label_en AS label, description AS content
FROM entities
UNION ALL
SELECT 'predicates', row_no, predicate_id, 'definition', label_en, definition FROM predicates;

-- prose: what the editors say in sentences, statements left out.
-- of: facts observations predicates entities names sources
SELECT 'facts' AS resource, row_no, fact_id AS record, 'note' AS field, note AS content
FROM facts WHERE note IS NOT NULL
UNION ALL SELECT 'observations', row_no, observation_id, 'note', note
FROM observations WHERE note IS NOT NULL
UNION ALL SELECT 'entities', row_no, entity_id, 'description', description FROM entities
UNION ALL SELECT 'entities', row_no, entity_id, 'note', note FROM entities WHERE note IS NOT NULL
UNION ALL SELECT 'predicates', row_no, predicate_id, 'definition', definition FROM predicates
UNION ALL SELECT 'names', row_no, name_id, 'note', note FROM names WHERE note IS NOT NULL
UNION ALL SELECT 'sources', row_no, source_id, 'note', note FROM sources WHERE note IS NOT NULL;

-- english: every text of ours in English, and how many words in a row it may repeat.
-- of: prose facts entities predicates units
SELECT resource, row_no, record, field, content, 7 AS may_repeat FROM prose
UNION ALL SELECT 'facts', row_no, fact_id, 'statement', statement, 5 FROM facts
UNION ALL SELECT 'entities', row_no, entity_id, 'label_en', label_en, 7 FROM entities
UNION ALL SELECT 'entities', row_no, entity_id, 'short_name', short_name, 7
FROM entities WHERE short_name IS NOT NULL
UNION ALL SELECT 'predicates', row_no, predicate_id, 'label_en', label_en, 7 FROM predicates
UNION ALL SELECT 'units', row_no, unit_id, 'label_en', label_en, 7 FROM units;

-- own_text: the same, and the lines of documents that are no tables.
-- of: english lines
SELECT resource, row_no, record, field, content, may_repeat FROM english
UNION ALL SELECT path, row_no, '', '', content, 7 FROM lines;

-- text: the text of a report at hand, beside what its source says of it.
-- of: sources texts
SELECT 'sources' AS resource, d.row_no, d.source_id AS record, d.text_sha256, d.text_length,
  t.sha256, t.length
FROM texts t
JOIN sources d ON d.source_id = t.source_id;

-- sentence: a sentence of a report, and how many facts have their evidence in it.
-- of: facts sources sentences
SELECT 'facts' AS resource, CAST(NULL AS INTEGER) AS row_no, '' AS record, s.source_id, s.place,
  s.start, s.stop, s.facts, s.untold
FROM sentences s;

-- gap: a word of a sentence with facts that is in the evidence of none.
-- of: facts sources gaps
SELECT 'facts' AS resource, CAST(NULL AS INTEGER) AS row_no, '' AS record, g.source_id, g.start,
  g.word
FROM gaps g;

-- span: a fact that still holds, its evidence (blank if it is on no line) and its sentence.
-- of: fact evidence sentences
SELECT f.*, e.row_no AS placed, e.span, e.words AS evidence_words, e.left_of, e.right_of, e.sentence,
  s.words AS sentence_words
FROM fact f
LEFT JOIN evidence e ON e.row_no = f.row_no
LEFT JOIN sentences s ON s.row_no = e.sentence;
