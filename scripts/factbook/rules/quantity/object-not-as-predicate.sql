-- A fact or an observation has the one kind of object that its predicate asks for: entity, text, figure or none.
-- hint: Fill in the field that object_kind of the predicate names, and no other.
SELECT f.resource, f.row_no, f.record, 'predicate_id' AS field,
  p.predicate_id || ' asks for '
    || CASE p.object_kind WHEN 'no-object' THEN 'no object' ELSE 'the object kind ' || p.object_kind END
    || ', but the row has '
    || CASE WHEN f.object_id IS NULL AND f.object_text IS NULL AND f.value IS NULL THEN 'none'
       ELSE CASE WHEN f.object_id IS NULL THEN '' ELSE 'object_id ' END
         || CASE WHEN f.object_text IS NULL THEN '' ELSE 'object_text ' END
         || CASE WHEN f.value IS NULL THEN '' ELSE 'value ' END || 'filled in' END
    || '.' AS message
FROM claims f
JOIN predicates p ON p.predicate_id = f.predicate_id
WHERE CASE WHEN f.object_id IS NULL THEN 'n' ELSE 'y' END
    || CASE WHEN f.object_text IS NULL THEN 'n' ELSE 'y' END
    || CASE WHEN f.value IS NULL THEN 'n' ELSE 'y' END
  <> CASE p.object_kind WHEN 'entity' THEN 'ynn' WHEN 'text' THEN 'nyn'
     WHEN 'quantity' THEN 'nny' ELSE 'nnn' END
