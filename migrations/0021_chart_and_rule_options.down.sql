UPDATE violation SET rule_name = CASE rule_id WHEN 1 THEN 'Outlier' WHEN 2 THEN 'Shift' WHEN 3 THEN 'Trend'
  WHEN 4 THEN 'Alternator' ELSE rule_name END
WHERE chart = 'dispersion';
DROP TABLE characteristic_rule_option;
DROP TABLE characteristic_option;
