-- History that was judged elsewhere stays unjudged when its surroundings change.

ALTER TABLE sample ADD COLUMN rules_skipped ${boolean} NOT NULL DEFAULT ${false};
