-- Where the English label of an entity holds that of another in whole words, its Chinese label holds the other's.
-- hint: Correct the Chinese label of the one or the other.
SELECT 'entities' AS resource, m.row_no, m.entity_id AS record, 'label_zh' AS field,
  'The label ' || m.label_en || ' holds ' || min(e.label_en) || ', but ' || m.label_zh
    || ' does not hold ' || min(e.label_zh) || '.' AS message
FROM entities m, label_parts(m.label_en) p
JOIN entities e ON lower(e.label_en) = p.part
WHERE e.entity_id <> m.entity_id AND instr(m.label_zh, e.label_zh) = 0
GROUP BY m.row_no, m.entity_id, m.label_en, m.label_zh
