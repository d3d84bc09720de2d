/** The ways in which documents arrive, other than by webhook. */
@NullMarked
package io.github.argusglue.plugin.generic.input;

import org.jspecify.annotations.NullMarked;
