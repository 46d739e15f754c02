-- Lists count the samples of each characteristic: all by index, less the few that are deleted, found without reading any other.

CREATE INDEX ix_sample_char_id_deleted ON sample (char_id) ${where_not_null deleted_at};
