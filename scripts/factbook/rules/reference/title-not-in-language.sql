-- The title of a Chinese or Japanese source holds Chinese characters, that of another one none.
-- hint: Correct the language or the title.
SELECT 'sources' AS resource, s.row_no, s.source_id AS record, 'language' AS field,
  'The language is ' || s.language || ', but the title is ' || s.title || '.' AS message
FROM sources s
WHERE s.title IS NOT NULL AND holds_chinese(s.title) <> (s.language IN ('ja', 'zh', 'zh-hant'))
