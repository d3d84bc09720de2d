package io.github.argusglue.core.config;

/** Versions of SNMP. */
public enum SnmpVersion {
    /** RFC 1157. */
    V1,
    /** RFC 1901. */
    V2C,
    /** RFC 3411, with users. */
    V3
}
