DROP TABLE opcua_certificate;
