-- What one server tells the others of the same database (src/db/notice/notices.h): a row for each transaction that had
-- something to tell, in the order of its lane. Kept for seconds. A lane of a server database counts its transactions, each
-- within itself, so that one whose COMMIT nobody answered is known by the number (src/db/strategy/lanes.h).
ALTER TABLE server_instance ADD COLUMN hears ${boolean} NOT NULL DEFAULT ${false};

CREATE TABLE notice_lane (
  lane ${ref} NOT NULL PRIMARY KEY,
  holder VARCHAR(200) NOT NULL,
  commits ${ref} NOT NULL DEFAULT 0
);

-- Ids rise within a lane, and among transactions that followed one another; they never come twice.
CREATE TABLE notice (
  id ${only sqlite: INTEGER PRIMARY KEY AUTOINCREMENT}${only postgresql: BIGSERIAL PRIMARY KEY}${only mysql: BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY}${only mssql: BIGINT NOT NULL IDENTITY(1,1) PRIMARY KEY},
  lane ${ref} NOT NULL,
  body ${text} NOT NULL,
  is_for_own ${boolean} NOT NULL
);
CREATE INDEX ix_notice_lane ON notice (lane, id);
