/** The configuration: binds TOML to records and reports all faults at once, each with its place. */
@NullMarked
package io.github.argusglue.core.config;

import org.jspecify.annotations.NullMarked;
