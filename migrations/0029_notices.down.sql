DROP TABLE notice;
DROP TABLE notice_lane;
DELETE FROM server_instance;
ALTER TABLE server_instance DROP COLUMN hears;
