-- A name is of its scheme and language: only Chinese and Japanese names hold Chinese characters and only Japanese ones kana; official names are Chinese; a Chinese name is official, a term or a document number; and this number holds a year in 〔〕.
-- hint: Correct scheme, language or value.
SELECT 'names' AS resource, n.row_no, n.name_id AS record,
  CASE WHEN holds_chinese(n.value) <> (n.language IN ('ja', 'zh', 'zh-hant')) THEN 'language'
    ELSE 'scheme' END AS field,
  n.value || ' is no ' || n.scheme || ' in the language ' || n.language || '.' AS message
FROM names n
WHERE holds_chinese(n.value) <> (n.language IN ('ja', 'zh', 'zh-hant'))
  OR (n.language IN ('zh', 'zh-hant') AND holds_kana(n.value))
  OR (n.scheme = 'official-name' AND n.language NOT IN ('zh', 'zh-hant'))
  OR (n.scheme = 'name-in-use' AND n.language IN ('zh', 'zh-hant'))
  OR (n.scheme = 'document-number') <> (n.value LIKE '%〔____〕%')
