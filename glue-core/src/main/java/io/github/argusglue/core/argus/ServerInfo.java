package io.github.argusglue.core.argus;

/**
 * What a server says about itself.
 *
 * @param version such as "2.10.2"; empty if it does not say
 * @param canRestart whether it takes RES events (after 2.9.1)
 * @param canHeartbeat whether it takes heartbeats (after 2.9.1)
 */
public record ServerInfo(String version, boolean canRestart, boolean canHeartbeat) {}
