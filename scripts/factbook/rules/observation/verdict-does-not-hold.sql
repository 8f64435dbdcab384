-- What confirms or refines a fact agrees with it, figures within their printed digits and comparators; what contradicts it, or is only context beside it, does not. A measure beside a plan contradicts it if it was there when the report appeared, and refines it if it came later.
-- hint: Choose the verdict that the comparison gives, or correct what is compared.
WITH steps AS (
  SELECT c.resource, c.record, c.comparator, printed_number(c.printed) AS number,
    printed_step(c.printed) AS step,
    CAST(u.factor AS DOUBLE) AS factor
  FROM claims c
  JOIN units u ON u.unit_id = c.unit_id
  WHERE c.resource = 'observations' OR c.record IN (SELECT fact_id FROM observations)
), bounds AS (
  SELECT resource, record, factor * lowest(comparator, number, step) AS low,
    factor * highest(comparator, number, step) AS high
  FROM steps
), compared AS (
  SELECT o.row_no, o.observation_id, o.verdict, o.fact_id,
    CASE WHEN f.subject_id <> o.subject_id THEN 'other'
      WHEN f.predicate_id <> o.predicate_id AND q.kind <> 'plan' THEN 'other'
      WHEN f.predicate_id <> o.predicate_id THEN
        CASE WHEN CAST(s.published AS STRING) LIKE o.as_of || '%' THEN 'either'
          WHEN o.as_of < CAST(s.published AS STRING) THEN 'no' ELSE 'later' END
      WHEN b.low < g.high - 1e-12 * abs(g.high) AND b.high > g.low + 1e-12 * abs(g.low) THEN 'yes'
      WHEN o.value IS NOT NULL THEN CASE WHEN b.low + g.high IS NULL THEN 'other' ELSE 'no' END
      WHEN coalesce(o.object_id, o.object_text, '') = coalesce(f.object_id, f.object_text, '') THEN 'yes'
      WHEN o.object_text IS NOT NULL THEN 'either' ELSE 'no' END AS agrees
  FROM observations o
  JOIN current_facts f ON f.fact_id = o.fact_id
  JOIN predicates q ON q.predicate_id = f.predicate_id
  JOIN sources s ON s.source_id = f.source_id
  LEFT JOIN bounds b ON b.resource = 'observations' AND b.record = o.observation_id
  LEFT JOIN bounds g ON g.resource = 'facts' AND g.record = f.fact_id
)
SELECT 'observations' AS resource, c.row_no, c.observation_id AS record, 'verdict' AS field,
  'The verdict is ' || c.verdict || ', but ' || c.observation_id || ' and ' || c.fact_id
    || CASE c.agrees WHEN 'yes' THEN ' agree.' WHEN 'other' THEN ' say different things.'
       WHEN 'later' THEN ' say that the plan was carried out later.' ELSE ' do not agree.' END AS message
FROM compared c
WHERE (c.verdict = 'confirms' AND c.agrees NOT IN ('yes', 'other'))
  OR (c.verdict = 'refines' AND c.agrees = 'no')
  OR (c.verdict = 'contradicts' AND c.agrees NOT IN ('no', 'either', 'other'))
  OR (c.verdict = 'context' AND c.agrees <> 'other')
