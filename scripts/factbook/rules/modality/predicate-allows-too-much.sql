-- The modalities of a predicate fit its kind: plans are planned, aims aimed at, judgements and expectations opinions; nothing else is planned or aimed at, and no measurement, event or speech act is an opinion.
-- hint: Correct kind or modalities of the predicate.
SELECT 'predicates' AS resource, p.row_no, p.predicate_id AS record, 'modalities' AS field,
  'A predicate of the kind ' || p.kind || ' cannot allow ' || p.modalities || '.' AS message
FROM predicates p
WHERE (p.kind = 'plan' AND p.modalities <> 'planned')
  OR (p.kind = 'aim' AND p.modalities <> 'aimed')
  OR (p.kind IN ('assessment', 'prediction') AND p.modalities <> 'opinion')
  OR (p.kind <> 'plan' AND p.modalities LIKE '%planned%')
  OR (p.kind <> 'aim' AND p.modalities LIKE '%aimed%')
  OR (p.kind IN ('measurement', 'event', 'speech-act') AND p.modalities LIKE '%opinion%')
