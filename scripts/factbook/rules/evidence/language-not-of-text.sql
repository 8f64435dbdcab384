-- More than a quarter of the beginning of a report in zh, zh-hant or ja is Chinese characters or kana, of a report in another language it is not.
-- hint: Correct language, or use the text of the source.
SELECT 'sources' AS resource, s.row_no, s.source_id AS record, 'language' AS field,
  'The language is ' || s.language || ', but the text is ' || CASE WHEN t.chinese THEN '' ELSE 'not ' END
    || 'written in Chinese characters or kana.' AS message
FROM sources s
JOIN (
  SELECT source_id,
    4 * chinese_or_kana(left(content, 1000)) > length(left(content, 1000)) AS chinese
  FROM texts
) t ON t.source_id = s.source_id
WHERE t.chinese <> (s.language IN ('zh', 'zh-hant', 'ja'))
