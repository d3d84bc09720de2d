/** Simulated Aruba systems: their state, and their HTTP APIs with paging, limits, token rules and faults. */
@NullMarked
package io.github.argusglue.plugin.aruba.standin;

import org.jspecify.annotations.NullMarked;
