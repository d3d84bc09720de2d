package io.github.argusglue.core.argus;

/**
 * Version and abilities of a server.
 *
 * @param version such as "2.10.2"; empty if the server does not report it
 * @param canRestart whether it accepts RES events (after 2.9.1)
 * @param canHeartbeat whether it accepts heartbeats (after 2.9.1)
 */
public record ServerInfo(String version, boolean canRestart, boolean canHeartbeat) {}
