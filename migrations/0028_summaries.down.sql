DROP TABLE subgroup_summary_state;
DROP TABLE subgroup_summary;
