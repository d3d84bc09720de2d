/** Executes actions as requests to Argus and records their results. */
@NullMarked
package io.github.argusglue.core.apply;

import org.jspecify.annotations.NullMarked;
