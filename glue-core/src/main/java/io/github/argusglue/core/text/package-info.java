/** Texts for people. */
@NullMarked
package io.github.argusglue.core.text;

import org.jspecify.annotations.NullMarked;
