-- What confirms or refines a fact agrees with it, figures within their printed digits and comparators; what contradicts it, or is only context beside it, does not. A measure beside a plan contradicts it if it was there when the report appeared, and refines it if it came later.
-- hint: Choose the verdict that the comparison gives, or correct what is compared.
WITH compared AS (
  SELECT o.row_no, o.observation_id, o.verdict, o.fact_id,
    CASE WHEN f.subject_id <> o.subject_id THEN 'other'
      WHEN f.predicate_id <> o.predicate_id AND q.kind = 'plan' THEN
        CASE WHEN coalesce(o.as_of, '9999') <= CAST(s.published AS STRING) THEN 'no' ELSE 'later' END
      WHEN f.predicate_id <> o.predicate_id THEN 'other'
      WHEN o.value IS NULL THEN
        CASE WHEN coalesce(o.object_id, o.object_text, '') = coalesce(f.object_id, f.object_text, '') THEN 'yes'
          WHEN o.object_text IS NOT NULL THEN 'word' ELSE 'no' END
      WHEN lowest(o.comparator, o.value, printed_step(figure_of(o.printed))) * CAST(u.factor AS DOUBLE)
          <= highest(f.comparator, f.value, printed_step(f.printed)) * CAST(v.factor AS DOUBLE) * (1 + 1e-12)
        AND highest(o.comparator, o.value, printed_step(figure_of(o.printed))) * CAST(u.factor AS DOUBLE)
          >= lowest(f.comparator, f.value, printed_step(f.printed)) * CAST(v.factor AS DOUBLE) * (1 - 1e-12)
      THEN 'yes' ELSE 'no' END AS agrees
  FROM observations o
  JOIN current_facts f ON f.fact_id = o.fact_id
  JOIN predicates q ON q.predicate_id = f.predicate_id
  JOIN sources s ON s.source_id = f.source_id
  LEFT JOIN units u ON u.unit_id = o.unit_id
  LEFT JOIN units v ON v.unit_id = f.unit_id
)
SELECT 'observations' AS resource, c.row_no, c.observation_id AS record, 'verdict' AS field,
  'The verdict is ' || c.verdict || ', but ' || c.observation_id || ' and ' || c.fact_id
    || CASE c.agrees WHEN 'yes' THEN ' agree.' WHEN 'other' THEN ' say different things.'
       WHEN 'later' THEN ' say that the plan was carried out later.' ELSE ' do not agree.' END AS message
FROM compared c
WHERE (c.verdict = 'confirms' AND c.agrees NOT IN ('yes', 'other'))
  OR (c.verdict = 'refines' AND c.agrees = 'no')
  OR (c.verdict = 'contradicts' AND c.agrees NOT IN ('no', 'word'))
  OR (c.verdict = 'context' AND c.agrees <> 'other')
