ALTER TABLE data_source_option DROP COLUMN array_index;
ALTER TABLE data_source_option DROP COLUMN array_values;
ALTER TABLE data_source_option DROP COLUMN time_zone;
ALTER TABLE data_source_option DROP COLUMN timestamp_format;
ALTER TABLE data_source_option DROP COLUMN decimal_comma;
ALTER TABLE data_source_option DROP COLUMN value_offset;
ALTER TABLE data_source_option DROP COLUMN scale;
