-- A unit that is no count and whose English label begins with an SI prefix has the prefix in its symbol and in its Chinese label too.
-- hint: Correct the symbol or the Chinese label.
WITH prefixes AS (
  SELECT 'kilo' AS word, 'k' AS sign, '千' AS han, '千' AS other
  UNION ALL SELECT 'mega', 'M', '百万', '兆'
  UNION ALL SELECT 'giga', 'G', '十亿', '吉'
  UNION ALL SELECT 'tera', 'T', '万亿', '太'
  UNION ALL SELECT 'peta', 'P', '千万亿', '拍'
  UNION ALL SELECT 'exa', 'E', '百亿亿', '艾'
), prefixed AS (
  SELECT u.row_no, u.unit_id, u.symbol, u.label_en, u.label_zh, b.symbol AS base, p.sign, p.han,
    p.other
  FROM units u
  JOIN prefixes p ON lower(u.label_en) LIKE p.word || '%'
  JOIN units b ON b.unit_id = u.base_unit_id
  WHERE u.dimension <> 'count' AND u.base_unit_id <> u.unit_id AND b.symbol IS NOT NULL
)
SELECT 'units' AS resource, p.row_no, p.unit_id AS record, 'symbol' AS field,
  'The symbol of ' || p.label_en || ' is ' || p.symbol || ', expected '
    || p.sign || p.base || '.' AS message
FROM prefixed p
WHERE p.symbol <> p.sign || p.base
UNION ALL
SELECT 'units', p.row_no, p.unit_id, 'label_zh',
  'The Chinese label of ' || p.label_en || ' is ' || p.label_zh || ', which holds neither ' || p.han
    || ' nor ' || p.other || '.'
FROM prefixed p
WHERE instr(p.label_zh, p.han) = 0 AND instr(p.label_zh, p.other) = 0
