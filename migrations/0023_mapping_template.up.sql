-- Templates of mappings that are kept, so that machines that appear later are offered. The definition is the template as
-- JSON: patterns, names, models.
CREATE TABLE mapping_template (
  id ${id},
  plant_id ${ref} NOT NULL REFERENCES plant (id) ON DELETE CASCADE,
  name VARCHAR(100) NOT NULL,
  definition ${json} NOT NULL,
  created_at ${timestamp} NOT NULL,
  CONSTRAINT uq_mapping_template_name UNIQUE (plant_id, name)
);
