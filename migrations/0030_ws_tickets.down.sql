DROP TABLE ws_ticket;
