-- A word that turns things down, back or against, as weakens, opposes, behind or drawback, stands in a statement only if such a word stands in the evidence or in a label of the fact.
-- hint: Say in the statement what the evidence says, or correct the span.
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'statement' AS field,
  'The statement turns something down, back or against, the evidence does not.' AS message
FROM current_facts f
JOIN evidence e ON e.row_no = f.row_no
JOIN predicates p ON p.predicate_id = f.predicate_id
JOIN entities s ON s.entity_id = f.subject_id
LEFT JOIN entities o ON o.entity_id = f.object_id
WHERE turns(f.statement_words)
  AND NOT turns(e.words || spoken(p.label_en) || s.label_words || coalesce(o.label_words, ''))
