-- A column whose numbers would not fit stays as it is.
${narrow data_source_reading.fingerprint}
${narrow data_source_subgroup.origin_key}
${narrow mqtt_delivery.ordinal}
${narrow mqtt_delivery.fingerprint}
${narrow source_lease.token}
${narrow server_instance.beat}
