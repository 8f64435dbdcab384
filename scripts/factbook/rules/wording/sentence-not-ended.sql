-- Every definition, description and note of the tables ends as a sentence does: none was cut off.
-- hint: Restore the rest of the sentence, or add the full stop.
SELECT p.resource, p.row_no, p.record, p.field,
  'The text ends in “' || right(p.content, 12) || '”, which ends no sentence.' AS message
FROM prose p
WHERE NOT regexp_like(p.content, '[.?!…][)”’]*$')
