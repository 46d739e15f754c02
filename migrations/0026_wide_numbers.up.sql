-- Numbers of 64 bits, which SQLite's integers hold and those of the other databases do not: fingerprints, what is counted
-- for as long as an installation lives.
${widen data_source_reading.fingerprint}
${widen data_source_subgroup.origin_key}
${widen mqtt_delivery.ordinal}
${widen mqtt_delivery.fingerprint}
${widen source_lease.token}
${widen server_instance.beat}
