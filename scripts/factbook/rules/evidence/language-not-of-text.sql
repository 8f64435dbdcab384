-- A report in zh, zh-hant or ja is written in Chinese characters for the most part, a report in another language is not.
-- hint: Correct language, or use the text of the source.
SELECT 'sources' AS resource, s.row_no, s.source_id AS record, 'language' AS field,
  'The language is ' || s.language || ', but the text is ' || CASE WHEN t.chinese THEN '' ELSE 'not ' END
    || 'written in Chinese characters.' AS message
FROM sources s
JOIN (
  SELECT source_id, 4 * chinese_characters(left(content, 1000)) > least(length(content), 1000) AS chinese
  FROM texts
) t ON t.source_id = s.source_id
WHERE t.chinese <> (s.language IN ('zh', 'zh-hant', 'ja'))
