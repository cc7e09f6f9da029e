package dev.rrq.planner.rel;

/** How the values of a row expression compare. */
public enum Domain {
  /** 64-bit numbers with signs; holds those of all narrower types. */
  SIGNED,
  /** 64-bit numbers without signs: addresses, {@code unsigned long}. */
  UNSIGNED,
  /** Texts. */
  TEXT,
  /** True or false. */
  FLAG,
  /** They do not: they are made of others when a row is shown. */
  SHOWN
}
