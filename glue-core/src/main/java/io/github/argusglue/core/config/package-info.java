/** Configuration: TOML to records, all faults at once, with the place of each. */
@NullMarked
package io.github.argusglue.core.config;

import org.jspecify.annotations.NullMarked;
