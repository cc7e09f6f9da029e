package dev.rrq.store;

/**
 * The SQL types that the store uses. Addresses and raw values are {@link #BIGINT}: 64 bits without
 * regard to sign, as no engine on the way treats unsigned ones consistently.
 */
public enum SqlType {
  BOOLEAN,
  INTEGER,
  BIGINT,
  VARCHAR,
  BLOB
}
