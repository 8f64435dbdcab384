-- Every word that carries meaning lies in the evidence of a fact that still holds; in a sentence that carries facts, only articles, pronouns and connectives stay outside.
-- hint: Record the fact that the word belongs to, or extend a span to it.
WITH marks AS (
  SELECT f.source_id, f.start, f.end AS reach, 0 AS is_word, 0 AS stop, '' AS word
  FROM current_facts f
  UNION ALL
  SELECT w.source_id, w.start, 0, 1, w.end, w.word FROM text_words w
), reached AS (
  SELECT m.source_id, m.start, m.is_word, m.stop, m.word,
    max(m.reach) OVER (PARTITION BY m.source_id ORDER BY m.start, m.is_word
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS reach
  FROM marks m
)
SELECT 'facts' AS resource, CAST(NULL AS BIGINT) AS row_no, '' AS record, 'start' AS field,
  'The word ' || r.word || ' at ' || CAST(r.start AS STRING) || ' of ' || r.source_id
    || ' lies in no evidence.' AS message
FROM reached r
WHERE r.is_word = 1 AND r.reach < r.stop
  AND EXISTS (
    SELECT 1 FROM text_sentences s
    JOIN current_facts f ON f.source_id = s.source_id AND f.start >= s.start AND f.end <= s.end
    WHERE s.source_id = r.source_id AND s.start <= r.start AND r.stop <= s.end
     )
  AND lower(r.word) NOT IN ('a', 'an', 'the', 'this', 'that', 'these', 'those', 'it', 'its',
    'he', 'she', 'they', 'their', 'his', 'her', 'who', 'which', 'and', 'or', 'but', 'nor', 'as',
    'with', 'by', 'of', 'in', 'on', 'at', 'to', 'for', 'from', 'into', 'also', 'while', 'when',
    'is', 'are', 'was', 'were', 'be', 'been', 'has', 'have', 'had')
