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
  ELSE nullif(CAST(coalesce(list_position(['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight',
    'nine', 'ten', 'eleven', 'twelve'], lower(word)), 0)
    + coalesce(list_position(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'], word), 0)
    AS VARCHAR), '0')
END;
CREATE OR REPLACE MACRO printed_magnitude(word) AS
  [1, 100, 1000, 1000000, 1000000000, 1000000000000, 10000, 10000, 100000000, 100000000][
    list_position(['', 'hundred', 'thousand', 'million', 'billion', 'trillion', '万', '萬', '亿', '億'],
      lower(word))];
-- A figure as a page prints it ("nearly 3.38 million", "260余", "four"): without the word that makes
-- the comparator, and that word, "" if there is none.
CREATE OR REPLACE MACRO figure_of(printed) AS rtrim(regexp_replace(printed, '^.*?(-?[0-9][0-9.,]*)' ||
  '( (?:hundred|thousand|million|billion|trillion))?([万萬亿億]?).*$', '\1\2 \3'));
CREATE OR REPLACE MACRO cue_of(printed) AS CASE WHEN regexp_matches(printed, '[0-9]')
  THEN lower(trim(regexp_replace(printed, '-?[0-9][0-9.,]*' ||
    '( (hundred|thousand|million|billion|trillion))?[万萬亿億]?', ''))) ELSE '' END;

-- The number that a figure as printed stands for, or the value where it is a word, and between which
-- bounds it lies as far as its digits tell: the last one is a step. A bound reaches one step, or
-- "over 3" would agree with 400.
CREATE OR REPLACE MACRO printed_number(figure, value) AS
  coalesce(TRY_CAST(replace(split_part(figure, ' ', 1), ',', '') AS DOUBLE)
    * printed_magnitude(split_part(figure, ' ', 2)), CAST(value AS DOUBLE));
CREATE OR REPLACE MACRO printed_step(figure) AS printed_magnitude(split_part(figure, ' ', 2))
  / power(10, length(split_part(split_part(figure, ' ', 1), '.', 2)));
CREATE OR REPLACE MACRO lowest(comparator, number, step) AS number - step
  * CASE comparator WHEN 'eq' THEN 0.5 WHEN 'gt' THEN 0 WHEN 'ge' THEN 0 ELSE 1 END;
CREATE OR REPLACE MACRO highest(comparator, number, step) AS number + step
  * CASE comparator WHEN 'eq' THEN 0.5 WHEN 'lt' THEN 0 WHEN 'le' THEN 0 ELSE 1 END;

-- A number without the zeros after its point that the engine adds.
CREATE OR REPLACE MACRO plain(number) AS rtrim(rtrim(CAST(number AS VARCHAR), '0'), '.');

-- The words of a text, each with one space after it: all that is no letter, digit, or full stop,
-- comma or hyphen inside a word goes. Letters are given by ranges, signs and punctuation of other
-- scripts left out: the engine takes twenty times as long to prepare a pattern with classes.
CREATE OR REPLACE MACRO words_apart(text) AS trim(regexp_replace(regexp_replace(
  text || ' ', '[.,-]+([^0-9A-Za-z\x{C0}-\x{1FFF}\x{2C00}-\x{2DFF}\x{3040}-\x{10FFFF}])', ' \1', 'g'), '[^0-9A-Za-z\x{C0}-\x{1FFF}\x{2C00}-\x{2DFF}\x{3040}-\x{10FFFF}.,-]+', ' ', 'g')) || ' ';

-- The same in lower case and with a space before it too, so that one text is looked for in another
-- as whole words.
CREATE OR REPLACE MACRO spoken(text) AS ' ' || lower(words_apart(text));

-- The words of a text, lower case, and the runs of so many of them, joined by spaces.
CREATE OR REPLACE MACRO words_of(text) AS
  regexp_extract_all(lower(text), '[a-z0-9]+(?:[-''.][a-z0-9]+)*');
CREATE OR REPLACE MACRO runs_of(words, size) AS TABLE
  SELECT unnest(list_transform(range(1, len(words) - size + 2),
    lambda i: array_to_string(words[i : i + size - 1], ' '))) AS run;

-- The codes in a cell that holds several.
CREATE OR REPLACE MACRO codes_of(cell) AS TABLE SELECT unnest(split(cell, ' ')) AS code;

-- The numbers in a text, in order and with a space between them; "" if there is none.
CREATE OR REPLACE MACRO numbers_of(text) AS
  array_to_string(list_sort(regexp_extract_all(text, '[0-9]+')), ' ');

-- The number that a text, where it lists things, gives of a noun; the day that it gives of a report,
-- as “7 May 2031”; NULL if there is none.
CREATE OR REPLACE MACRO count_told(text, noun) AS TRY_CAST(regexp_extract(text,
  '(?:^|[:;,(] |with |and |them )([0-9]+) ' || noun || '\b', 1) AS BIGINT);
CREATE OR REPLACE MACRO date_told(text) AS CAST(try_strptime(regexp_extract(text,
  '(?:report of|dated|published on) ([0-9]{1,2} [A-Z][a-z]+ [0-9]{4})', 1), '%d %B %Y') AS DATE);

-- Whether two texts have a word in common, by its first four letters, accents left out.
CREATE OR REPLACE MACRO beginnings_of(text) AS
  regexp_extract_all(strip_accents(lower(text)), '\b[a-z0-9]{1,4}');
CREATE OR REPLACE MACRO share_a_stem(one, other) AS list_has_any(beginnings_of(one), beginnings_of(other));

-- Whether a text holds Chinese characters, or kana, and how many of both.
CREATE OR REPLACE MACRO holds_chinese(text) AS regexp_matches(text, '\p{Han}');
CREATE OR REPLACE MACRO holds_kana(text) AS regexp_matches(text, '[\p{Hiragana}\p{Katakana}]');
CREATE OR REPLACE MACRO chinese_or_kana(text) AS
  length(regexp_replace(text, '[^\p{Han}\p{Hiragana}\p{Katakana}]', '', 'g'));

-- How many characters two texts have in common.
CREATE OR REPLACE MACRO shared_characters(one, other) AS
  len(list_intersect(list_distinct(split(one, '')), list_distinct(split(other, ''))));

-- What to look for in the spoken words of a text, hyphens aside, to see whether it names what has a
-- label: the first five letters of a word, words of one letter and stop words aside, or the label.
CREATE OR REPLACE MACRO marks_of(label) AS TABLE
  SELECT ' ' || left(word, 5) || CASE WHEN length(word) < 5 THEN ' ' ELSE '' END AS mark
  FROM (SELECT unnest(split(trim(replace(spoken(label), '-', ' ')), ' ')) AS word)
  WHERE length(word) > 1 AND word NOT IN ('an', 'and', 'as', 'at', 'by', 'for', 'from', 'in', 'is',
    'it', 'its', 'of', 'on', 'or', 'that', 'the', 'their', 'this', 'to', 'with')
  UNION ALL SELECT replace(spoken(label), '-', ' ');

-- The numbers among spoken words, in digits or in a word up to twelve.
CREATE OR REPLACE MACRO numbers_told(words) AS TABLE
  SELECT unnest(regexp_extract_all(words,
    ' ([0-9][0-9.,-]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?: |$)', 1))
    AS number;

-- The stretches of whole words that a label is made of, lower case.
CREATE OR REPLACE MACRO label_parts(label) AS
  flatten(list_transform(range(1, len(split(label, ' ')) + 1),
    lambda i: list_transform(range(i, len(split(label, ' ')) + 1),
      lambda j: array_to_string(split(lower(label), ' ')[i : j], ' '))));

-- Whether spoken words deny something; limit or heighten it; tell of loss, hindrance or
-- opposition; leave it open.
CREATE OR REPLACE MACRO denies(words) AS regexp_matches(words,
  ' (no|not|never|without|nobody|nothing|neither|nor|hardly|cannot) ');
CREATE OR REPLACE MACRO limits(words) AS regexp_matches(words,
  ' (only|alone|solely|merely|just|most|worst|best|largest|biggest|highest|greatest|always|former|formerly|yearly|annual|annually|per|twice|half|entirely|completely) ');
CREATE OR REPLACE MACRO opposes(words) AS regexp_matches(words,
  ' (against|behind|despite|instead|worse|lower|fell|los(e|es|ing|t|s|ses)|lack(s|ed|ing)?|end(s|ed|ing)|stop(s|ped|ping)?|fall(s|en|ing)?|shr(i|a|u)nk(s|ing)?|slow(s|er|ed|ing)?|drop(s|ped|ping)?|fail(s|ed|ing|ures?)?|(drawback|disadvantage|obstacle|barrier)s?|(oppos|hinder|hamper|weaken|declin|decreas|diminish|dwindl|reduc|reject|refus|prevent|ceas|halt|harm|damag|threaten)(e|es|s|ed|d|ing)?) ');
CREATE OR REPLACE MACRO hedges(words) AS regexp_matches(words,
  ' (may|might|could|perhaps|possibly|likely) ');
