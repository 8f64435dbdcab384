-- A speaker other than the document is named in the sentence of the evidence, by label or short name.
-- hint: Name the report as speaker, or correct the span.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'asserted_by' AS field,
  'The sentence of the evidence does not name ' || e.label_en || '.' AS message
FROM current_facts f
JOIN entities e ON e.entity_id = f.asserted_by
WHERE e.type <> 'document'
  AND EXISTS (SELECT 1 FROM texts t WHERE t.source_id = f.source_id)
  AND NOT EXISTS (
    SELECT 1 FROM text_sentences s
    WHERE s.source_id = f.source_id AND f.start >= s.start AND f.end <= s.end
      AND (instr(' ' || words_apart(s.content), ' ' || words_apart(e.label_en)) > 0
        OR instr(' ' || words_apart(s.content), ' ' || words_apart(e.short_name)) > 0))
