-- A comparator other than equality is called for by a word before the figure in the evidence.
-- hint: Correct the comparator, or extend the span to the word.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'comparator' AS field,
  'No word before the figure ' || f.printed || ' means ' || f.comparator || '.' AS message
FROM current_facts f
JOIN texts t ON t.source_id = f.source_id
WHERE f.comparator <> 'eq' AND f.printed IS NOT NULL
  AND NOT EXISTS (
    SELECT 1 FROM cues c
    WHERE c.comparator = f.comparator
      AND instr(lower(' ' || substring(t.content, f.start + 1, f.end - f.start)),
        ' ' || c.cue || ' ' || lower(f.printed)) > 0)
