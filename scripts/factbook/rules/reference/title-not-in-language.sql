-- The title of a Chinese source holds Chinese characters, that of a Japanese one these or kana, that of another one, but for a Korean one, none.
-- hint: Correct the language or the title.
SELECT 'sources' AS resource, s.row_no, s.source_id AS record, 'language' AS field,
  'The language is ' || s.language || ', but the title is ' || s.title || '.' AS message
FROM sources s
WHERE s.title IS NOT NULL AND s.language <> 'ko'
  AND (holds_chinese(s.title) OR (s.language = 'ja' AND holds_kana(s.title)))
    <> (s.language IN ('ja', 'zh', 'zh-hant'))
