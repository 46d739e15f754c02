DROP TABLE access_turn;
DROP TABLE user_branch;
DROP TABLE user_option;
