DROP TABLE limit_revision;
