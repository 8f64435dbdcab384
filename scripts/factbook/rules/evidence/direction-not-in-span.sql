-- A word of loss, hindrance or opposition, as weakens, opposes, behind or drawback, stands in a statement only if such a word, or a negation, stands in the evidence or in what the fact names.
-- hint: Say in the statement what the evidence says, or correct the span.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'statement' AS field,
  'The statement has a word of loss, hindrance or opposition, the evidence has none.' AS message
FROM current_facts f
JOIN evidence e ON e.row_no = f.row_no
JOIN predicates p ON p.predicate_id = f.predicate_id
WHERE opposes(f.statement_words) AND NOT opposes(e.words) AND NOT denies(e.words)
  AND NOT opposes(spoken(p.label_en))
  AND NOT EXISTS (
    SELECT 1 FROM entities n
    WHERE n.entity_id IN (f.subject_id, f.object_id, f.asserted_by)
      AND opposes(n.label_words || spoken(coalesce(n.short_name, ''))))
