-- The subject of a fact or an observation has a type that the predicate allows.
-- hint: Correct the subject or the predicate, or allow the type in data/predicates.csv.
SELECT f.resource, f.row_no, f.record, 'subject_id' AS field,
  p.predicate_id || ' is said of ' || p.subject_types || ', but ' || e.entity_id || ' is of type '
    || e.type || '.' AS message
FROM claims f
JOIN predicates p ON p.predicate_id = f.predicate_id
JOIN entities e ON e.entity_id = f.subject_id
WHERE ' ' || p.subject_types || ' ' NOT LIKE '% ' || e.type || ' %'
