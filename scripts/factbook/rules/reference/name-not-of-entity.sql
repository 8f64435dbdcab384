-- A name belongs to its entity: in simplified Chinese a name or term contains label_zh, in English it has a word in common with label_en, and in other Chinese characters two with label_zh.
-- hint: Correct the name, its entity or the label of the entity.
SELECT 'names' AS resource, n.row_no, n.name_id AS record, 'value' AS field,
  'The name ' || n.value || ' is not like ' || e.label_en || ' and ' || e.label_zh || '.' AS message
FROM names n
JOIN entities e ON e.entity_id = n.entity_id
WHERE n.scheme <> 'document-number'
  AND CASE n.language WHEN 'zh' THEN instr(n.value, e.label_zh) = 0
    WHEN 'en' THEN NOT share_a_stem(n.value, e.label_en)
    ELSE holds_chinese(n.value) AND shared_characters(n.value, e.label_zh) < 2 END
