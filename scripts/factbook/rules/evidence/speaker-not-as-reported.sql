-- In a sentence that reports a speech act, what comes after it begins is asserted by its speaker, what is presupposed inside the words that report it by the speaker or the document, the rest and the act itself by the document.
-- hint: Correct asserted_by, or the span.
WITH placed AS (
  SELECT f.row_no, f.fact_id, f.subject_id, f.asserted_by, f.modality, f.start, f.end, p.kind, s.type AS speaker,
    e.source_id, e.sentence
  FROM current_facts f
  JOIN evidence e ON e.row_no = f.row_no
  JOIN predicates p ON p.predicate_id = f.predicate_id
  JOIN entities s ON s.entity_id = f.asserted_by
  WHERE e.sentence IS NOT NULL
), acts AS (
  SELECT a.source_id, a.sentence, a.subject_id, a.start, a.end
  FROM placed a
  WHERE a.kind = 'speech-act'
), compared AS (
  SELECT f.row_no, f.fact_id, f.asserted_by, f.kind, f.speaker,
    max(CASE WHEN f.start > a.start OR f.end > a.end THEN a.subject_id END) AS said_by,
    max(CASE WHEN (f.start > a.start OR f.end > a.end) AND (a.subject_id = f.asserted_by
      OR (f.speaker = 'document' AND f.modality = 'presupposed' AND f.end <= a.end)) THEN 1 ELSE 0 END) AS agrees
  FROM placed f
  JOIN acts a ON a.source_id = f.source_id AND a.sentence = f.sentence
  GROUP BY f.row_no, f.fact_id, f.asserted_by, f.kind, f.speaker
)
SELECT 'facts' AS resource, c.row_no, c.fact_id AS record, 'asserted_by' AS field,
  CASE WHEN c.kind = 'speech-act' THEN 'The speech act itself'
    WHEN c.said_by IS NULL THEN 'What stands before the speech act'
    ELSE 'What follows a speech act of ' || c.said_by END
    || ' is asserted by ' || c.asserted_by || '.' AS message
FROM compared c
WHERE CASE WHEN c.kind = 'speech-act' OR c.said_by IS NULL THEN c.speaker <> 'document'
  ELSE c.agrees = 0 END
