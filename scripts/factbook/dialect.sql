-- What the rules use beyond the SQL that DuckDB and Spark share, and only here.
-- The first part gives DuckDB the names that Spark has; the second part are helpers that a
-- cluster would define in its own words.

CREATE OR REPLACE MACRO sha2(text, bits) AS sha256(text);
CREATE OR REPLACE MACRO regexp_like(text, pattern) AS regexp_matches(text, pattern);

-- A figure as printed ("3.377 million", "1,000", "three") as a decimal; NULL if it cannot be read.
CREATE OR REPLACE MACRO number_word(word) AS CASE word
  WHEN 'one' THEN '1' WHEN 'two' THEN '2' WHEN 'three' THEN '3' WHEN 'four' THEN '4'
  WHEN 'five' THEN '5' WHEN 'six' THEN '6' WHEN 'seven' THEN '7' WHEN 'eight' THEN '8'
  WHEN 'nine' THEN '9' WHEN 'ten' THEN '10' WHEN 'eleven' THEN '11' WHEN 'twelve' THEN '12'
  ELSE CASE
    WHEN regexp_full_match(word, '-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?') THEN replace(word, ',', '')
    WHEN regexp_full_match(word, '-?[0-9]+(\.[0-9]+)?') THEN word
  END
END;
CREATE OR REPLACE MACRO magnitude_word(word) AS CASE word
  WHEN '' THEN 1 WHEN 'hundred' THEN 100 WHEN 'thousand' THEN 1000 WHEN 'million' THEN 1000000
  WHEN 'billion' THEN 1000000000 WHEN 'trillion' THEN 1000000000000
END;
CREATE OR REPLACE MACRO printed_number(printed) AS
  TRY_CAST(number_word(lower(split_part(printed, ' ', 1))) AS DECIMAL(19, 9))
  * CAST(magnitude_word(lower(substr(printed, length(split_part(printed, ' ', 1)) + 2)))
    AS DECIMAL(13, 0));

-- Runs of eight words, lower case, joined by spaces.
CREATE OR REPLACE MACRO words_of(text) AS
  regexp_extract_all(lower(text), '[a-z0-9]+(?:[-''.][a-z0-9]+)*');
CREATE OR REPLACE MACRO eight_words(text) AS TABLE
  SELECT array_to_string(words_of(text)[i : i + 7], ' ') AS run
  FROM range(1, len(words_of(text)) - 6) AS t(i);
