package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.config.Secret;

/** Configuration of the adapter: the system in memory, and how the adapter is broken. */
record BeaconConfig(BeaconSystem system, Secret password, Fault fault) {}
