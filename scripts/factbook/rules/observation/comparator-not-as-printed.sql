-- The comparator of an observation is the one that the word beside the figure as printed calls for, equality if there is none.
-- hint: Correct comparator or printed, or add the word to the cues in data/vocabulary.json.
SELECT 'observations' AS resource, o.row_no, o.observation_id AS record, 'comparator' AS field,
  'The comparator is ' || o.comparator || ', but the figure is printed as ' || o.printed || ', which '
    || CASE WHEN c.comparator IS NOT NULL THEN 'means ' || c.comparator
       WHEN cue_of(o.printed) = '' THEN 'means eq' ELSE 'no cue explains' END || '.' AS message
FROM observations o
LEFT JOIN cues c ON c.cue = cue_of(o.printed)
WHERE o.printed IS NOT NULL AND o.comparator <> CASE WHEN cue_of(o.printed) = '' THEN 'eq'
  ELSE coalesce(c.comparator, 'none') END
