-- A speaker other than the document is named in the sentence of the evidence, by label or short name.
-- hint: Name the report as speaker, or correct the span.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'asserted_by' AS field,
  'The sentence of the evidence does not name ' || e.label_en || '.' AS message
FROM current_facts f
JOIN evidence v ON v.row_no = f.row_no
JOIN entities e ON e.entity_id = f.asserted_by
WHERE e.type <> 'document'
  AND NOT EXISTS (
    SELECT 1 FROM sentences s
    WHERE s.source_id = v.source_id AND s.row_no = v.sentence
      AND (instr(s.words, e.label_words) > 0 OR instr(s.words, spoken(e.short_name)) > 0))
