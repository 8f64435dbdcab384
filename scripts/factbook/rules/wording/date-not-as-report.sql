-- The day, as “7 May 2031”, that the descriptor gives of a report is one on which a report was published.
-- hint: Correct the day in the descriptor, or published.
SELECT p.path AS resource, p.row_no, '' AS record, '' AS field,
  'The line names ' || CAST(date_told(p.content) AS STRING)
    || ', a day on which no report was published.' AS message
FROM own_prose p
WHERE p.path = 'datapackage.json' AND date_told(p.content) IS NOT NULL
  AND date_told(p.content) NOT IN (
    SELECT published FROM sources WHERE kind = 'article' AND published IS NOT NULL)
