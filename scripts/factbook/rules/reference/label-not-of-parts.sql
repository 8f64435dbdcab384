-- Where the English label of an entity holds that of another in whole words, its Chinese label holds the other's.
-- hint: Correct the Chinese label of the one or the other.
SELECT 'entities' AS resource, m.row_no, m.entity_id AS record, 'label_zh' AS field,
  'The label ' || m.label_en || ' holds ' || min(e.label_en) || ', but ' || m.label_zh
    || ' does not hold ' || min(e.label_zh) || '.' AS message
FROM longer_labels l
JOIN entities m ON m.entity_id = l.longer_id
JOIN entities e ON e.entity_id = l.entity_id
WHERE instr(m.label_zh, e.label_zh) = 0
GROUP BY m.row_no, m.entity_id, m.label_en, m.label_zh
