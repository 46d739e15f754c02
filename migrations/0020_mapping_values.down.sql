ALTER TABLE data_source_option DROP COLUMN decimal_comma;
ALTER TABLE data_source_option DROP COLUMN value_offset;
ALTER TABLE data_source_option DROP COLUMN scale;
