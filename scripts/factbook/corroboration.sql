-- What other sources come to for every fact. The one place that says which facts can be checked:
-- those that still hold and are no opinion (what somebody judges or expects, no page can bear out)
-- and not about a document (the report cannot be asked elsewhere about itself). A page of the
-- newsroom whose wording the report repeats bears nothing out, but may contradict it.
CREATE OR REPLACE VIEW corroboration AS
WITH found AS (
  SELECT o.fact_id,
    count(*) FILTER (WHERE o.verdict = 'contradicts') AS contradicting,
    count(*) FILTER (WHERE o.verdict = 'refines' AND s.kind = 'page') AS refining,
    count(*) FILTER (WHERE o.verdict = 'confirms' AND s.kind = 'page') AS confirming,
    count(*) FILTER (WHERE o.verdict <> 'context') AS bearing
  FROM observations o
  JOIN sources s ON s.source_id = o.source_id
  WHERE o.fact_id IS NOT NULL
  GROUP BY o.fact_id
)
SELECT f.fact_id, CASE
  WHEN f.status <> 'current' OR f.modality = 'opinion' OR e.type = 'document' THEN 'not-checkable'
  WHEN o.contradicting > 0 THEN 'contradicted'
  WHEN o.refining > 0 THEN 'refined'
  WHEN o.confirming > 0 THEN 'confirmed'
  WHEN o.bearing > 0 THEN 'upstream-only'
  ELSE 'not-corroborated' END AS corroboration
FROM facts f
JOIN entities e ON e.entity_id = f.subject_id
LEFT JOIN found o ON o.fact_id = f.fact_id;
