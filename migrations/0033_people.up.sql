-- What we keep of an account beside the row of the reference (src/identity/people/user_option.h).
CREATE TABLE user_option (
  user_id ${ref} NOT NULL PRIMARY KEY REFERENCES "user" (id) ON DELETE CASCADE,
  desk_role VARCHAR(20) NOT NULL DEFAULT 'none',
  language VARCHAR(20),
  time_zone VARCHAR(100),
  is_limited ${boolean} NOT NULL DEFAULT ${false}
);

-- Where a limited account may change something. A branch that is deleted leaves the account limited to the others.
CREATE TABLE user_branch (
  user_id ${ref} NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
  hierarchy_id ${ref} NOT NULL REFERENCES hierarchy (id) ON DELETE CASCADE,
  PRIMARY KEY (user_id, hierarchy_id)
);
CREATE INDEX ix_user_branch_hierarchy_id ON user_branch (hierarchy_id);

-- Its one row is written by whoever changes who administers, so that such changes follow one another on all servers.
CREATE TABLE access_turn (
  id ${ref} NOT NULL PRIMARY KEY,
  changes ${ref} NOT NULL
);
INSERT INTO access_turn (id, changes) VALUES (1, 0);
