/** Adapters for HPE Aruba: one factory for each type. */
@NullMarked
package io.github.argusglue.plugin.aruba;

import org.jspecify.annotations.NullMarked;
