-- How the numbers that machines say become values: value = number * scale + value_offset; decimal_comma: of numbers in
-- texts.
ALTER TABLE data_source_option ADD COLUMN scale ${double} NOT NULL DEFAULT 1;
ALTER TABLE data_source_option ADD COLUMN value_offset ${double} NOT NULL DEFAULT 0;
ALTER TABLE data_source_option ADD COLUMN decimal_comma ${boolean} NOT NULL DEFAULT ${false};
