DROP TABLE api_key_characteristic;
DROP TABLE api_key_branch;
DROP TABLE api_key_plant;
DROP TABLE api_key_option;
