-- The statement of a figure holds the figure as printed and its unit, by symbol or English label.
-- hint: Write figure and unit into the statement, or correct printed or unit_id.
WITH figures AS (
  SELECT f.row_no, f.fact_id, f.printed, f.statement, u.unit_id, coalesce(u.symbol, u.label_en) AS symbol,
    f.statement_words AS told, f.printed_words AS figure, spoken(u.label_en) AS label,
    spoken(coalesce(u.symbol, u.label_en)) AS sign
  FROM current_facts f
  JOIN units u ON u.unit_id = f.unit_id
  WHERE f.printed IS NOT NULL
)
SELECT 'facts' AS resource, f.row_no, f.fact_id AS record, 'statement' AS field,
  CASE WHEN instr(f.told, f.figure) = 0
    THEN 'The statement does not hold the figure ' || f.printed || '.'
    ELSE 'The statement does not name the unit ' || f.unit_id || '.' END AS message
FROM figures f
WHERE instr(f.told, f.figure) = 0
  OR (instr(replace(f.told, 's ', ' '), replace(f.label, 's ', ' ')) = 0
    AND instr(replace(f.told, 's ', ' '), replace(f.sign, 's ', ' ')) = 0
    AND (trim(f.sign) <> '' OR instr(f.statement, f.symbol) = 0))
