/** Turns the JSON of another program into messages of the promised format, as the table {@code mapping} says. */
@NullMarked
package io.github.argusglue.plugin.generic.mapping;

import org.jspecify.annotations.NullMarked;
