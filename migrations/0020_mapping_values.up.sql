-- How the numbers that machines say become values: value = number * scale + value_offset; decimal_comma: of numbers in
-- texts.
ALTER TABLE data_source_option ADD COLUMN scale ${double} NOT NULL DEFAULT 1;
ALTER TABLE data_source_option ADD COLUMN value_offset ${double} NOT NULL DEFAULT 0;
ALTER TABLE data_source_option ADD COLUMN decimal_comma ${boolean} NOT NULL DEFAULT ${false};

-- How times of payloads are written, and the IANA time zone of those that name none.
ALTER TABLE data_source_option ADD COLUMN timestamp_format VARCHAR(20) NOT NULL DEFAULT 'iso';
ALTER TABLE data_source_option ADD COLUMN time_zone VARCHAR(100);

-- What is made of an array where a number is wanted.
ALTER TABLE data_source_option ADD COLUMN array_values VARCHAR(10) NOT NULL DEFAULT 'refuse';
ALTER TABLE data_source_option ADD COLUMN array_index ${integer} NOT NULL DEFAULT 0;

-- What makes two messages with the same time and value two.
ALTER TABLE data_source_option ADD COLUMN sequence_path VARCHAR(500);
ALTER TABLE data_source_option ADD COLUMN every_message_counts ${boolean} NOT NULL DEFAULT ${false};
