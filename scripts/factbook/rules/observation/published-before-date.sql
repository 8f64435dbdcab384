-- No page was published before the year, month or day for which it says something; a target may lie ahead.
-- hint: Correct as_of, or published of the source.
SELECT 'observations' AS resource, o.row_no, o.observation_id AS record, 'as_of' AS field,
  'as_of is ' || o.as_of || ', but ' || s.source_id || ' was published on '
    || CAST(s.published AS STRING) || '.' AS message
FROM observations o
JOIN sources s ON s.source_id = o.source_id
JOIN predicates p ON p.predicate_id = o.predicate_id
WHERE p.kind <> 'plan' AND o.as_of > substr(CAST(s.published AS STRING), 1, length(o.as_of))
