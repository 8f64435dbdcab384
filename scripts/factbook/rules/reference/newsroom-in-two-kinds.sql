-- A newsroom whose wording an article repeats is upstream in all its pages: none of them is independent.
-- hint: Set the kind of all pages of the newsroom to upstream.
SELECT 'sources' AS resource, s.row_no, s.source_id AS record, 'kind' AS field,
  s.source_id || ' is of the kind page, but ' || min(u.source_id) || ' of ' || s.publisher
    || ' is upstream.' AS message
FROM sources s
JOIN sources u ON u.kind = 'upstream'
  AND instr(s.publisher, split_part(split_part(u.publisher, ' (', 1), ' via ', 1)) > 0
WHERE s.kind = 'page'
GROUP BY s.row_no, s.source_id, s.publisher
