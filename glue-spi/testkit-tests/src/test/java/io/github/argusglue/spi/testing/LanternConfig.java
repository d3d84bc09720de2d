package io.github.argusglue.spi.testing;

/** Configuration of the adapter: the system that it reads, and how the adapter is broken. */
record LanternConfig(LanternSystem system, LanternFault fault) {}
