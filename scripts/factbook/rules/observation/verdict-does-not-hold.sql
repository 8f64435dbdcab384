-- What confirms or refines a fact agrees with it, figures within their printed digits and comparators; what contradicts it, or is only context beside it, does not. A measure beside a plan contradicts it if it was there when the report appeared, and refines it if it came later; a figure of a later day contradicts nothing.
-- hint: Choose the verdict that the comparison gives, or correct what is compared.
WITH pairs AS (
  SELECT o.row_no, o.observation_id, o.verdict, o.fact_id, o.as_of, o.object_text, o.value,
    o.comparator, figure_of(o.printed) AS figure, CAST(u.factor AS DOUBLE) AS factor,
    f.comparator AS their_comparator, f.value AS their_value, f.printed AS their_figure,
    CAST(v.factor AS DOUBLE) AS their_factor, q.kind, CAST(s.published AS STRING) AS published,
    f.subject_id = o.subject_id AS same_subject, f.predicate_id = o.predicate_id AS same_predicate,
    coalesce(o.object_id, o.object_text, '') = coalesce(f.object_id, f.object_text, '') AS same_object
  FROM observations o
  JOIN current_facts f ON f.fact_id = o.fact_id
  JOIN predicates q ON q.predicate_id = f.predicate_id
  JOIN sources s ON s.source_id = f.source_id
  LEFT JOIN units u ON u.unit_id = o.unit_id
  LEFT JOIN units v ON v.unit_id = f.unit_id
), figures AS (
  SELECT p.*, printed_number(figure, value) * factor AS number, printed_step(figure) * factor AS step,
    printed_number(their_figure, their_value) * their_factor AS their_number,
    printed_step(their_figure) * their_factor AS their_step
  FROM pairs p
), compared AS (
  SELECT c.row_no, c.observation_id, c.verdict, c.fact_id,
    coalesce(substr(c.as_of, 1, 7) > substr(c.published, 1, 7), FALSE) AS afterwards,
    CASE WHEN NOT c.same_subject THEN 'other'
      WHEN NOT c.same_predicate AND c.kind <> 'plan' THEN 'other'
      WHEN NOT c.same_predicate THEN CASE WHEN c.published LIKE c.as_of || '%' THEN 'either'
        WHEN c.as_of < c.published THEN 'no' ELSE 'later' END
      WHEN c.value IS NOT NULL AND c.number + c.step + c.their_number + c.their_step IS NULL THEN 'other'
      WHEN c.value IS NOT NULL THEN CASE
        WHEN lowest(c.comparator, c.number, c.step)
            < highest(c.their_comparator, c.their_number, c.their_step) * (1 - 1e-12)
          AND highest(c.comparator, c.number, c.step) * (1 - 1e-12)
            > lowest(c.their_comparator, c.their_number, c.their_step) THEN 'yes' ELSE 'no' END
      WHEN c.same_object THEN 'yes'
      WHEN c.object_text IS NOT NULL THEN 'either' ELSE 'no' END AS agrees
  FROM figures c
)
SELECT 'observations' AS resource, c.row_no, c.observation_id AS record, 'verdict' AS field,
  'The verdict is ' || c.verdict || ', but ' || c.observation_id || ' and ' || c.fact_id
    || CASE WHEN c.verdict = 'contradicts' AND c.afterwards THEN ' are of different days.'
       WHEN c.agrees = 'yes' THEN ' agree.' WHEN c.agrees = 'other' THEN ' say different things.'
       WHEN c.agrees = 'later' THEN ' say that the plan was carried out later.' ELSE ' do not agree.' END AS message
FROM compared c
WHERE (c.verdict = 'confirms' AND c.agrees NOT IN ('yes', 'other'))
  OR (c.verdict = 'refines' AND c.agrees = 'no')
  OR (c.verdict = 'contradicts' AND (c.agrees NOT IN ('no', 'either', 'other') OR c.afterwards))
  OR (c.verdict = 'context' AND c.agrees <> 'other')
