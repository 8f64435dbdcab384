-- What the rules use beyond the SQL that DuckDB and Spark share, and only here.
-- The first part gives DuckDB the names that Spark has; the second part are helpers that a
-- cluster would define in its own words.

CREATE OR REPLACE MACRO sha2(text, bits) AS sha256(text);
CREATE OR REPLACE MACRO regexp_like(text, pattern) AS regexp_matches(text, pattern);

-- The digits of a number as printed ("3.377", "1,000", "three"), NULL if it cannot be read, and
-- what the word after it multiplies it by.
CREATE OR REPLACE MACRO printed_digits(word) AS CASE
  WHEN regexp_full_match(word, '-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?') THEN replace(word, ',', '')
  WHEN regexp_full_match(word, '-?[0-9]+(\.[0-9]+)?') THEN word
  ELSE nullif(CAST(list_position(['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight',
    'nine', 'ten', 'eleven', 'twelve'], lower(word)) AS VARCHAR), '0')
END;
CREATE OR REPLACE MACRO printed_magnitude(word) AS CASE lower(word)
  WHEN '' THEN 1 WHEN 'hundred' THEN 100 WHEN 'thousand' THEN 1000 WHEN 'million' THEN 1000000
  WHEN 'billion' THEN 1000000000 WHEN 'trillion' THEN 1000000000000
END;

-- The words of a text, each with one space after it: all that is no letter, digit, or full stop,
-- comma or hyphen inside a word goes. Letters are given by ranges, signs and punctuation of other
-- scripts left out: the engine takes twenty times as long to prepare a pattern with classes.
CREATE OR REPLACE MACRO words_apart(text) AS trim(regexp_replace(regexp_replace(
  text || ' ', '[.,-]+([^0-9A-Za-z\x{C0}-\x{1FFF}\x{2C00}-\x{2DFF}\x{3040}-\x{10FFFF}])', ' \1', 'g'), '[^0-9A-Za-z\x{C0}-\x{1FFF}\x{2C00}-\x{2DFF}\x{3040}-\x{10FFFF}.,-]+', ' ', 'g')) || ' ';

-- Runs of eight words, lower case, joined by spaces.
CREATE OR REPLACE MACRO words_of(text) AS
  regexp_extract_all(lower(text), '[a-z0-9]+(?:[-''.][a-z0-9]+)*');
CREATE OR REPLACE MACRO eight_words(text) AS TABLE
  SELECT array_to_string(words_of(text)[i : i + 7], ' ') AS run
  FROM range(1, len(words_of(text)) - 6) AS t(i);

-- The numbers in a text, in order and with a space between them; "" if there is none.
CREATE OR REPLACE MACRO numbers_of(text) AS
  array_to_string(list_sort(regexp_extract_all(text, '[0-9]+')), ' ');

-- Whether two texts have a word in common, by its first four letters, accents left out.
CREATE OR REPLACE MACRO beginnings_of(text) AS
  regexp_extract_all(strip_accents(lower(text)), '\b[a-z0-9]{1,4}');
CREATE OR REPLACE MACRO share_a_stem(one, other) AS list_has_any(beginnings_of(one), beginnings_of(other));

-- Whether a text holds Chinese characters.
CREATE OR REPLACE MACRO holds_chinese(text) AS regexp_matches(text, '\p{Han}');

-- Whether a text names what has a label: they share a word by its first five letters, words of one
-- letter and stop words aside, or the text holds the whole label.
CREATE OR REPLACE MACRO stems_of(text) AS
  regexp_extract_all(lower(text), '([0-9A-Za-z\x{C0}-\x{1FFF}\x{2C00}-\x{2DFF}\x{3040}-\x{10FFFF}]{2,5})[0-9A-Za-z\x{C0}-\x{1FFF}\x{2C00}-\x{2DFF}\x{3040}-\x{10FFFF}]*', 1);
CREATE OR REPLACE MACRO names(text, label) AS
  len(list_filter(list_intersect(stems_of(text), stems_of(label)), lambda stem: stem NOT IN (
    'an', 'and', 'as', 'at', 'by', 'for', 'from', 'in', 'is', 'it', 'its', 'of', 'on', 'or',
    'that', 'the', 'their', 'this', 'to', 'with'))) > 0
  OR instr(' ' || lower(words_apart(text)), ' ' || lower(words_apart(label))) > 0;
