DROP INDEX ix_sample_char_id_deleted${also mysql:  ON sample};
