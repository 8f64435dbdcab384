-- The spans of the facts that still hold, as far as they lie inside a line of their text, each with
-- the rest of the line around it and the sentence that holds it. A span is cut out of its line:
-- places in a whole text would be found by counting from its beginning.
WITH begun AS (
  SELECT source_id, start, row_no AS fact, NULL AS line, NULL AS sentence FROM current_facts
  UNION ALL SELECT source_id, start, NULL, row_no, NULL FROM paragraphs
  UNION ALL SELECT source_id, start, NULL, NULL, row_no FROM sentences
), placed AS (
  SELECT fact, max(line) OVER w AS line, max(sentence) OVER w AS sentence
  FROM begun
  WINDOW w AS (PARTITION BY source_id ORDER BY start)
), held AS (
  SELECT f.source_id, f.row_no, f."end", f."end" - f.start AS size, p.sentence, l.content,
    f.start - l.start AS place
  FROM placed p
  JOIN current_facts f ON f.row_no = p.fact
  JOIN paragraphs l ON l.source_id = f.source_id AND l.row_no = p.line
  WHERE f.start < f."end" AND f."end" <= l.start + length(l.content)
)
SELECT h.source_id, h.row_no, substr(h.content, h.place + 1, h.size) AS span,
  right(left(h.content, h.place), 40) AS before,
  substr(h.content, h.place + h.size + 1, 1) AS after,
  CASE WHEN h."end" <= s."end" THEN s.row_no END AS sentence, spoken(span) AS words
FROM held h
LEFT JOIN sentences s ON s.source_id = h.source_id AND s.row_no = h.sentence
