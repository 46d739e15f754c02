DROP TABLE mapping_template;
